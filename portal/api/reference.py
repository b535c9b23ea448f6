"""The OpenAPI document as people read it: each operation with what it takes, each shape with its fields."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import Response

from portal.api.explaining import document, rules
from portal.doors import Pages
from portal.showing import Show
from portal.visitors import ANYONE

pages = Pages()

METHODS = {"get", "post"}
SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """``shapes``: the names of the shapes that it holds, each explained further down."""

    name: str
    kind: str
    required: bool
    about: str
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """``takes``: the name of the shape of its body, ``answers``: that of its answer; empty for none."""

    method: str
    path: str
    summary: str
    about: tuple[str, ...]
    parameters: tuple[Field, ...]
    takes: str
    answers: str


@pages.get("/api", to=ANYONE)
def reference(request: Request, show: Show) -> Response:
    """How to call the API."""
    told = document(request.app.state.api)
    shapes = {
        name: (shape.get("description", ""), tuple(_fields(shape)), shape.get("enum", ()))
        for name, shape in sorted(told["components"]["schemas"].items())
    }
    return show(
        "api/reference.html", about=told["info"], parts=parts(told), shapes=shapes, rules=rules(), called=called
    )


def parts(told: dict[str, Any]) -> dict[str, list[Operation]]:
    """Operations by what they are about."""
    found: dict[str, list[Operation]] = defaultdict(list)
    for path, item in told["paths"].items():
        for method in METHODS & item.keys():
            if "tags" in item[method]:
                found[item[method]["tags"][0]].append(_operation(path, method, item[method]))
    return found


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answer: dict[str, Any] = next(
        (operation["responses"][code] for code in ("200", "201") if code in operation["responses"]), {}
    )
    answered = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        method=method.upper(),
        path=f"/api{path}",
        summary=operation.get("summary", ""),
        about=tuple(operation.get("description", "").split("\n\n")),
        parameters=tuple(_parameter(each) for each in operation.get("parameters", ())),
        takes=next(_named(body), ""),
        answers=next(_named(answered), ""),
    )


def _parameter(given: dict[str, Any]) -> Field:
    about = given.get("description", "") or given["schema"].get("description", "")
    where = " (header)" if given["in"] == "header" else ""
    return Field(
        given["name"] + where,
        _kind(given["schema"]),
        given.get("required", False),
        about,
        tuple(_named(given["schema"])),
    )


def _fields(shape: dict[str, Any]) -> Iterator[Field]:
    required = shape.get("required", ())
    for name, schema in shape.get("properties", {}).items():
        yield Field(name, _kind(schema), name in required, schema.get("description", ""), tuple(_named(schema)))


def _named(schema: dict[str, Any]) -> Iterator[str]:
    """The shapes that a schema names."""
    if "$ref" in schema:
        yield schema["$ref"].removeprefix(SCHEMAS)
    for part in (*schema.get("anyOf", ()), *filter(None, (schema.get("items"),))):
        yield from _named(part)


def _kind(schema: dict[str, Any]) -> str:
    """What a field holds, in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(SCHEMAS)
    if "anyOf" in schema:
        return " or ".join(_kind(part) for part in schema["anyOf"] if part.get("type") != "null")
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}" if "items" in schema else "list"
    named = {"date": "date", "date-time": "moment", "uuid": "UUID"}
    plain = {"integer": "whole number", "string": "text", "boolean": "true or false", "object": "table"}
    return named.get(str(schema.get("format")), plain.get(str(schema.get("type")), "anything"))


def called(shape: str) -> str:
    """Page of Engagement, for Page_Engagement_."""
    return re.sub(r"^Page_(\w+)_$", r"Page of \1", shape)
