"""The API explained: an OpenAPI document made from the routes themselves, and a page to read it by."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import engagements.process  # noqa: F401 - declares every command and what refuses it
from engagements.refusals import Refused
from portal.api.problems import MEDIA_TYPE, Problem

ABOUT = """\
Engagements, what is owed and what is exceptional, for other systems; and the commands that staff give, for those that
act for them. Everything is as the pages have it: the same rules decide. Dates are days in England, times are in UTC.
What goes wrong is told as problem+json."""

PROBLEMS: dict[int | str, dict[str, Any]] = {
    kind: {"description": words, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for kind, words in (("4XX", "What is wrong with the call, or the rule against it."), ("5XX", "A fault of ours."))
}
"""What every route may answer besides."""


def document(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    if not api.openapi_schema:
        made = get_openapi(
            title="Peer Support",
            version="1",
            openapi_version="3.1.0",
            summary="Peer support engagements of England's fire and rescue authorities.",
            description=ABOUT,
            routes=api.routes,
            servers=[{"url": "/api"}],
        )
        shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        made["components"]["schemas"] |= {"Problem": shape, **shape.pop("$defs")}
        api.openapi_schema = made
    return api.openapi_schema


def rules() -> list[tuple[str, str]]:
    """Every rule that may stand against a command: its name and what it says, by name."""
    return sorted({(kind.__name__, " ".join((kind.__doc__ or "").split())) for kind in _kinds(Refused)})


def _kinds(of: type[Refused]) -> Iterator[type[Refused]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)
