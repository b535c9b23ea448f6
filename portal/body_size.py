"""How much may be posted: counted as it arrives, whatever the request says of its own length."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALL = 2 * 1024 * 1024
"""Bytes: the largest form without files, several times over. Whoever is known here may send files besides."""

MEGABYTE = 1024 * 1024


class TooLarge(HTTPException, MultiPartException):
    """More than may be posted. As the latter it has the parser of uploads close the files that it began."""

    def __init__(self) -> None:
        HTTPException.__init__(self, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.message = self.detail


class BodySize:
    """Stops reading at the limit: whoever reads the body gets a TooLarge."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        scope["body_size"] = [SMALL]
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            if _announced(scope) > scope["body_size"][0]:
                raise TooLarge
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > scope["body_size"][0]:
                raise TooLarge
            return message

        await self.app(scope, counted, send)


def accept_files(request: Request, megabytes: int) -> None:
    """Let this request bring files of so many megabytes altogether, before its body is read."""
    request.scope["body_size"][0] = SMALL + megabytes * MEGABYTE


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
