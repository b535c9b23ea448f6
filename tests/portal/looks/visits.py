"""What peers note and read around a visit, what the authority provides for it, and what staff see of both."""

from tests.portal.look import Look, of_guest, of_peer, refused
from tests.portal.visits import Visits

ASKED, ONE = "provide-document", "provide-document/{number:int}"
FINDING = "findings/{number:int}"
ENGAGEMENT = "/engagements/{ref}"

VISITS = (
    of_peer("findings", "before the first day", "visit ahead", "findings"),
    of_peer("findings", "on a visit", "on a visit", "findings"),
    of_peer("findings", "refused", "on a visit", "findings", "Note it"),
    of_peer(FINDING, "to be changed", "on a visit", "findings/1"),
    of_peer("findings/feedback", "to be gathered", "on a visit", "findings/feedback"),
    of_peer("documents", "some are there", "on a visit", "documents"),
    of_peer("documents", "the report is final", "full", "documents"),
    of_guest(ASKED, "asked for", "on a visit"),
    of_guest(ASKED, "nothing", "visit ahead"),
    of_guest(ONE, "to be provided", "on a visit", path="{ref}/provide-document/2"),
    of_guest(ONE, "refused", "on a visit", "Send it to the peers", "{ref}/provide-document/2"),
)
"""By link."""

OF_VISITS = (
    Look(f"{ENGAGEMENT}/findings", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/findings", "on a visit", "on a visit"),
    Look(f"{ENGAGEMENT}/documents", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/documents", "on a visit", "on a visit"),
    Look(
        "/engagements/{ref}/do/{name}",
        "a list of documents",
        "on a visit",
        path=f"{ENGAGEMENT}/do/RequestDocuments",
        act=refused("Ask for documents"),
    ),
    Look("/good-practice", "nothing yet", "empty"),
    Look("/good-practice", "some", "on a visit", Visits.as_principal_adviser),
)
"""By staff."""
