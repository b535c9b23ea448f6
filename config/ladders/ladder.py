"""A ladder: its rungs, in the order in which they are climbed, and the day on which each is."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from config.calendar import ENGLAND, WorkingDays

FURTHEST = 400
"""Days before or after the due date: longer than a year is no reminder."""


class Audience(StrEnum):
    """Whom a rung turns to, as seen from what is owed."""

    OWNER = "owner"  # whoever owes it
    DEPUTY = "deputy"  # the owner's deputy
    COORDINATOR = "coordinator"
    PRINCIPAL_ADVISER = "principal_adviser"
    CHIEF_FIRE_OFFICER = "chief_fire_officer"
    CHAIR = "chair"
    OVERSIGHT_COMMITTEE = "oversight_committee"


class Tone(StrEnum):
    """In what words a rung speaks: each is a part of the digest."""

    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    NO_UPDATE = "no_update"


class Channel(StrEnum):
    """How a rung speaks: by mail, or only as a line of the oversight committee's report."""

    MAIL = "mail"
    REPORT = "report"


class RungDay(NamedTuple):
    """A rung, and the day on which it is climbed for one obligation."""

    rung: "Rung"
    on: date


class Rung(BaseModel):
    """``offset``: from the due date, in England's working days or in calendar days; negative before it.

    ``copied``: who gets a copy of what the audience gets.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    offset: Annotated[int, Field(strict=True, ge=-FURTHEST, le=FURTHEST)]
    unit: Literal["working days", "days"] = "working days"
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    copied: tuple[Audience, ...] = ()
    template: Tone
    channel: Channel = Channel.MAIL

    @model_validator(mode="after")
    def _reaches_whom_it_names(self) -> Self:
        committee = Audience.OVERSIGHT_COMMITTEE in (*self.audience, *self.copied)
        if committee != (self.channel is Channel.REPORT) or (committee and len(self.audience) > 1):
            raise ValueError("the oversight committee, and nobody else, is told by channel report")
        if twice := set(self.audience) & set(self.copied):
            raise ValueError(f"{', '.join(sorted(twice))} would get both the message and a copy of it")
        return self

    @property
    def key(self) -> str:
        """Its name on its ladder: ``-10`` working days before, ``+3`` after, ``+7d`` calendar days after."""
        return f"{self.offset:+d}{'' if self.unit == 'working days' else 'd'}"

    def day(self, due_on: date, calendar: WorkingDays) -> date:
        """A working day: nobody is asked for anything on a day on which nobody works."""
        if self.unit == "days":
            return calendar.after(due_on + timedelta(days=self.offset), 0)
        return calendar.after(due_on, self.offset) if self.offset >= 0 else calendar.before(due_on, -self.offset)


class Ladder(BaseModel):
    """``slug``: what the kinds of obligation name it by."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    name: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1, max_length=30)]

    @model_validator(mode="after")
    def _goes_up(self) -> Self:
        for below, above in pairwise(self.rungs):
            if any(below.day(due, ENGLAND) > above.day(due, ENGLAND) for due in _A_YEAR) or below.key == above.key:
                raise ValueError(f"the rung {above.key} comes after {below.key}: put the rungs in order of their days")
        reports = [rung.key for rung in self.rungs[:-1] if rung.channel is Channel.REPORT]
        if reports:
            raise ValueError(f"the rungs after {reports[0]} can never fire: nobody is mailed once it is in the report")
        return self

    def next_after(self, day: date, due_on: date, calendar: WorkingDays) -> RungDay | None:
        """The first rung whose day is still to come on that day; None when the whole ladder lies behind."""
        return next((found for found in self._days(due_on, calendar) if found.on > day), None)

    def begin(self, day: date, due_on: date, calendar: WorkingDays) -> RungDay:
        """The rung to begin with for a date that is set on a day: what lies behind is passed over, but not its end."""
        last = RungDay(self.rungs[-1], calendar.after(day, 1))
        return self.next_after(day, due_on, calendar) or last

    def from_rung(self, key: str, planned_on: date, due_on: date, calendar: WorkingDays) -> tuple[RungDay, ...]:
        """The rungs that are left from one that was planned for a day.

        It is found by its name; where the ladder has lost that rung, those are left that are not before
        the planned day.
        """
        days = tuple(self._days(due_on, calendar))
        keys = [rung.key for rung in self.rungs]
        return days[keys.index(key) :] if key in keys else tuple(found for found in days if found.on >= planned_on)

    def _days(self, due_on: date, calendar: WorkingDays) -> Iterator[RungDay]:
        return (RungDay(rung, rung.day(due_on, calendar)) for rung in self.rungs)


_A_YEAR = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(365))
"""Working days and calendar days order rungs one way in June and another before Easter: all of a year is tried."""
