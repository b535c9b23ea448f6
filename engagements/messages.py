"""Commands (imperative: what somebody wants) and events (past tense: what happened). Both are frozen values."""

import json
import unicodedata
from collections.abc import Iterable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from config.calendar import FIRST_YEAR, LAST_YEAR
from config.vocabulary import Role, Stage

if TYPE_CHECKING:
    from engagements.engagement import Change, Engagement, Moment

LONGEST_TEXT = 20_000
"""Characters in one free text: about seven printed pages, more than any single answer needs."""


def _printable(text: str) -> str:
    """Refuse control characters, which no keyboard types and no document shows; line breaks and tabs are welcome."""
    for position, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t":
            raise ValueError(f"holds a control character (U+{ord(character):04X}) at position {position + 1}")
    return text


def _in_the_calendar(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"choose a date from {FIRST_YEAR} to {LAST_YEAR}")
    return day


class TypedByAPerson:
    """Marks a text that people type: it is kept apart from the journal, which holds only its reference."""


FreeText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(_printable),
    TypedByAPerson(),
]
"""What a person typed. In a command: the text. By the time a rule sees it, and in events and rows: its TextRef."""

TextRef = Annotated[str, StringConstraints(max_length=64)]
"""The identifier of a text that is kept apart: ``<command id>.<ordinal>``."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A short name in lower case: an authority, a product, a line of enquiry."""

Label = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_printable)
]
"""A short official label: a board's name, an agenda item, an action's reference. Never a person's name."""

Link = Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=500), AfterValidator(_printable)]
"""The address of a page, to be opened by people."""

Day = Annotated[date, AfterValidator(_in_the_calendar)]
"""A day that the calendar can count from: one mistyped year would stop every later count of working days."""


class Message(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Command(Message):
    """What somebody wants to happen to an engagement. Subclasses are listed in ``engagements.process``."""

    COMMANDS: ClassVar[dict[str, type["Command"]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.COMMANDS[cls.__name__] = cls

    def peers_named(self) -> tuple[str, ...]:
        """Identifiers of the peers that the rule needs to know about."""
        return ()

    def contacts_named(self) -> tuple[str, ...]:
        """Identifiers of the contacts that the rule needs to know about."""
        return ()


class Opened(Message):
    """An obligation that an event opens, its due date as it was computed when deciding."""

    kind: str
    subject: str = ""
    owed_by: Role
    counted_from: date
    due_on: date


class Event(Message):
    """What happened, with every fact that its evolve needs, due dates included.

    ``opens``: the obligations that begin with it. ``enters``: the stage that the engagement moves to, if it moves.
    ``DISCHARGES``: the kinds of obligation that it ends, for this event's ``subject`` where it has one. ``CLOSES``:
    whether nobody owes anything after it.
    """

    EVENTS: ClassVar[dict[str, type["Event"]]] = {}
    DISCHARGES: ClassVar[tuple[str, ...]] = ()
    CLOSES: ClassVar[bool] = False

    opens: tuple[Opened, ...] = ()
    enters: Stage | None = None

    def __init_subclass__(
        cls, discharges: tuple[str, ...] = (), closes: bool = False, abstract: bool = False, **options: Any
    ) -> None:
        super().__init_subclass__(**options)
        cls.DISCHARGES, cls.CLOSES = discharges, closes
        if not abstract:
            cls.EVENTS[cls.__name__] = cls

    @property
    def subject(self) -> str | None:
        """Which of several obligations of one kind it is about: a peer, an action, a period. None: all of them."""
        return ""

    def changes(self, engagement: "Engagement", when: "Moment") -> "Iterable[Change]":
        """What it changes besides stage and obligations, which all events change in one way: see ``evolve``."""
        raise NotImplementedError(f"{type(self).__name__} does not say what it changes.")

    def facts(self) -> str:
        """The event as canonical JSON: sorted keys, no spaces, nothing that is absent. This text is what is hashed."""
        data = self.model_dump(mode="json", exclude_none=True)
        if not self.opens:
            del data["opens"]
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def recall(cls, name: str, facts: str) -> "Event":
        """Read an event back from the journal. LookupError when the journal names one that this code does not know."""
        if name not in cls.EVENTS:
            import_module("engagements.process")  # declares every event, which nothing else may have needed so far
        if name not in cls.EVENTS:
            raise LookupError(f"The journal holds the event {name}, which this release does not know.")
        return cls.EVENTS[name].model_validate_json(facts)


Ordinal = Annotated[int, Field(ge=1, le=9999)]
"""A number that people use to name one of several: a recommendation, a visit phase."""
