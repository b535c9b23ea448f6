"""Everything that somebody owes, as a list of tasks; and the way there for whoever came for one of them only."""

from starlette.responses import Response

from engagements.database import reading, writing
from notifications.errands import EVERYTHING, TO_DO
from notifications.fresh_links import request_fresh_link
from notifications.links import Link
from portal.doors import Pages, TheVisitor
from portal.mishaps import WithoutALink
from portal.office import TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show
from portal.tasks.owed import of_everything
from portal.visitors import ANYONE, GUESTS

pages = Pages()

SENT = "We have sent you a mail with a link to everything that you owe. It is there in a minute."


@pages.get(TO_DO, to=GUESTS)
def everything(office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    with reading(office.engine) as connection:
        found = of_everything(connection, visitor.person, office.now(), office.today, office.world)
    return show("tasks/everything.html", engagements=found)


@pages.post(f"{TO_DO}/fresh-link", to=ANYONE)
def fresh_link(form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    """Mail a link for everything to whoever came for one errand: what their link opens stays as narrow as it was."""
    if not visitor.is_guest or not visitor.errands:
        raise WithoutALink
    asked = Link(visitor.person, EVERYTHING, 0, office.now(), "")
    with writing(office.engine) as connection:
        request_fresh_link(connection, office.world, asked, office.now(), office.settings)
    return back(visitor.errands[0], notice=SENT)
