"""Posted names and nested data: ``updates.0.rating`` is the rating of the first of the updates."""

from collections.abc import Iterable
from typing import Any

MOST_ENTRIES = 500
"""Entries of one list in a form; the most that any command takes."""

DEEPEST = 6


class CannotBeNested(ValueError):
    """The names contradict each other, or go deeper or further than any form of ours."""


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Data as a command's model reads it. What was left empty is left out; a name given twice is a list.

    Indexes of a list need not be complete: a browser leaves out nothing, but a person may remove an entry.
    Raises CannotBeNested.
    """
    tree: dict[str, Any] = {}
    for name, value in pairs:
        if value.strip():
            _place(tree, name.split("."), value)
    made = _listed(tree)
    assert isinstance(made, dict)
    return made


def _place(tree: dict[str, Any], parts: list[str], value: str) -> None:
    if len(parts) > DEEPEST:
        raise CannotBeNested("A name goes deeper than any form.")
    for part in parts[:-1]:
        tree = tree.setdefault(part, {})
        if not isinstance(tree, dict):
            raise CannotBeNested(f"{part} is a value and holds others at the same time.")
    last = parts[-1]
    if isinstance(tree.get(last), dict):
        raise CannotBeNested(f"{last} is a value and holds others at the same time.")
    if last in tree:
        before = tree[last]
        tree[last] = [*before, value] if isinstance(before, list) else [before, value]
    else:
        tree[last] = value


def _listed(tree: dict[str, Any]) -> dict[str, Any] | list[Any]:
    made = {name: _listed(value) if isinstance(value, dict) else value for name, value in tree.items()}
    if made and all(name.isascii() and name.isdigit() for name in made):
        if len(made) > MOST_ENTRIES:
            raise CannotBeNested(f"A form may hold {MOST_ENTRIES} entries of one kind.")
        return [made[name] for name in sorted(made, key=int)]
    return made


def flattened(data: Any, prefix: str = "") -> dict[str, str]:
    """The other way round: the names and values with which a form is filled in again."""
    match data:
        case dict():
            return {k: v for name, each in data.items() for k, v in flattened(each, f"{prefix}{name}.").items()}
        case list() | tuple():
            return {k: v for at, each in enumerate(data) for k, v in flattened(each, f"{prefix}{at}.").items()}
        case None:
            return {}
        case bool():
            return {prefix[:-1]: "true" if data else "false"}
        case _:
            return {prefix[:-1]: str(data)}
