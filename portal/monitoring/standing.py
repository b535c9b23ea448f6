"""How the system stands, for monitors: counts and times, and nothing about anybody."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from engagements import heartbeats, steps
from engagements.database import reading
from engagements.state.journal import JournalEntry, OutboxEntry
from portal.office import Office

STUCK = timedelta(minutes=15)
"""How long an event may wait to be followed before somebody should look; assumption."""


@dataclass(frozen=True, slots=True)
class Check:
    """``told``: how it stands, in a sentence."""

    name: str
    ok: bool
    told: str


@dataclass(frozen=True, slots=True)
class Queue:
    """Events that wait to be followed. ``oldest``: when the first of them happened; ``set_aside``: not among them."""

    waiting: int
    oldest: datetime | None
    set_aside: int

    @classmethod
    def of(cls, connection: Connection) -> "Queue":
        outbox, journal = OutboxEntry.table, JournalEntry.table
        waits = outbox.c.set_aside_at.is_(None)
        counted = select(func.count()).select_from(outbox)
        first = select(func.min(outbox.c.position)).where(waits).scalar_subquery()
        return cls(
            waiting=connection.execute(counted.where(waits)).scalar_one(),
            oldest=connection.execute(select(journal.c.at).where(journal.c.position == first)).scalar(),
            set_aside=connection.execute(counted.where(~waits)).scalar_one(),
        )


def readiness(office: Office) -> list[Check]:
    """Whether pages can be answered: the database is there, and at the step that this release needs."""
    try:
        stands = steps.standing(office.engine)
    except DBAPIError:
        return [Check("database", False, "It cannot be reached.")]
    if stands != steps.NEEDED:
        told = f"It stands at step {stands or 'none'} and {steps.NEEDED} is needed: peer-support migrate."
        return [Check("database", False, told)]
    return [Check("database", True, f"It can be reached and stands at step {stands}.")]


def relay(office: Office) -> list[Check]:
    """Whether events are being followed: a relay works, and nothing waits for long or was set aside."""
    try:
        with reading(office.engine) as connection:
            seen, queue = heartbeats.last(connection), Queue.of(connection)
    except DBAPIError:
        return [Check("database", False, "It cannot be reached.")]
    now = office.now()
    return [
        Check("relay", seen is not None and now - seen < heartbeats.SILENT, _since("No relay ever worked", seen, now)),
        Check("queue", queue.oldest is None or now - queue.oldest < STUCK, _queued(queue, now)),
        Check("set aside", not queue.set_aside, f"Events set aside for a person: {queue.set_aside}."),
    ]


def as_json(checks: list[Check], good: str) -> dict[str, Any]:
    return {
        "status": good if all(check.ok for check in checks) else f"not {good}",
        "checks": [asdict(check) for check in checks],
    }


def _since(never: str, seen: datetime | None, now: datetime) -> str:
    return f"A relay last worked {_ago(seen, now)}." if seen else f"{never}: peer-support up starts one."


def _queued(queue: Queue, now: datetime) -> str:
    if queue.oldest is None:
        return "Nothing waits to be followed."
    return f"Events that wait to be followed: {queue.waiting}; the first happened {_ago(queue.oldest, now)}."


def _ago(moment: datetime, now: datetime) -> str:
    minutes, seconds = divmod(max(int((now - moment).total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days ago"
    return (
        f"{hours} h {minutes} min ago" if hours else f"{minutes} min {seconds} s ago" if minutes else f"{seconds} s ago"
    )
