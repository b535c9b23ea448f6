"""Signing in and out: the one page where staff begin."""

from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from engagements.database import reading, writing
from portal import sessions
from portal.cookies import SESSION, STAFF, take_cookie
from portal.doors import Pages, TheVisitor
from portal.entrance.development import is_offered, nobody_is_on_record
from portal.entrance.staff import of_the_lga
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show
from portal.visitors import ANYONE, Visitor

pages = Pages()


@pages.get("/sign-in", to=ANYONE)
def choose(request: Request, office: TheOffice, show: Show, next: str = "/") -> Response:
    people, empty = [], False
    if is_offered(office, request):
        with reading(office.engine) as connection:
            people, empty = list(of_the_lga(connection, office)), nobody_is_on_record(connection)
    return show(
        "entrance/sign-in.html",
        people=people,
        empty=empty,
        development=is_offered(office, request),
        next=next,
        onward=f"/sign-in/provider?{urlencode({'next': next})}" if office.provider else "",
    )


@pages.post("/sign-out", to=ANYONE)
def sign_out(form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    _end(office, visitor)
    response = back("/sign-in", notice="You are signed out.")
    take_cookie(response, office, STAFF)
    return response


@pages.post("/link/end", to=ANYONE)
def end_visit(form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    """The same for guests. Nobody's link is called so: a token is longer."""
    _end(office, visitor)
    response = back("/link", notice="Your visit has ended.")
    take_cookie(response, office, SESSION)
    return response


def _end(office: Office, visitor: Visitor) -> None:
    if visitor.session:
        with writing(office.engine) as connection:
            sessions.end(connection, visitor.session, office.now())
