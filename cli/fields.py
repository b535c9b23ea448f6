"""A command's JSON schema in words: each field, whether it is needed, what it may hold; and an example to fill in."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Schema = dict[str, Any]


class Field(NamedTuple):
    """``path``: as in updates[].rating, for a field of each entry of a list."""

    path: str
    needed: bool
    what: str


def fields(schema: Schema) -> Iterator[Field]:
    """Every field of a command, those of its parts after the part that they belong to."""
    yield from _fields(schema, schema.get("$defs", {}), "")


def _fields(schema: Schema, parts: Schema, prefix: str) -> Iterator[Field]:
    for name, given in schema.get("properties", {}).items():
        shape = _shape(given, parts)
        yield Field(prefix + name, name in schema.get("required", ()), given.get("description") or _what(shape, parts))
        if shape.get("type") == "array":
            yield from _fields(_shape(shape["items"], parts), parts, f"{prefix}{name}[].")


def _shape(given: Schema, parts: Schema) -> Schema:
    """The field's own schema: what it refers to, or the one beside null."""
    if "anyOf" in given:
        given = next(shape for shape in given["anyOf"] if shape.get("type") != "null")
    return {**parts[given["$ref"].rpartition("/")[2]], **given} if "$ref" in given else given


def _what(shape: Schema, parts: Schema) -> str:
    if "enum" in shape:
        return f"one of {', '.join(shape['enum'])}"
    match shape.get("type"):
        case "array":
            entry = _shape(shape["items"], parts)
            least, most = shape.get("minItems", 0), shape.get("maxItems")
            return f"a list of {least} to {most}, each {_what(entry, parts)}"
        case "object":
            return "an object" if "properties" in shape else "names, each with a text"
        case "integer":
            return f"a number from {shape['minimum']}" if "minimum" in shape else "a number"
        case "boolean":
            return "true or false"
        case _ if shape.get("format") == "date":
            return "a day, as 2027-05-04"
        case _:
            length = f", {shape['maxLength']:,} characters at most" if "maxLength" in shape else ""
            return f"a text{length}" + (f", of the form {shape['pattern']}" if "pattern" in shape else "")


def example(schema: Schema) -> dict[str, Any]:
    """What is needed, as data to fill in."""
    return _example(schema, schema.get("$defs", {}))


def _example(schema: Schema, parts: Schema) -> dict[str, Any]:
    needed = schema.get("required", ())
    return {name: _filled(name, _shape(schema["properties"][name], parts), parts) for name in needed}


def _filled(name: str, shape: Schema, parts: Schema) -> Any:
    if "enum" in shape:
        return shape["enum"][0]
    match shape.get("type"):
        case "array":
            return [_filled(name, _shape(shape["items"], parts), parts)]
        case "object":
            return _example(shape, parts)
        case "integer":
            return 1
        case "boolean":
            return True
        case _:
            return "2027-05-04" if shape.get("format") == "date" else f"<{name}>"
