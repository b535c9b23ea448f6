"""Days on which something holds: a visit's phase, a peer's absence, an interest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
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

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=ahead) for ahead in range((self.last - self.first).days + 1))

    def __str__(self) -> str:
        return in_words(self.first) if self.first == self.last else f"{in_words(self.first)} to {in_words(self.last)}"


def joined(days: Iterable[Days]) -> list[Days]:
    """The same days, earliest first: those that overlap, or follow each other without a gap, as one."""
    found: list[Days] = []
    for one in sorted(days):
        if found and one.first <= found[-1].last + timedelta(days=1):
            found[-1] = Days(found[-1].first, max(found[-1].last, one.last))
        else:
            found.append(one)
    return found


def without(days: Days, others: Iterable[Days]) -> list[Days]:
    """What is left of the days when others are taken out."""
    left = [days]
    for other in others:
        left = [rest for one in left for rest in _cut(one, other)]
    return left


def _cut(days: Days, out: Days) -> Iterator[Days]:
    if not days.overlaps(out):
        yield days
        return
    if days.first < out.first:
        yield Days(days.first, out.first - timedelta(days=1))
    if out.last < days.last:
        yield Days(out.last + timedelta(days=1), days.last)


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
