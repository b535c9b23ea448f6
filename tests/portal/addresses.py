"""Every route of the portal, and an address for it in one authority's engagement."""

import re
from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount

from portal.doors import opens_to
from portal.visitors import TOKENS, Door

EXAMPLES = {
    "action": "A1",
    "form": "pdf",
    "name": "AddNote",
    "number": "1",
    "page": "file-return",
    "peer": "{peer}",
    "period": "2020-21-Q1",
    "person": "{authority}-authority",
    "position": "1",
    "ref": "{ref}",
    "sha256": "0" * 64,
    "slug": "{authority}",
    "subject": "2020-21-Q1",
    "token": "forged",
    "what": "contact",
    "which": "1",
}
"""What stands for each parameter of an address."""

IN_PARTICULAR = {
    "/today/{name}": {"name": "late"},
    "/mailbox/{name}": {"name": "nothing"},
    "/people/{person}/{name}": {"name": "address"},
    "/engagements/{ref}/timetable/{number:int}/{what}": {"what": "change"},
    "/to-do/{ref}/timetable/{number:int}/{what}": {"what": "change"},
    "/peers/{peer}/{what}": {"what": "details"},
}


def routes(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    """Every route with its whole path, also those of applications within."""
    yield from _within(app.routes, "")


def _within(found: list[BaseRoute], before: str) -> Iterator[tuple[str, APIRoute]]:
    for route in found:
        if isinstance(route, APIRoute):
            yield before + route.path, route
        elif isinstance(route, Mount):
            yield from _within(list(route.routes or []), before + route.path)
        elif included := getattr(route, "original_router", None):
            yield from _within(included.routes, before)


def pages(app: FastAPI, method: str) -> Iterator[tuple[str, frozenset[Door]]]:
    """Paths and doors of what people open or send; what other systems call by a token is looked at elsewhere."""
    for path, route in routes(app):
        doors = opens_to(route)
        if doors and doors != TOKENS and not path.startswith("/api/") and method in (route.methods or ()):
            yield path, doors


def address(path: str, ref: str, authority: str, peer: str) -> str:
    """An address that the route answers to."""
    examples = {**EXAMPLES, **IN_PARTICULAR.get(path, {})}

    def example(found: re.Match[str]) -> str:
        name = found[1].partition(":")[0]
        assert name in examples, f"Give an example of {{{name}}} in tests/portal/addresses.py, for {path}."
        return examples[name].format(ref=ref, authority=authority, peer=peer)

    return re.sub(r"{([^}]+)}", example, path)
