"""What cannot be answered with the page that was asked for, and the page that says so instead.

Mishap
├── SignInFirst       staff's page, and nobody is signed in
├── WithoutALink      a guest's page, and no link leads there
├── NotForYou         signed in, in a role that the page is not for
├── NotThere          no such page, or none that this visitor may know of
├── FormNotOurs       the form did not come from a page of this session, or from too old a one
└── TooMuch           more than a form may hold

Besides: TooOften (``portal.limiting``), a Refused that no form shows, and faults of ours.
"""

import logging
from http import HTTPStatus
from traceback import format_tb
from urllib.parse import quote
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from engagements.refusals import Refused
from portal.limiting import TooOften
from portal.showing import Showing
from portal.visitors import NOBODY

log = logging.getLogger("portal")


class Mishap(Exception):
    """``status``: of the answer; ``template``: the page that says what to do instead."""

    status = HTTPStatus.NOT_FOUND
    template = "mishaps/not-there.html"


class SignInFirst(Mishap):
    """Staff's page, and nobody is signed in."""


class WithoutALink(Mishap):
    """A guest's page, and none of their links leads there: a fresh one is a mail away."""

    status = HTTPStatus.FORBIDDEN
    template = "mishaps/without-a-link.html"


class NotForYou(Mishap):
    """The page is for another role."""

    status = HTTPStatus.FORBIDDEN
    template = "mishaps/not-for-you.html"


class NotThere(Mishap):
    """No such page, or none that this visitor may know of: the two look the same."""


class FormNotOurs(Mishap):
    """The form did not come from a page of this session, or from too old a one."""

    status = HTTPStatus.FORBIDDEN
    template = "mishaps/form-not-ours.html"


class TooMuch(Mishap):
    """More than a form may hold."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    template = "mishaps/too-much.html"


def answer_mishaps(app: FastAPI) -> None:
    """Have every mishap answered with a page in words."""
    app.add_exception_handler(Mishap, _mishap)
    app.add_exception_handler(TooOften, _too_often)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _not_readable)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Exception, _fault)


async def _mishap(request: Request, mishap: Exception) -> Response:
    assert isinstance(mishap, Mishap)
    if isinstance(mishap, SignInFirst):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        target = f"/sign-in?next={quote(wanted)}" if request.method == "GET" else "/sign-in"
        return RedirectResponse(target, HTTPStatus.SEE_OTHER)
    return _shown(request, mishap.template, mishap.status)


async def _too_often(request: Request, hasty: Exception) -> Response:
    assert isinstance(hasty, TooOften)
    log.warning("Too often: %s %s", request.method, _route(request))
    response = _shown(request, "mishaps/too-often.html", HTTPStatus.TOO_MANY_REQUESTS, minutes=-(-hasty.wait // 60))
    response.headers["Retry-After"] = str(hasty.wait)
    return response


async def _http(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    if problem.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _shown(request, TooMuch.template, TooMuch.status)
    return _shown(request, "mishaps/not-there.html", problem.status_code)


async def _not_readable(request: Request, problem: Exception) -> Response:
    """An address with a part that cannot be: a page of that address does not exist."""
    return _shown(request, "mishaps/not-there.html", HTTPStatus.NOT_FOUND)


async def _refused(request: Request, refusal: Exception) -> Response:
    return _shown(request, "mishaps/refused.html", HTTPStatus.UNPROCESSABLE_ENTITY, refusal=str(refusal))


async def _fault(request: Request, fault: Exception) -> Response:
    """What went wrong is logged by its kind and place: its text may hold what somebody typed."""
    number = uuid4().hex[:8]
    where = "".join(format_tb(fault.__traceback__))
    log.error("Fault %s at %s %s: %s\n%s", number, request.method, _route(request), type(fault).__name__, where)
    if not hasattr(request.state, "visitor"):
        request.state.visitor = NOBODY  # it may be the looking up that failed
    return _shown(request, "mishaps/fault.html", HTTPStatus.INTERNAL_SERVER_ERROR, number=number)


def _route(request: Request) -> str:
    """The route's own path: the address itself may hold a link's token."""
    return getattr(request.scope.get("route"), "path", "an unknown address")


def _shown(request: Request, template: str, status: int, **facts: object) -> Response:
    return Showing(request)(template, status, **facts)
