"""Columns: one table of them serves import, export, the empty template and the words about them."""

import re
from dataclasses import dataclass
from enum import Enum


class Holds(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    REFERENCES = "references separated by commas or semicolons"
    DAY = "a date, as 31/01/2021"
    TIME = "a time, as 09:30"


@dataclass(frozen=True, slots=True)
class Column:
    """``field``: of the command that it fills. ``also``: other headings that people use. ``width``: in characters.

    A column that is ``shown_only`` is written for people to look at, and passed over when it comes back.
    """

    field: str
    heading: str
    about: str
    holds: Holds = Holds.TEXT
    required: bool = False
    shown_only: bool = False
    width: int = 16
    also: tuple[str, ...] = ()


def plain_heading(heading: str) -> str:
    """A heading without what people vary: case, spacing, underscores, a closing colon or star."""
    return " ".join(re.sub(r"[\s_-]+", " ", heading).strip(" :*?").casefold().split())


def named_alike(one: str, other: str) -> bool:
    return plain_heading(one) == plain_heading(other)


def column_named(heading: str, columns: tuple[Column, ...]) -> Column | None:
    """The column that goes by a heading."""
    wanted = plain_heading(heading)
    return next((one for one in columns if wanted in map(plain_heading, (one.heading, *one.also))), None)
