"""How often each product is asked for, by financial year."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, case, func, select

from config.vocabulary import Status
from engagements.engagement import World
from engagements.periods import ReportingPeriod
from engagements.state.engagement import EngagementFacts

YEARS = 5


class TakeUp(NamedTuple):
    """A product: requests in each of the years and in all, how many engagements run, and of how many authorities."""

    slug: str
    product: str
    years: tuple[int, ...]
    all: int
    running: int
    authorities: int


def financial_years(on: date, count: int = YEARS) -> tuple[int, ...]:
    """The calendar years in which the last financial years began, the oldest first."""
    current = ReportingPeriod.of(on).year
    return tuple(range(current - count + 1, current + 1))


def take_up(connection: Connection, years: tuple[int, ...], world: World) -> tuple[TakeUp, ...]:
    """Of every product on offer or ever asked for, by name."""
    own = EngagementFacts.table.c
    asked = [func.sum(case((own.requested_on.between(*_year(year)), 1), else_=0)) for year in years]
    running = func.sum(case((own.status.in_([Status.ACTIVE, Status.ON_HOLD]), 1), else_=0))
    authorities = func.count(own.authority.distinct())
    query = select(own.product, func.count(), running, authorities, *asked).group_by(own.product)
    found = {slug: row for slug, *row in connection.execute(query)}
    lines = []
    for slug in world.catalogue.slugs():
        all_, runs, of, *yearly = found.get(slug, [0, 0, 0, *(0 for _ in years)])
        lines.append(TakeUp(slug, world.catalogue.name(slug), tuple(map(int, yearly)), all_, int(runs), of))
    return tuple(sorted(lines, key=lambda line: line.product))


def _year(begins: int) -> tuple[date, date]:
    """The first and the last day of a financial year."""
    return date(begins, 4, 1), date(begins + 1, 4, 1) - timedelta(days=1)
