"""Reporting periods: the quarters of the financial year. Q1 is April to June."""

import re
from datetime import date, timedelta
from typing import NamedTuple, Self

from config.nearest import quoted


class ReportingPeriod(NamedTuple):
    """A quarter of a financial year; ``year`` is the calendar year in which the financial year begins."""

    year: int
    quarter: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The period that the day falls in."""
        year = day.year if day.month >= 4 else day.year - 1
        return cls(year, (day.month - 4) % 12 // 3 + 1)

    @classmethod
    def last_ended(cls, day: date) -> Self:
        """The last period that had ended when the day began."""
        return cls.of(day).before

    @classmethod
    def ending(cls, since: date, last: "ReportingPeriod") -> list[Self]:
        """The periods that ended on that day or after it, up to one that is given, the oldest first."""
        found = [cls.of(since)]
        while found[-1] < last:
            found.append(cls.of(found[-1].last_day + timedelta(days=1)))
        return found if found[0] <= last else []

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2020-21-Q1``. ValueError otherwise."""
        match = re.fullmatch(r"(20[0-9]{2})-([0-9]{2})-Q([1-4])", text)
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            raise ValueError(
                f"{quoted(text)} is not a reporting period; write one as 2020-21-Q1, for April to June 2020."
            )
        return cls(int(match[1]), int(match[3]))

    @property
    def before(self) -> Self:
        """The period before it."""
        return self.of(self.first_day - timedelta(days=1))

    @property
    def in_words(self) -> str:
        """April to June 2020, for 2020-21-Q1."""
        return f"{self.first_day:%B} to {self.last_day:%B %Y}"

    @property
    def first_day(self) -> date:
        month = 3 * self.quarter + 1
        return date(self.year, month, 1) if month < 12 else date(self.year + 1, 1, 1)

    @property
    def last_day(self) -> date:
        following = type(self)(self.year, self.quarter + 1) if self.quarter < 4 else type(self)(self.year + 1, 1)
        return following.first_day - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02}-Q{self.quarter}"
