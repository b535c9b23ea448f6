"""What the portal says of itself: who can use it, and how it keeps what people entrust to it."""

from datetime import UTC, timedelta
from email.utils import parseaddr

from starlette.responses import PlainTextResponse, Response

from portal.doors import Pages
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import ANYONE

pages = Pages()

VALID = timedelta(days=180)
"""For how long the note on reporting weaknesses holds."""


@pages.get("/accessibility", to=ANYONE)
def accessibility(office: TheOffice, show: Show) -> Response:
    return show("entrance/accessibility.html", contact=_contact(office))


@pages.get("/security", to=ANYONE)
def security(office: TheOffice, show: Show) -> Response:
    return show("entrance/security.html", contact=_contact(office), link_days=office.settings.link_days)


@pages.get("/.well-known/security.txt", to=ANYONE)
def security_txt(office: TheOffice) -> Response:
    """Where to report a weakness (RFC 9116), if the settings say so."""
    settings = office.settings
    if not settings.security_contact:
        raise NotThere
    expires = (office.now() + VALID).astimezone(UTC)
    lines = (
        f"Contact: {settings.security_contact}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        f"Canonical: {settings.portal_url}/.well-known/security.txt",
        "Preferred-Languages: en",
    )
    return PlainTextResponse("\n".join(lines) + "\n")


def _contact(office: TheOffice) -> str:
    """The address that messages come from, which people may write to."""
    return parseaddr(office.settings.sender)[1]
