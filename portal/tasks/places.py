"""Where a return and an action are dealt with: at their own errands' addresses, and below those whose links lead there.

A link is good for its errand's address and what lies below it. Whoever came for a query about a return may file it
again, and whoever came for a return may complete an action in passing: so these pages are there too.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request

from portal.doors import Pages
from portal.mishaps import NotThere
from portal.visitors import GUESTS

RETURNS = ("/to-do/{ref}/file-return/{period}", "/to-do/{ref}/answer-query/{period}/return")
ACTIONS = ("/to-do/{ref}/complete-action/{action}", *(f"{root}/actions/{{action}}" for root in RETURNS))

A_RETURN = re.compile(r"/to-do/[^/]+/(?:file-return/[^/]+|answer-query/[^/]+/return)")
AN_ACTION = re.compile(rf"(?:/to-do/[^/]+/complete-action|{A_RETURN.pattern}/actions)/[^/]+")


class Place:
    """Routes at several addresses. ``shape``: of the part of an address up to what it is about."""

    def __init__(self, roots: tuple[str, ...], shape: re.Pattern[str]) -> None:
        self.roots, self.shape = roots, shape

    def get(self, pages: Pages, below: str = "") -> Callable[[Any], Any]:
        return self._at_each(pages.get, below)

    def post(self, pages: Pages, below: str = "") -> Callable[[Any], Any]:
        return self._at_each(pages.post, below)

    def root(self, request: Request) -> str:
        found = self.shape.match(quote(request.url.path, safe="/"))
        if found is None:
            raise NotThere
        return found[0]

    def _at_each(self, route: Callable[..., Callable[[Any], Any]], below: str) -> Callable[[Any], Any]:
        def add(endpoint: Any) -> Any:
            for root in self.roots:
                route(root + below, to=GUESTS)(endpoint)
            return endpoint

        return add


OF_RETURNS = Place(RETURNS, A_RETURN)
OF_ACTIONS = Place(ACTIONS, AN_ACTION)

ReturnRoot = Annotated[str, Depends(OF_RETURNS.root)]
"""The address of the return that a page belongs to, as it was come by."""

ActionRoot = Annotated[str, Depends(OF_ACTIONS.root)]
"""The address of the action that a page belongs to, as it was come by."""


def return_above(action_root: str) -> str:
    """The return from which somebody came to an action; empty where they came for the action."""
    above, _, _ = action_root.rpartition("/actions/")
    return above
