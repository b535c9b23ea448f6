"""The hours of a visit, and the time that a journey takes."""

from datetime import time
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from config.malformed import MalformedFile
from config.rules import Rules


class MalformedTimetableRules(MalformedFile):
    """A file of rules for timetables cannot be used: which field and why, in one sentence."""


class TimetableRules(Rules):
    """``not_before``, ``not_after``: UK time. ``journey``: minutes from one site to another.

    A place is a site, and after a comma a room of it: nobody travels between the rooms of a site.
    ``without_a_journey``: places, in lower case, that any number of sessions may have at once and nobody travels to.
    """

    SHIPPED = Path(__file__).parent / "standard.toml"
    MALFORMED = MalformedTimetableRules

    not_before: time
    not_after: time
    journey: Annotated[int, Field(strict=True, ge=0, le=480)]
    without_a_journey: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _hours_in_order(self) -> Self:
        if self.not_after <= self.not_before:
            raise ValueError(f"not_after, {self.not_after:%H:%M}, must be later than not_before")
        return self

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
