"""How long engagements are at each stage."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from config.vocabulary import Stage
from engagements.state.engagement import StagePassed


class StageTime(NamedTuple):
    """Calendar days at a stage, of the engagements that left it for another; None where none did."""

    stage: Stage
    passed: int
    shortest: int | None
    median: float | None
    longest: int | None


def stage_times(connection: Connection) -> tuple[StageTime, ...]:
    """Of every stage that can be left, in the order of the process."""
    row = StagePassed.table.c
    query = select(row.stage, row.days, func.count()).group_by(row.stage, row.days)
    taken: dict[Stage, Counter[int]] = defaultdict(Counter)
    for stage, days, count in connection.execute(query):
        taken[stage][days] += count
    return tuple(
        StageTime(stage, of.total(), min(of, default=None), median(of), max(of, default=None))
        for stage in Stage
        if stage is not Stage.CLOSED
        for of in (taken[stage],)
    )


def median(counted: Mapping[int, int]) -> float | None:
    """The median of values of which each was counted so many times."""
    total, seen = sum(counted.values()), 0
    middle = []
    for value in sorted(counted):
        before, seen = seen, seen + counted[value]
        middle += [value for place in ((total - 1) // 2, total // 2) if before <= place < seen]
    return sum(middle) / 2 if middle else None
