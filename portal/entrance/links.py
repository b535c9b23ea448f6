"""Links: to open one changes nothing; to go on with it makes a guest's session, good for that one errand."""

import logging
from http import HTTPStatus

from fastapi import Request
from starlette.responses import Response

from engagements.database import reading, writing
from portal import sessions
from portal.clients import client_of
from portal.cookies import SESSION, give_cookie
from portal.doors import Pages, TheVisitor
from portal.entrance.arriving import Arrival, Way, arrive
from portal.limiting import Often
from portal.office import TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show
from portal.visitors import ANYONE, Visitor

pages = Pages()
log = logging.getLogger("portal")

STATUS = {Way.OPEN: HTTPStatus.OK, Way.FORGED: HTTPStatus.NOT_FOUND}


@pages.get("/link/{token}", to=ANYONE)
def open_link(token: str, request: Request, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    office.limits.count(Often.LINK, client_of(request, office.settings.trusted_proxies))
    with reading(office.engine) as connection:
        arrival = arrive(connection, office, token)
    return _page(show, arrival, visitor, token)


@pages.post("/link/{token}", to=ANYONE)
def go_on(
    token: str, form: Posted, request: Request, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    office.limits.count(Often.LINK, client_of(request, office.settings.trusted_proxies))
    with writing(office.engine) as connection:
        arrival = arrive(connection, office, token)
        if not (arrival.is_open and arrival.guest and arrival.link):
            return _page(show, arrival, visitor, token)
        office.limits.count(Often.LINK_OF_PERSON, arrival.link.person)
        path = arrival.link.errand.path
        if _same(visitor, arrival.guest):
            secret = sessions.extend(connection, visitor.session or "", office.now(), path)
        else:
            if visitor.session and visitor.is_guest:
                sessions.end(connection, visitor.session, office.now())
            guest = arrival.guest
            secret = sessions.begin(
                connection, office.now(), name=guest.name, doors=guest.doors, hats=guest.hats, errands=[path]
            )
    log.info("A link was gone on with by %s", arrival.link.person)
    response = back(path)
    give_cookie(response, office, SESSION, sessions.sealed(office, secret))
    return response


def _page(show: Show, arrival: Arrival, visitor: Visitor, token: str) -> Response:
    already = bool(arrival.guest and arrival.link) and _same(visitor, arrival.guest)
    open_to_them = arrival.link and already and visitor.came_for(arrival.link.errand.path)
    return show(
        "entrance/link.html",
        STATUS.get(arrival.way, HTTPStatus.GONE),
        arrival=arrival,
        instead_of=visitor if visitor.is_guest and not already else None,
        page=arrival.link.errand.path if arrival.link and open_to_them else "",
        token=token,
        link_days=show.office.settings.link_days,
    )


def _same(visitor: Visitor, guest: Visitor | None) -> bool:
    """Whether somebody who is here already is the guest of the link."""
    return guest is not None and visitor.is_guest and dict(visitor.hats) == dict(guest.hats)
