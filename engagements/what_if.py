"""What if a ladder were another: side by side, what each would ask of whom, for everything that is open."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from config.calendar import WorkingDays
from config.ladders import Ladder, LadderName, Rung
from engagements.engagement import World
from engagements.ladders import chased_from
from engagements.loading import plain
from engagements.obligations import DUTIES
from engagements.state.engagement import EngagementFacts, Obligation


class Compared(NamedTuple):
    """One obligation on one day: the rung that today's ladder climbs, and the one of the ladder that is tried."""

    on: date
    ref: str
    authority: str
    obligation: Obligation
    today: Rung | None
    tried: Rung | None


def side_by_side(connection: Connection, world: World, tried: Ladder, first: date, last: date) -> list[Compared]:
    """Where the two differ from the first day to the last, if nobody did anything. By day, then by engagement."""
    name = LadderName(tried.slug)
    kinds = [kind for kind, duty in DUTIES.items() if duty.ladder is name]
    table, engagement = Obligation.table, EngagementFacts.table
    query = select(table).where(table.c.ended.is_(None), table.c.due_on.is_not(None), table.c.kind.in_(kinds))
    columns = (engagement.c.id, engagement.c.ref, engagement.c.authority)
    facts = {row.id: row for row in connection.execute(select(*columns))}
    found: list[Compared] = []
    for obligation in plain(connection.execute(query), Obligation):
        of = facts[obligation.engagement_id]
        for on, rungs in _differing(world.ladders[name], tried, obligation, world.calendar, first, last):
            found.append(Compared(on, of.ref, of.authority, obligation, *rungs))
    return sorted(found, key=lambda one: (one.on, one.ref, one.obligation.kind, one.obligation.subject))


def _differing(
    today: Ladder, tried: Ladder, obligation: Obligation, calendar: WorkingDays, first: date, last: date
) -> Iterator[tuple[date, tuple[Rung | None, Rung | None]]]:
    each = [dict(_days(ladder, obligation, calendar)) for ladder in (today, tried)]
    for on in sorted({*each[0], *each[1]}):
        rungs = each[0].get(on), each[1].get(on)
        if first <= on <= last and rungs[0] != rungs[1]:
            yield on, rungs


def _days(ladder: Ladder, obligation: Obligation, calendar: WorkingDays) -> Iterable[tuple[date, Rung]]:
    """The days after it was opened on which the ladder is climbed; of two rungs on one day, the first."""
    assert obligation.due_on is not None
    since = chased_from(obligation.due_on, obligation)
    step = ladder.next_after(obligation.opened_on, since, calendar)
    while step:
        yield step.on, step.rung
        step = ladder.next_after(step.on, since, calendar)
