"""How authorities rated their plans, quarter by quarter: what the returns left the open actions rated, at the worst."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, select

from config.ratings.scale import Rating
from engagements.engagement import World
from engagements.overview.severity import known_ratings
from engagements.periods import ReportingPeriod
from engagements.state.plan import QuarterlyReturn

QUARTERS = 8
"""Two years."""


@dataclass(frozen=True, slots=True)
class Rated:
    """The returns of an authority for a quarter, by the worst rating in each; ``worst``: the worst of all."""

    worst: Rating
    returns: Counter[str] = field(default_factory=Counter)

    @property
    def of(self) -> int:
        """How many returns rated open actions."""
        return self.returns.total()


@dataclass(frozen=True, slots=True)
class Heatmap:
    """``cells``: by authority and quarter, where a return rated anything."""

    quarters: tuple[ReportingPeriod, ...]
    cells: dict[tuple[str, str], Rated]


def last_quarters(on: date, count: int = QUARTERS) -> tuple[ReportingPeriod, ...]:
    """The quarters that ended before a day, the oldest first."""
    found = [ReportingPeriod.last_ended(on)]
    while len(found) < count:
        found.append(found[-1].before)
    return tuple(reversed(found))


def ratings(connection: Connection, quarters: Sequence[ReportingPeriod], world: World) -> Heatmap:
    """Every authority's worst rating in each of those quarters. An index tells it; no return is looked at."""
    row = QuarterlyReturn.table.c
    query = (
        select(row.authority, row.period, row.ratings, func.count())
        .where(row.period.in_([str(quarter) for quarter in quarters]), row.ratings != "")
        .group_by(row.period, row.authority, row.ratings)
    )
    known = known_ratings(world.catalogue)
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for authority, period, kept, count in connection.execute(query):
        slugs = kept.split()
        counted[authority, period][next(slug for slug in known if slug in slugs)] += count
    cells = {
        key: Rated(next(rating for slug, rating in known.items() if slug in returns), returns)
        for key, returns in counted.items()
    }
    return Heatmap(tuple(quarters), cells)
