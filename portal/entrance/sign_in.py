"""Signing in and out. On loopback, by choosing who of the LGA one is: for development and for a first look."""

from urllib.parse import urlsplit

from sqlalchemy import select
from starlette.responses import Response

from config.secrets import on_loopback
from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.loading import plain
from engagements.state.people import Contact
from portal import sessions
from portal.cookies import SESSION, give_cookie, take_cookie
from portal.doors import Pages, TheVisitor
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show
from portal.visitors import ANYONE, STAFF, Door

pages = Pages()

DOOR_OF = {Role.COORDINATOR: Door.COORDINATOR, Role.PRINCIPAL_ADVISER: Door.PRINCIPAL_ADVISER}


@pages.get("/sign-in", to=ANYONE)
def choose(office: TheOffice, show: Show, next: str = "/") -> Response:
    return show("entrance/sign-in.html", people=_of_the_lga(office), next=next)


@pages.post("/sign-in", to=ANYONE)
def sign_in(form: Posted, office: TheOffice, back: GoBack) -> Response:
    if not on_loopback(office.settings.portal_host):
        raise NotThere
    chosen = next((one for one in _of_the_lga(office) if one.id == form["person"]), None)
    if chosen is None:
        raise NotThere
    with writing(office.engine) as connection:
        secret = sessions.begin(
            connection,
            office.now(),
            name=chosen.name,
            doors=(DOOR_OF[chosen.role], Door.OPERATOR),
            hats={chosen.role: chosen.id},
        )
    response = back(ours(form["next"]))
    give_cookie(response, office, SESSION, sessions.sealed(office, secret))
    return response


@pages.post("/sign-out", to=STAFF)
def sign_out(form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    with writing(office.engine) as connection:
        sessions.end(connection, visitor.session or "", office.now())
    response = back("/sign-in", notice="You are signed out.")
    take_cookie(response, office, SESSION)
    return response


def _of_the_lga(office: Office) -> list[Contact]:
    table = Contact.table
    query = select(table).where(table.c.role.in_(list(DOOR_OF))).order_by(table.c.role, table.c.id)
    with reading(office.engine) as connection:
        return list(plain(connection.execute(query), Contact))


def ours(wanted: str) -> str:
    """The page to go on to, if it is one of ours: another site's address would send people there from here."""
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    return wanted
