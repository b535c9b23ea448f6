"""Free text is kept apart: before a rule sees a command, each text in it gives way to its reference."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from sqlalchemy import Connection, select

from engagements.messages import Command, TypedByAPerson
from engagements.state.journal import FreeTextEntry

C = TypeVar("C", bound=BaseModel)
Shape = Literal["text", "texts", "message", "messages"]


class SetApart(NamedTuple):
    """A command with references in place of texts, and the texts by reference."""

    command: Command
    texts: dict[str, str]


def set_apart(command: Command, command_id: bytes) -> SetApart:
    """The same command and id give the same references."""
    texts: dict[str, str] = {}
    prefix = command_id.hex()

    def keep(text: str) -> str:
        ref = f"{prefix}.{len(texts) + 1}"
        texts[ref] = text
        return ref

    return SetApart(_replaced(command, keep), texts)


def _replaced(message: C, keep: Any) -> C:
    values: dict[str, Any] = {}
    for name, shape in _text_fields(type(message)).items():
        value = getattr(message, name)
        if value is None:
            continue
        if shape == "text":
            values[name] = keep(value)
        elif shape == "texts":
            values[name] = tuple(map(keep, value))
        elif shape == "message":
            values[name] = _replaced(value, keep)
        else:
            values[name] = tuple(_replaced(item, keep) for item in value)
    return message.model_copy(update=values) if values else message


@cache
def _text_fields(kind: type[BaseModel]) -> Mapping[str, Shape]:
    found: dict[str, Shape] = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if name not in kind.model_fields:
            continue
        parts = list(_parts(hint))
        if any(isinstance(part, TypedByAPerson) for part in parts):
            found[name] = "texts" if tuple in parts else "text"
            continue
        nested = [p for p in parts if isinstance(p, type) and issubclass(p, BaseModel) and _text_fields(p)]
        if nested:
            found[name] = "messages" if tuple in parts else "message"
    return found


def _parts(hint: Any) -> Iterable[Any]:
    """A type hint taken apart: unions, annotations and tuples into what they are made of."""
    if get_origin(hint) is Annotated:
        yield from hint.__metadata__
        yield from _parts(hint.__origin__)
    elif get_args(hint):
        yield get_origin(hint)
        for part in get_args(hint):
            yield from _parts(part)
    else:
        yield hint


def recall(connection: Connection, refs: Iterable[str]) -> dict[str, str]:
    """The texts of some references; an erased one is missing."""
    texts = FreeTextEntry.table
    found: dict[str, str] = {}
    wanted = sorted(set(refs))
    for start in range(0, len(wanted), 500):
        query = select(texts.c.ref, texts.c.body).where(texts.c.ref.in_(wanted[start : start + 500]))
        found.update((ref, body) for ref, body in connection.execute(query))
    return found


def of_engagement(connection: Connection, engagement_id: int) -> dict[str, str]:
    """Every text of an engagement by its reference; an erased one is missing."""
    texts = FreeTextEntry.table
    query = select(texts.c.ref, texts.c.body).where(texts.c.engagement_id == engagement_id)
    return {row.ref: row.body for row in connection.execute(query)}
