"""Where a return is filled in: where it was asked for, and below a query about it, whose link leads there too."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request

from portal.doors import Pages
from portal.mishaps import NotThere
from portal.visitors import GUESTS

ROOTS = ("/to-do/{ref}/file-return/{period}", "/to-do/{ref}/answer-query/{period}/return")
SHAPE = re.compile(r"/to-do/[^/]+/(?:file-return/[^/]+|answer-query/[^/]+/return)")


def _root(request: Request) -> str:
    found = SHAPE.match(request.url.path)
    if found is None:
        raise NotThere
    return found[0]


Root = Annotated[str, Depends(_root)]
"""The address of the return that a page belongs to, as it was come by."""


def get(pages: Pages, below: str = "") -> Callable[[Any], Any]:
    """A page of a return, at each of its places."""
    return _at_each(pages.get, below)


def post(pages: Pages, below: str = "") -> Callable[[Any], Any]:
    """What a form of a return is sent to, at each of its places."""
    return _at_each(pages.post, below)


def _at_each(route: Callable[..., Callable[[Any], Any]], below: str) -> Callable[[Any], Any]:
    def add(endpoint: Any) -> Any:
        for root in ROOTS:
            route(root + below, to=GUESTS)(endpoint)
        return endpoint

    return add
