"""What goes wrong, as problem+json (RFC 9457): every answer of the API that is not what was asked for."""

import json
import logging
from collections.abc import Sequence
from http import HTTPStatus
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engagements.handling import LARGEST_COMMAND
from engagements.refusals import (
    Malformed,
    NotAllowed,
    NotAtThisStage,
    Refused,
    StaleVersion,
    UnknownCommand,
    UnknownEngagement,
)

log = logging.getLogger("portal.api")

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api"
"""The page that explains every rule, each at an anchor of its name."""

STATUSES: dict[type[Refused], HTTPStatus] = {
    UnknownCommand: HTTPStatus.NOT_FOUND,
    UnknownEngagement: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotAtThisStage: HTTPStatus.CONFLICT,
    StaleVersion: HTTPStatus.CONFLICT,
    Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""The first kind that a refusal is of decides."""

WORDS = {
    HTTPStatus.BAD_REQUEST: "What was sent cannot be read: send JSON in UTF-8.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: f"Send at most {LARGEST_COMMAND // 1024} KB at once.",
}


class Fault(BaseModel):
    """What is wrong with one field. ``pointer``: where it is, as a JSON pointer in a fragment."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """``rule``: the name of the rule that stands against a command; ``errors``: what is wrong with which field."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    rule: str | None = None
    errors: list[Fault] | None = None


class Trouble(Exception):
    """An answer that is a problem, with what else belongs to it. Not for what a rule refuses: that is ``Refused``."""

    def __init__(self, status: HTTPStatus, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.headers = status, headers


def answer_problems(api: FastAPI) -> None:
    """Have everything that goes wrong answered as a problem."""
    api.add_exception_handler(Trouble, _trouble)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(RequestValidationError, _not_readable)
    api.add_exception_handler(Refused, _refused)
    api.add_middleware(Last)


def problem(
    status: HTTPStatus,
    detail: str,
    rule: str | None = None,
    errors: Sequence[Fault] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    told = Problem(
        type=f"{REFERENCE}#{rule}" if rule else "about:blank",
        title=status.phrase,
        status=status,
        detail=detail,
        rule=rule,
        errors=list(errors) or None,
    )
    body = json.dumps(told.model_dump(exclude_none=True), ensure_ascii=False).encode(errors="replace")
    return Response(body, status, headers, MEDIA_TYPE)


async def _trouble(_: Request, trouble: Exception) -> Response:
    assert isinstance(trouble, Trouble)
    return problem(trouble.status, str(trouble), headers=trouble.headers)


async def _http(_: Request, found: Exception) -> Response:
    assert isinstance(found, HTTPException)
    status = HTTPStatus(found.status_code)
    return problem(status, WORDS.get(status, status.phrase), headers=dict(found.headers or {}))


async def _not_readable(_: Request, found: Exception) -> Response:
    assert isinstance(found, RequestValidationError)
    errors = [Fault(pointer=_pointer(error["loc"]), detail=_sentence(error["msg"])) for error in found.errors()]
    detail = "Some of what was sent cannot be read: see errors."
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, Malformed.__name__, errors)


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refused)
    status = next(status for kind, status in STATUSES.items() if isinstance(refusal, kind))
    if isinstance(refusal, StaleVersion) and "if-match" in request.headers:
        status = HTTPStatus.PRECONDITION_FAILED
    errors = [Fault(pointer=_pointer(("body", *refusal.field.split("."))), detail=str(refusal))]
    return problem(status, str(refusal), refusal.rule, errors if refusal.field else ())


def _pointer(place: Sequence[int | str]) -> str:
    """``#/lines_of_enquiry/0/question`` for a field of the body; ``#`` for all of it; ``query/limit`` elsewhere."""
    where, *parts = place or ("body",)
    if where != "body":
        return "/".join(map(str, place))
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "#" + "".join(f"/{part}" for part in escaped)


def _sentence(reason: str) -> str:
    text = reason.removeprefix("Value error, ")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."


class Last:
    """What is met before and after everything else: a body that is too large, and a fault of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken, begun = 0, False

        async def within_limits() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST_COMMAND:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, within_limits, noting)
        except Exception as fault:
            number = uuid4().hex[:8]
            route = getattr(scope.get("route"), "path", "an unknown address")
            log.error("Fault %s at %s %s", number, scope["method"], route, exc_info=fault)
            if begun:
                raise
            words = f"A fault of ours, on record as {number}. Nothing of what you sent was lost that was acknowledged."
            await problem(HTTPStatus.INTERNAL_SERVER_ERROR, words)(scope, receive, send)
