"""A fresh link: by mail, to the address on record. Whoever asks is answered the same, whether there is one or not."""

import logging
from typing import Any

from fastapi import Request
from starlette.background import BackgroundTask
from starlette.responses import Response

from engagements.database import writing
from notifications.fresh_links import request_fresh_link
from notifications.links import Link, LinkExpired, LinkForged, Links
from portal.clients import client_of
from portal.doors import Pages
from portal.limiting import Often
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show
from portal.visitors import ANYONE

pages = Pages()
log = logging.getLogger("portal")

LONGEST = 254
"""Characters of an address (RFC 5321)."""


@pages.get("/link", to=ANYONE)
def ask(show: Show) -> Response:
    return _form(show)


@pages.get("/link/sent", to=ANYONE)
def sent(show: Show) -> Response:
    return show("entrance/link-sent.html")


@pages.post("/link/fresh", to=ANYONE)
def send(form: Posted, request: Request, office: TheOffice, show: Show, back: GoBack) -> Response:
    """For whoever has the address, or for whose the expired link is. What is to be done is done after the answer, so
    that not even its time tells whether anybody was found.
    """
    asked: Link | str = _link_of(office, form["token"]) or form["address"]
    if isinstance(asked, str) and not _is_address(asked):
        problem = "Enter an email address, like name@example.org"
        return _form(show, 422, typed=asked[:LONGEST], problems=[("address", problem)])
    office.limits.count(Often.FRESH_BY_CLIENT, client_of(request, office.settings.trusted_proxies))
    office.limits.count(Often.FRESH_BY_ADDRESS, asked if isinstance(asked, str) else asked.person)
    response = back("/link/sent")
    response.background = BackgroundTask(_send, office, asked)
    return response


def _send(office: Office, asked: Link | str) -> None:
    with writing(office.engine) as connection:
        request_fresh_link(connection, office.world, asked, office.now(), office.settings)
    log.info("A fresh link was asked for")


def _link_of(office: Office, token: str) -> Link | None:
    """The link of a token that was signed here, whether it has expired or not."""
    settings = office.settings
    try:
        return Links(office.keys, settings.portal_url, settings.link_days).read(token, office.now())
    except LinkExpired as expired:
        return expired.link
    except LinkForged:
        return None


def _is_address(typed: str) -> bool:
    before, at, host = typed.rpartition("@")
    return bool(before and at and host) and len(typed) <= LONGEST and typed.isprintable() and " " not in typed


def _form(show: Show, status: int = 200, **facts: Any) -> Response:
    return show("entrance/ask-for-link.html", status, **{"typed": "", "problems": [], **facts})
