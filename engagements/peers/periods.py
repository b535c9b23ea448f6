"""Days on which something holds: a visit's phase, a peer's absence, an interest."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from config.calendar import in_words
from config.vocabulary import InterestKind
from engagements.state.people import within


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Consecutive days, both ends included."""

    first: date
    last: date

    def overlaps(self, other: Self) -> bool:
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return in_words(self.first) if self.first == self.last else f"{in_words(self.first)} to {in_words(self.last)}"


@dataclass(frozen=True, slots=True)
class Interest:
    """What keeps a peer from reviewing a service. ``since``, ``until``: its first and last days; None is open."""

    service: str
    kind: InterestKind
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return within(day, self.since, self.until)

    def holds_in(self, days: Days) -> bool:
        """Whether it holds on any of the days."""
        return (self.since is None or self.since <= days.last) and (self.until is None or days.first <= self.until)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 1 March for a 29 February where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
