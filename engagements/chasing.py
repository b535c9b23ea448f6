"""The chase: every obligation whose day on its ladder has come climbs, and whoever the rung names is to be told.

It reads what is due by an indexed look-up, so that its cost follows what is due and not how many engagements there are.
A rung is climbed in the transaction that plans the next one: as often as the chase runs, and wherever, it is once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Date, Engine, Select, bindparam, select

from config.ladders import Channel, Rung, RungDay
from engagements.database import reading, writing
from engagements.engagement import Engagement, World, uk_date
from engagements.journal import SWEEP
from engagements.ladders import chased_from
from engagements.loading import plain
from engagements.obligations import DUTIES, Owed
from engagements.recording import Given, QuickerElsewhere
from engagements.recording_many import record_many
from engagements.stages.relief import ObligationNudged
from engagements.state.engagement import EngagementFacts, Obligation

AT_ONCE = 250
"""Obligations in one transaction: few enough that no command waits long for the chase."""


class Nudged(NamedTuple):
    """A nudge as it was recorded. ``obligation``: as it stood before; ``position``: of its event in the journal."""

    position: int
    engagement: EngagementFacts
    obligation: Obligation
    rungs: tuple[Rung, ...]
    on: date


class Climb(NamedTuple):
    """What an obligation climbs on a day, and the rung that comes next."""

    engagement: EngagementFacts
    obligation: Obligation
    rungs: tuple[Rung, ...]
    next: RungDay | None


Note = Callable[[Connection, Sequence[Nudged]], None]
"""Writes down who is to be told, in the transaction that records the nudges."""


def chase(engine: Engine, world: World, now: datetime, note: Note) -> Iterator[tuple[Nudged, ...]]:
    """Climb every rung whose day has come, batch by batch; each batch is committed when it is given out.

    Nothing is climbed on a day that is no working day in England: what is due then is due on the next one.
    """
    today = uk_date(now)
    if not world.calendar.is_working_day(today):
        return
    while _anything(engine, today):
        try:
            with writing(engine) as connection:
                nudged = _climbed(connection, world, today, now)
                if nudged:
                    note(connection, nudged)
        except QuickerElsewhere:
            continue
        if nudged:
            yield nudged


def planned(connection: Connection, world: World, on: date) -> list[Climb]:
    """What the chase would climb on a day, if nothing happened before it. Nothing is written."""
    table = EngagementFacts.table
    owed = plain(connection.execute(_due(None), {"on": on}), Obligation)
    due = select(Obligation.table.c.engagement_id).where(*_has_come())
    found = connection.execute(select(table).where(table.c.id.in_(due)), {"on": on})
    engagements = {facts.id: facts for facts in plain(found, EngagementFacts)}
    return list(_climbs(((engagements[one.engagement_id], one) for one in owed), world, on))


def _anything(engine: Engine, today: date) -> bool:
    with reading(engine) as connection:
        return connection.execute(_due(1), {"on": today}).first() is not None


def _climbed(connection: Connection, world: World, today: date, now: datetime) -> tuple[Nudged, ...]:
    """Engagements first, as every command does, then what is due of them: nobody waits in a circle."""
    wanted = list(dict.fromkeys(row.engagement_id for row in connection.execute(_due(AT_ONCE), {"on": today})))
    engagements = {
        facts.id: facts for facts in plain(connection.execute(_engagements(), {"ids": wanted}), EngagementFacts)
    }
    owed = plain(connection.execute(_due_of(), {"on": today, "ids": wanted}), Obligation)
    climbs = list(_climbs(((engagements[one.engagement_id], one) for one in owed), world, today))
    if not climbs:
        return ()
    rows: dict[int, dict[Any, Any]] = {}
    for climb in climbs:
        rows.setdefault(climb.engagement.id, {})[climb.obligation.identity] = climb.obligation
    decided = [
        (Engagement(climb.engagement, world, {Obligation: rows[climb.engagement.id]}), nudge(climb), _given(climb, now))
        for climb in climbs
    ]
    positions = record_many(connection, decided)
    return tuple(
        Nudged(position, climb.engagement, climb.obligation, climb.rungs, today)
        for position, climb in zip(positions, climbs, strict=True)
    )


def nudge(climb: Climb) -> ObligationNudged:
    """The event of a climb."""
    obligation = climb.obligation
    return ObligationNudged(
        opened_by=obligation.opened_by,
        kind=obligation.kind,
        about=obligation.subject,
        rungs=tuple(rung.key for rung in climb.rungs),
        rung=climb.next.rung.key if climb.next else None,
        nudge_on=climb.next.on if climb.next else None,
        listed=any(rung.channel is Channel.REPORT for rung in climb.rungs),
    )


def _climbs(found: Iterable[tuple[EngagementFacts, Obligation]], world: World, on: date) -> Iterator[Climb]:
    @cache  # a morning's obligations share a few dates: a whole quarter's returns are due on one day
    def left(kind: str, rung: str, planned_on: date, since: date) -> tuple[tuple[Rung, ...], RungDay | None]:
        """The rungs to climb, and the one that comes next; none where the ladder was made shorter meanwhile."""
        ladder = world.ladders[DUTIES[Owed(kind)].ladder]
        first, *later = ladder.from_rung(rung, planned_on, since, world.calendar) or (None,)
        if first is None:
            return (), None
        reached = [step for step in later if step and step.on <= on]
        next_one = later[len(reached)] if len(reached) < len(later) else None
        return (first.rung, *(step.rung for step in reached)), next_one

    for engagement, owed in found:
        assert owed.nudge_on is not None
        assert owed.due_on is not None  # where a clock stands still nothing is planned
        since = chased_from(owed.due_on, owed)
        yield Climb(engagement, owed, *left(owed.kind, str(owed.rung), owed.nudge_on, since))


def _given(climb: Climb, now: datetime) -> Given:
    """The same identity for the same rung of the same date."""
    owed, engagement = climb.obligation, climb.engagement
    stated = (engagement.ref, *owed.identity, owed.due_on, owed.rung, engagement.version)
    digest = sha256(f"nudge|{'|'.join(map(str, stated))}".encode()).digest()
    return Given(SWEEP, now, command_id=digest[:16], digest=digest[16:24])


def _has_come() -> tuple[ColumnElement[bool], ...]:
    table = Obligation.table
    come = table.c.nudge_on <= bindparam("on", type_=Date)
    return table.c.ended.is_(None), table.c.nudge_on.is_not(None), come


@cache
def _due(limit: int | None) -> Select[Any]:
    table = Obligation.table
    return select(table).where(*_has_come()).order_by(table.c.nudge_on, table.c.engagement_id).limit(limit)


@cache
def _due_of() -> Select[Any]:
    table = Obligation.table
    of_these = table.c.engagement_id.in_(bindparam("ids", expanding=True))
    return select(table).where(*_has_come(), of_these).order_by(table.c.nudge_on, table.c.engagement_id)


@cache
def _engagements() -> Select[Any]:
    table = EngagementFacts.table
    these = table.c.id.in_(bindparam("ids", expanding=True))
    return select(table).where(these).order_by(table.c.id).with_for_update()
