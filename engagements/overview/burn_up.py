"""The burn-up of actions: how many plans hold, and how many of them are settled, month by month."""

from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from engagements.state.plan import Action

MONTHS = 24


class Month(NamedTuple):
    """Up to the end of the month that begins on ``first``: actions of approved plans, and those of them settled.

    Settled: verified, or transferred to business as usual.
    """

    first: date
    actions: int
    settled: int


def burn_up(connection: Connection, on: date, months: int = MONTHS) -> tuple[Month, ...]:
    """The months up to that of the day, the oldest first."""
    firsts = [on.replace(day=1)]
    while len(firsts) < months:
        firsts.append((date.fromordinal(firsts[-1].toordinal() - 1)).replace(day=1))
    firsts.reverse()
    planned = _up_to(connection, Action.table.c.opened_on, firsts)
    settled = _up_to(connection, Action.table.c.settled_on, firsts)
    return tuple(Month(*month) for month in zip(firsts, planned, settled, strict=True))


def _up_to(connection: Connection, day: Any, firsts: list[date]) -> list[int]:
    """How many rows have their day in each month or before it."""
    monthly = dict.fromkeys(firsts, 0)
    for on, count in connection.execute(select(day, func.count()).where(day.is_not(None)).group_by(day)):
        month = max(on.replace(day=1), firsts[0])
        if month in monthly:
            monthly[month] += count
    return list(accumulate(monthly.values()))
