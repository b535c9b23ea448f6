"""The outbox: events that nobody has followed yet, claimed under a lease, in each engagement's own order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from config.products import Product
from config.settings import Settings
from engagements.engagement import World
from engagements.events import Event
from engagements.process import recalled
from engagements.refusals import BrokenRule
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry, OutboxEntry

MOST_OF_A_BATCH = 500
"""Events of one batch that one run follows."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An event that is being followed, with its engagement as it stands now."""

    position: int
    engagement: EngagementFacts
    sequence: int
    event: Event
    at: datetime
    actor: str

    def product(self, world: World) -> Product:
        return world.catalogue.get(self.engagement.product, self.engagement.product_version)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a relay may follow now: one event, or all events of one batch. ``attempts``: the tries before this one."""

    positions: tuple[int, ...]
    batch: str | None
    attempts: int


class NotInTheOutbox(BrokenRule):
    """The event is not there: it has been followed, or never was."""


def claim(connection: Connection, worker: str, now: datetime, lease: timedelta) -> Claim | None:
    """Claim the next event that may be followed, with its batch if it has one. None when there is nothing to do now.

    An engagement's events are followed in order: one that waits to be tried again holds back those after it, until it
    is set aside. A claim whose lease ran out may be taken by another worker.
    """
    outbox = OutboxEntry.table
    query = select(outbox.c.position, outbox.c.batch, outbox.c.attempts).where(_may_be_claimed(now))
    query = query.order_by(outbox.c.position).limit(1)
    first = connection.execute(query.with_for_update(skip_locked=True)).first()
    if first is None:
        return None
    positions: tuple[int, ...] = (first.position,)
    if first.batch:
        query = select(outbox.c.position).where(_may_be_claimed(now), outbox.c.batch == first.batch)
        query = query.order_by(outbox.c.position).limit(MOST_OF_A_BATCH).with_for_update(skip_locked=True)
        positions = tuple(connection.execute(query).scalars())
    claimed = update(outbox).where(outbox.c.position.in_(positions))
    connection.execute(claimed.values(claimed_by=worker, claimed_until=now + lease))
    return Claim(positions, first.batch, first.attempts)


def anything(connection: Connection, now: datetime) -> bool:
    """Whether anything may be claimed now: a look without a lock."""
    return (
        connection.execute(select(OutboxEntry.table.c.position).where(_may_be_claimed(now)).limit(1)).first()
        is not None
    )


def _may_be_claimed(now: datetime) -> ColumnElement[bool]:
    outbox = OutboxEntry.table
    earlier = outbox.alias("earlier")
    held_back = (
        select(earlier.c.position)
        .where(earlier.c.engagement_id == outbox.c.engagement_id, earlier.c.position < outbox.c.position)
        .where(earlier.c.set_aside_at.is_(None))
        .where(or_(earlier.c.batch.is_(None), outbox.c.batch.is_(None), earlier.c.batch != outbox.c.batch))
        .exists()
    )
    return and_(
        outbox.c.set_aside_at.is_(None),
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now),
        or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now),
        ~held_back,
    )


def done(connection: Connection, positions: Sequence[int]) -> int:
    """Mark events followed, in the transaction that writes their effects. How many were still waiting."""
    outbox = OutboxEntry.table
    return connection.execute(delete(outbox).where(outbox.c.position.in_(positions))).rowcount


def failed(connection: Connection, positions: Sequence[int], reason: str, settings: Settings, now: datetime) -> None:
    """Give events back after a try that failed: to be tried again after a while, or set aside after the last try.

    A batch comes apart, so that the one event that fails is found and holds none of the others up.
    """
    outbox = OutboxEntry.table
    tries = connection.execute(select(func.max(outbox.c.attempts)).where(outbox.c.position.in_(positions))).scalar()
    attempts = (tries or 0) + 1
    waits = settings.retry_seconds
    again = now + timedelta(seconds=waits[min(attempts, len(waits)) - 1])
    last = attempts >= settings.attempts_before_set_aside
    values: dict[str, Any] = {"claimed_by": None, "claimed_until": None, "batch": None, "attempts": attempts}
    values |= {"last_error": reason[:2000]} | ({"set_aside_at": now} if last else {"not_before": again})
    connection.execute(update(outbox).where(outbox.c.position.in_(positions)).values(values))


def given_back(connection: Connection, worker: str, positions: Sequence[int] | None = None) -> int:
    """Release what a worker had claimed, all of it or some, without counting a try. How many events."""
    outbox = OutboxEntry.table
    mine = update(outbox).where(outbox.c.claimed_by == worker)
    if positions is not None:
        mine = mine.where(outbox.c.position.in_(positions))
    return connection.execute(mine.values(claimed_by=None, claimed_until=None)).rowcount


def retry(connection: Connection, position: int) -> None:
    """Try an event again at once, with all its tries before it. Raises NotInTheOutbox."""
    outbox = OutboxEntry.table
    values = {"attempts": 0, "not_before": None, "set_aside_at": None, "claimed_by": None, "claimed_until": None}
    if connection.execute(update(outbox).where(outbox.c.position == position).values(values)).rowcount != 1:
        raise NotInTheOutbox(f"Event {position} does not wait in the outbox; `peer-support outbox` lists what does.")


def put_back(connection: Connection, position: int) -> None:
    """Have an event followed again that was followed before: what it told people is not told twice."""
    journal, outbox = JournalEntry.table, OutboxEntry.table
    found = connection.execute(select(journal.c.engagement_id).where(journal.c.position == position)).first()
    if found is None:
        raise NotInTheOutbox(f"The journal has no event {position}.")
    if connection.execute(select(outbox.c.position).where(outbox.c.position == position)).first():
        return retry(connection, position)
    connection.execute(outbox.insert().values(position=position, engagement_id=found.engagement_id, attempts=0))
    return None


def waiting(connection: Connection) -> list[dict[str, Any]]:
    """Everything in the outbox, in order, in the words that an operator needs."""
    outbox, journal, engagement = OutboxEntry.table, JournalEntry.table, EngagementFacts.table
    query = (
        select(engagement.c.ref, journal.c.type, journal.c.at, outbox)
        .join(journal, journal.c.position == outbox.c.position)
        .join(engagement, engagement.c.id == outbox.c.engagement_id)
        .order_by(outbox.c.position)
    )
    return [dict(row._mapping) for row in connection.execute(query)]


def how_many(connection: Connection) -> int:
    """How many events wait, those set aside not counted."""
    outbox = OutboxEntry.table
    counted = select(func.count()).select_from(outbox).where(outbox.c.set_aside_at.is_(None))
    return connection.execute(counted).scalar_one()


def followed(connection: Connection, positions: Sequence[int]) -> list[Followed]:
    """The events at some positions, as flows follow them, in order."""
    journal = JournalEntry.table
    entries = connection.execute(
        select(journal).where(journal.c.position.in_(positions)).order_by(journal.c.position)
    ).all()
    facts = EngagementFacts.table
    wanted = {entry.engagement_id for entry in entries}
    rows = connection.execute(select(facts).where(facts.c.id.in_(wanted)))
    engagements = {row.id: EngagementFacts.recall(row._asdict()) for row in rows}
    return [
        Followed(
            position=entry.position,
            engagement=engagements[entry.engagement_id],
            sequence=entry.sequence,
            event=recalled(entry.type, entry.facts),
            at=entry.at,
            actor=entry.actor,
        )
        for entry in entries
    ]
