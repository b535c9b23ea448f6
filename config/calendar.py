"""England's working days: Monday to Friday, less the bank holidays of the `holidays` package (subdivision ENG)."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

FIRST_YEAR, LAST_YEAR = 2000, 2100


class DateOutOfRange(ValueError):
    """The date, or the one counted to, lies outside the years that the calendar knows."""


def in_words(day: date) -> str:
    """The day as people write it: 4 May 2027."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Counts working days from 2000 to 2100. Pure: the same days give the same answer.

    Every method raises DateOutOfRange when it is asked about, or would count to, a day outside those years.
    """

    subdivision: str = "ENG"

    def is_working_day(self, day: date) -> bool:
        days = self._of(day.year)
        at = bisect_left(days, day)
        return at < len(days) and days[at] == day

    def after(self, day: date, n: int) -> date:
        """The n-th working day after `day`; for n = 0 the day itself, or the next working day when it is not one."""
        year, days = day.year, self._of(day.year)
        at = bisect_right(days, day) + _counted(n) - 1 if n else bisect_left(days, day)
        while at >= len(days):
            at -= len(days)
            year += 1
            days = self._of(year)
        return days[at]

    def before(self, day: date, n: int) -> date:
        """The n-th working day before `day`; for n = 0 the day itself, or the last working day when it is not one."""
        year, days = day.year, self._of(day.year)
        at = bisect_left(days, day) - _counted(n) if n else bisect_right(days, day) - 1
        while at < 0:
            year -= 1
            days = self._of(year)
            at += len(days)
        return days[at]

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`; negative when `end` is the earlier."""
        if end < start:
            return -self.between(end, start)
        whole_years = sum(len(self._of(year)) for year in range(start.year, end.year))
        return whole_years + bisect_right(self._of(end.year), end) - bisect_right(self._of(start.year), start)

    def _of(self, year: int) -> tuple[date, ...]:
        return _working_days(self.subdivision, year)


@cache
def _working_days(subdivision: str, year: int) -> tuple[date, ...]:
    """The working days of a year, in order."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateOutOfRange(f"Choose a date from {FIRST_YEAR} to {LAST_YEAR}: the calendar does not know {year}.")
    from holidays import country_holidays  # half a second to import, which the command line's help cannot spare

    bank_holidays = country_holidays("GB", subdiv=subdivision, years=year)
    new_year = date(year, 1, 1)
    year_long = (new_year + timedelta(n) for n in range((date(year + 1, 1, 1) - new_year).days))
    return tuple(day for day in year_long if day.weekday() < 5 and day not in bank_holidays)


def _counted(n: int) -> int:
    if n < 0:
        raise ValueError(f"Working days are counted with 0 or more, not {n}: count the other way instead.")
    return n


ENGLAND = WorkingDays()
