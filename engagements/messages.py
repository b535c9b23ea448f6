"""Commands: what somebody wants, in the imperative; and the words and texts that messages are made of."""

import unicodedata
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from config.calendar import FIRST_YEAR, LAST_YEAR
from config.vocabulary import Role

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

PeerId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
"""The identifier of a peer, under which the journal knows them."""

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

    def files_named(self) -> tuple[str, ...]:
        """The SHA-256 of the files that the rule needs to know about."""
        return ()

    def lets_off(self) -> Role | None:
        """The role that owes less by it, and which may therefore not give it."""
        return None

    def owed_by(self) -> Role | None:
        """The role whose obligation it is about, which others of the authority, but for its leaders, leave alone."""
        return None


class Opened(Message):
    """An obligation that an event opens, its dates as they were computed when deciding.

    ``rung``, ``nudge_on``: the first rung of its ladder, and its day; ``engagements.ladders`` fills them in.
    """

    kind: str
    subject: str = ""
    owed_by: Role
    counted_from: date
    due_on: date
    rung: str | None = None
    nudge_on: date | None = None


class Clock(Message):
    """A clock that an event stops or sets, by its obligation's identity: the working days left, or the new date."""

    opened_by: int
    kind: str
    subject: str
    days_left: int | None = None
    due_on: date | None = None
    rung: str | None = None
    nudge_on: date | None = None


Ordinal = Annotated[int, Field(ge=1, le=9999)]
"""A number that people use to name one of several: a recommendation, a visit phase."""
