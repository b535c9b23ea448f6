"""Signing in with the organisation's account: to its identity provider and back."""

import json
import logging
from collections.abc import Mapping, Sequence

from fastapi import Request
from itsdangerous import BadSignature
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from starlette.responses import RedirectResponse, Response

from config.vocabulary import Role
from engagements.database import writing
from engagements.state.people import Contact
from portal.clients import client_of
from portal.cookies import SIGN_IN, cookie, give_cookie, take_cookie
from portal.doors import Pages
from portal.entrance.identity import Attempt, NotVouchedFor, Vouched
from portal.entrance.staff import DOOR_OF, let_in, of_the_lga, on_to
from portal.limiting import Often
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.showing import GoBack, Show
from portal.visitors import ANYONE, Door

pages = Pages()
log = logging.getLogger("portal")

OPERATOR = Door.OPERATOR.value
PATIENCE = 600
"""Seconds in which somebody has to be back from the provider."""


@pages.get("/sign-in/provider", to=ANYONE)
def go_to_the_provider(request: Request, office: TheOffice, show: Show, next: str = "/") -> Response:
    """To the provider. What it has to answer is remembered by the browser: nothing is written here."""
    if office.provider is None:
        raise NotThere
    office.limits.count(Often.SIGN_IN, client_of(request, office.settings.trusted_proxies))
    try:
        url, attempt = office.provider.begin(next)
    except NotVouchedFor as problem:
        return _refused(show, problem, "no-answer")
    response = RedirectResponse(url, 303)
    give_cookie(response, office, SIGN_IN, str(office.sealer("sign-in").dumps(json.dumps(attempt.as_dict()))))
    return response


@pages.get("/sign-in/callback", to=ANYONE)
def come_back_from_the_provider(request: Request, office: TheOffice, show: Show, back: GoBack) -> Response:
    """The one GET that writes: the provider's answer comes as one. It is good once, for the browser that asked."""
    if office.provider is None:
        raise NotThere
    office.limits.count(Often.SIGN_IN, client_of(request, office.settings.trusted_proxies))
    attempt = _attempt(request, office)
    try:
        vouched = office.provider.redeem(request.query_params, attempt, office.now())
        assert attempt is not None
        with writing(office.engine) as connection:
            secret = _let_in(connection, office, vouched, attempt)
    except NotVouchedFor as problem:
        response = _refused(show, problem, "not-vouched-for")
    except IntegrityError:
        response = _refused(show, NotVouchedFor("the answer came twice"), "not-vouched-for")
    except NobodyHere as nobody:
        response = _refused(show, nobody, "nobody-here", vouched=vouched, roles=nobody.roles)
    else:
        log.info("Signed in through the provider")
        response = on_to(attempt.next, office, back, secret)
    take_cookie(response, office, SIGN_IN)
    return response


class NobodyHere(Exception):
    """The provider knows them, and we do not. ``roles``: those that their groups would give them."""

    reason = "nobody is on record with the address and the role"

    def __init__(self, roles: Sequence[str]) -> None:
        super().__init__(self.reason)
        self.roles = roles


def _let_in(connection: Connection, office: Office, vouched: Vouched, attempt: Attempt) -> str:
    given: Mapping[str, str] = office.settings.oidc_groups
    roles = {given[group] for group in vouched.groups if group in given}
    hats: dict[Role, Contact] = {}
    for contact in of_the_lga(connection, office):
        if contact.role in roles and vouched.email and contact.email.casefold() == vouched.email.casefold():
            hats.setdefault(contact.role, contact)
    if not hats and OPERATOR not in roles:
        raise NobodyHere(sorted(roles))
    in_order = [hats[role] for role in DOOR_OF if role in hats]
    doors = [Door.OPERATOR] if OPERATOR in roles else []
    return let_in(connection, office, in_order, name=vouched.name or "Operator", doors=doors, begun_by=attempt.digest)


def _attempt(request: Request, office: Office) -> Attempt | None:
    try:
        given = office.sealer("sign-in").loads(request.cookies.get(cookie(SIGN_IN, office), ""), max_age=PATIENCE)
        return Attempt(**json.loads(given))
    except BadSignature:
        return None


def _refused(show: Show, problem: NotVouchedFor | NobodyHere, page: str, **facts: object) -> Response:
    log.warning("Nobody was signed in: %s", problem.reason)
    return show(f"entrance/{page}.html", 502 if page == "no-answer" else 403, **facts)
