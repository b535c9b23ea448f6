"""The hours of a visit, and the time that a journey takes."""

from datetime import time
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from config.malformed import MalformedFile, read_toml, validated

SHIPPED = Path(__file__).parent / "standard.toml"


class MalformedTimetableRules(MalformedFile):
    """A file of rules for timetables cannot be used: which field and why, in one sentence."""


class TimetableRules(BaseModel):
    """``not_before``, ``not_after``: UK time. ``journey``: minutes from one site to another.

    A place is a site, and after a comma a room of it: nobody travels between the rooms of a site.
    ``without_a_journey``: places, in lower case, that any number of sessions may have at once and nobody travels to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    not_before: time
    not_after: time
    journey: Annotated[int, Field(strict=True, ge=0, le=480)]
    without_a_journey: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _hours_in_order(self) -> Self:
        if self.not_after <= self.not_before:
            raise ValueError(f"not_after, {self.not_after:%H:%M}, must be later than not_before")
        return self

    @classmethod
    def load(cls, file: Path) -> Self:
        """The rules of a file. Raises MalformedTimetableRules."""
        return validated(file, cls, read_toml(file, MalformedTimetableRules), MalformedTimetableRules)

    @classmethod
    @cache
    def shipped(cls) -> Self:
        """Those that come with the system, read once."""
        return cls.load(SHIPPED)

    def minutes_between(self, place: str, other: str) -> int:
        """How long a peer needs from one place to another."""
        if self.is_nowhere(place) or self.is_nowhere(other) or _site(place) == _site(other):
            return 0
        return self.journey

    def is_nowhere(self, place: str) -> bool:
        """Whether the place is no place, such as a call."""
        return same_place(place) in self.without_a_journey


def same_place(place: str) -> str:
    """A place as it is compared: however it is spaced and whatever its capitals."""
    return " ".join(place.casefold().split())


def _site(place: str) -> str:
    return same_place(place.partition(",")[0])
