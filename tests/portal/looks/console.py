"""What staff see across engagements."""

from tests import cast as people
from tests.portal.look import Look, follow, refused
from tests.portal.visits import Visits

CONSOLE = (
    Look("/today", "nothing waits", "empty"),
    Look("/today", "much waits"),
    Look("/today", "an adviser's regions", who=Visits.as_principal_adviser),
    Look("/today", "all engagements", path="/today?whose=all"),
    Look("/today/{name}", "what is late", path="/today/late"),
    Look("/today/{name}", "messages", path="/today/messages?whose=all"),
    Look("/today/{name}", "nothing", "empty", path="/today/exceptions"),
    Look("/today/{name}", "past the end", path="/today/late?page=99"),
    Look("/pipeline", "no engagement", "empty"),
    Look("/pipeline", "every engagement", path="/pipeline?status=any&sort=-rating"),
    Look("/pipeline", "none that fits", path="/pipeline?text=nowhere"),
    Look("/pipeline", "past the end", path="/pipeline?page=99"),
    Look("/services", "nothing runs", "empty"),
    Look("/services", "some run"),
    Look("/authorities/{slug}", "engagements", path="/authorities/essex"),
    Look("/authorities/{slug}", "nothing yet", "empty", path="/authorities/cumbria"),
    Look("/authorities/{slug}", "no such service", "empty", path="/authorities/nowhere", status=404),
    Look("/insight", "nothing to see", "empty"),
    Look("/insight", "figures"),
    Look("/people", "contacts", "empty"),
    Look("/people", "peers", "empty", path="/people?list=peers"),
    Look("/people", "nobody fits", "empty", path="/people?text=nobody"),
    Look("/people/new/{what}", "a contact", "empty", path="/people/new/contact"),
    Look("/people/new/{what}", "refused", "empty", path="/people/new/peer", act=refused("Record")),
    Look("/people/{person}", "a contact", "empty", path="/people/essex-clerk"),
    Look("/people/{person}", "a peer", "empty", path=f"/people/{people.LEAD}"),
    Look("/people/{person}/{name}", "an absence", "empty", path="/people/essex-clerk/absence"),
    Look("/people/{person}/{name}", "refused", "empty", path="/people/essex-clerk/leaving", act=refused("Record")),
    Look("/mailbox", "nothing sent yet", "empty"),
    Look("/mailbox", "full of messages"),
    Look("/mailbox/{name}", "a digest", path="/mailbox", act=follow("Peer support:")),
)
