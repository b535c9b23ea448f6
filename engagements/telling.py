"""What happened and what is owed, in words: derived from the names and the facts, in one way for all of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from config.calendar import in_words
from config.vocabulary import Role
from engagements.words import called

if TYPE_CHECKING:
    from engagements.events import Event

TEXT_REF = re.compile(r"[0-9a-f]{32}\.[0-9]+")
SLUG = re.compile(r"[a-z]+(_[a-z]+)+")
"""A word of the vocabulary that has several: not_started."""
EXCERPT = 100
"""Characters of a text that people typed, in a line that tells of many things."""


class Owed(Protocol):
    """An obligation: an event's, a row's, or a query's."""

    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def owed_by(self) -> Role: ...
    @property
    def due_on(self) -> date | None: ...


def happened(event: "Event") -> str:
    """Scope agreed, for ScopeAgreed."""
    return called(type(event)).capitalize()


def details(event: "Event", texts: Mapping[str, str]) -> str:
    """The event's facts, each under its field's title or name, then where it leads and what it makes somebody owe."""
    titles = {name: field.title or plain(name) for name, field in type(event).model_fields.items()}
    parts = [
        f"{titles[name]} {shown}"
        for name, value in event
        if name not in ("opens", "enters") and (shown := cell(value, texts))
    ]
    if event.enters:
        parts.append(f"now at {plain(event.enters)}")
    return "; ".join([*parts, *awaited(event.opens)])


def awaited(owed: Iterable[Owed]) -> Iterator[str]:
    """Who is awaited to do what by when; of one kind, one line."""
    together: dict[tuple[str, Role, date | None], list[str]] = {}
    for one in owed:
        together.setdefault((one.kind, one.owed_by, one.due_on), []).append(one.subject)
    for (kind, role, due_on), subjects in together.items():
        by = f"by {in_words(due_on)}" if due_on else "once its clock goes on"
        yield f"{plain(role)} to {owing(kind, *subjects)} {by}"


def owing(kind: str, *subjects: str) -> str:
    """Complete action 2.1, for complete_action and 2.1."""
    return " ".join(filter(None, (plain(kind), ", ".join(filter(None, subjects)))))


def cell(value: Any, texts: Mapping[str, str] | None = None) -> str:
    """A value as people read it, in one line. A text that was typed gives its beginning."""
    match value:
        case None | "" | () | []:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            from engagements.engagement import moment_in_words  # slow to import: help answers at once

            return moment_in_words(value)
        case date():
            return in_words(value)
        case Enum():
            return plain(str(value.value))
        case str():
            return _excerpt(value, texts or {})
        case dict():
            return ", ".join(f"{plain(name)} {cell(item, texts)}" for name, item in value.items() if cell(item, texts))
        case list() | tuple():
            return _several(value, texts)
        case _ if hasattr(value, "model_dump"):  # a part of an event; to import its class would slow the help down
            return cell(dict(value), texts)
        case _:
            return str(value)


def _several(values: list[Any] | tuple[Any, ...], texts: Mapping[str, str] | None) -> str:
    """Each by its name; where it has none, how many there are."""
    if all(isinstance(value, str | int) for value in values):
        return ", ".join(cell(value, texts) for value in values)
    named = next(
        (
            name
            for name in ("peer", "ref", "action", "board", "number", "slug")
            if all(hasattr(value, name) for value in values)
        ),
        None,
    )
    return ", ".join(str(getattr(value, named)) for value in values) if named else str(len(values))


def _excerpt(text: str, texts: Mapping[str, str]) -> str:
    if TEXT_REF.fullmatch(text):
        text = f"“{texts[text]}”" if text in texts else "(erased)"
    one_line = " ".join((plain(text) if SLUG.fullmatch(text) else text).split())
    return one_line if len(one_line) <= EXCERPT else f"{one_line[: EXCERPT - 1].rstrip()}…"


def plain(word: str) -> str:
    """Principal adviser, for principal_adviser."""
    return word.replace("_", " ").replace(" to bau", " to business as usual")


def given_by(actor: str) -> str:
    """Who gave a command: principal adviser (adviser-east), for principal_adviser:adviser-east."""
    role, _, person = actor.partition(":")
    return f"{plain(role)} ({person})" if person else plain(role)


def lateness(late: int | None) -> str:
    """How late something is, from the calendar days past its date."""
    if late is None:
        return "clock stopped"
    if late == 0:
        return "today"
    days = "1 day" if abs(late) == 1 else f"{abs(late)} days"
    return f"{days} late" if late > 0 else f"in {days}"
