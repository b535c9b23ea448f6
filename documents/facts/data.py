"""Facts as plain data, as both forms take them."""

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no document may hold: control characters, halves of characters, and what Unicode says is none."""


def as_data(facts: "DataclassInstance") -> dict[str, Any]:
    """Dicts, lists and strings; a character that no document may hold gives way to a mark in its place."""
    data: dict[str, Any] = _printable(asdict(facts))
    return data


def _printable(value: Any) -> Any:
    match value:
        case str():
            return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value.replace("\r\n", "\n").replace("\r", "\n"))
        case dict():
            return {name: _printable(item) for name, item in value.items()}
        case list() | tuple():
            return [_printable(item) for item in value]
        case _:
            return value
