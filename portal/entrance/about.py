"""What the portal says of itself: who can use it, and how it keeps what people entrust to it."""

from email.utils import parseaddr

from starlette.responses import Response

from portal.doors import Pages
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import ANYONE

pages = Pages()


@pages.get("/accessibility", to=ANYONE)
def accessibility(office: TheOffice, show: Show) -> Response:
    return show("entrance/accessibility.html", contact=_contact(office))


@pages.get("/security", to=ANYONE)
def security(office: TheOffice, show: Show) -> Response:
    return show("entrance/security.html", contact=_contact(office), link_days=office.settings.link_days)


def _contact(office: TheOffice) -> str:
    """The address that messages come from, which people may write to."""
    return parseaddr(office.settings.sender)[1]
