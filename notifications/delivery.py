"""Delivery: claim a message, send it, write down what came of it. None is in two hands at once, and none is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, or_, select, update

from config.settings import Settings
from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.engagement import World
from notifications.failing_over import Failure, fail_over
from notifications.ledger import Notification, NotificationStatus, find, is_due, is_expired
from notifications.outcome import Delivered, Outcome, Permanent, Temporary, Uncertain, fault
from notifications.quiet_hours import is_quiet
from notifications.sending import Sender
from notifications.wording import ROLES

STOPPED = "It was being sent when its deliverer stopped; nobody knows whether it arrived."


@dataclass(frozen=True, slots=True)
class Attempt:
    """One message that was tried, where it stands now, and why. The reason may hold an address: keep it out of logs."""

    notification: int
    audience: Role
    template: str
    status: NotificationStatus
    reason: str

    @property
    def in_words(self) -> str:
        """For a log: nobody's name or address."""
        told = f"{self.template.replace('-', ' ')}, for the {ROLES[self.audience]}"
        return f"Notification {self.notification} ({told}): {self.status}."


def deliver(
    engine: Engine, world: World, sender: Sender, now: Callable[[], datetime], worker: str, limit: int
) -> list[Attempt]:
    """Send what is due, up to ``limit`` messages, the longest due first. ``worker``: a name of this process alone."""
    _settle_expired(engine, now())
    attempts = []
    for number in _due(engine, _may_be_sent(now(), world, sender.settings), limit):
        which = _may_be_sent(moment := now(), world, sender.settings)
        if claimed := _claimed(engine, number, which, worker, moment, sender.settings):
            outcome = _sent(sender, claimed, now())
            attempts.append(_settled(engine, world, claimed, outcome, now(), sender.settings))
    return attempts


def _may_be_sent(now: datetime, world: World, settings: Settings) -> ColumnElement[bool]:
    return is_due(now, is_quiet(now, settings, world.calendar))


def settle_uncertain(engine: Engine, worker: str, now: datetime) -> int:
    """Hand to a person what was in flight when its deliverer stopped: claims that ran out, and this worker's own.

    For a worker that starts; claims that run out later, ``deliver`` finds. How many messages.
    """
    table = Notification.table
    own = and_(table.c.status == NotificationStatus.SENDING, table.c.claimed_by == worker)
    return _abandon(engine, or_(is_expired(now), own), now)


def _settle_expired(engine: Engine, now: datetime) -> None:
    with reading(engine) as connection:
        found = connection.execute(select(Notification.table.c.id).where(is_expired(now)).limit(1)).first()
    if found:
        _abandon(engine, is_expired(now), now)


def _abandon(engine: Engine, which: ColumnElement[bool], now: datetime) -> int:
    values = {"status": NotificationStatus.UNCERTAIN, "outcome": STOPPED, "settled_at": now}
    with writing(engine) as connection:
        return connection.execute(update(Notification.table).where(which).values(values)).rowcount


def _due(engine: Engine, which: ColumnElement[bool], limit: int) -> list[int]:
    table = Notification.table
    query = select(table.c.id).where(which).order_by(table.c.not_before, table.c.id).limit(limit)
    with reading(engine) as connection:
        return list(connection.execute(query).scalars())


def _claimed(
    engine: Engine, number: int, which: ColumnElement[bool], worker: str, now: datetime, settings: Settings
) -> Notification | None:
    """The message, claimed and committed before it is sent; None when another deliverer was quicker."""
    table = Notification.table
    claim = (
        update(table)
        .where(table.c.id == number, which)
        .values(
            status=NotificationStatus.SENDING,
            attempts=table.c.attempts + 1,
            claimed_by=worker,
            claimed_until=now + timedelta(seconds=settings.lease_seconds),
        )
    )
    with writing(engine) as connection:
        return find(connection, number) if connection.execute(claim).rowcount == 1 else None


def _sent(sender: Sender, notification: Notification, now: datetime) -> Outcome:
    try:
        return sender.send(notification, now)
    except Exception as problem:  # a fault must not hold up the others, nor be tried over and over
        return fault(problem)


def _settled(
    engine: Engine, world: World, notification: Notification, outcome: Outcome, now: datetime, settings: Settings
) -> Attempt:
    """Write down what came of it, also where the claim ran out meanwhile: to know is better than to be uncertain.

    Where the address is no good, the same transaction passes on what the message was about.
    """
    table, number = Notification.table, notification.id or 0
    values = _standing(outcome, notification.attempts, now, settings)
    in_our_hands = (
        table.c.id == number,
        table.c.claimed_by == notification.claimed_by,
        table.c.status.in_((NotificationStatus.SENDING, NotificationStatus.UNCERTAIN)),
    )
    with writing(engine) as connection:
        ours = connection.execute(update(table).where(*in_our_hands).values(values)).rowcount == 1
        if ours and isinstance(outcome, Permanent) and outcome.of_recipient:
            fail_over(connection, world, Failure(notification, outcome.reason, now), settings)
    return Attempt(number, notification.audience, notification.template, values["status"], values["outcome"])


def _standing(outcome: Outcome, attempts: int, now: datetime, settings: Settings) -> dict[str, Any]:
    match outcome:
        case Delivered(remark):
            return {"status": NotificationStatus.SENT, "outcome": remark, "settled_at": now}
        case Uncertain(reason):
            return {"status": NotificationStatus.UNCERTAIN, "outcome": reason, "settled_at": now}
        case Temporary(reason) if attempts < settings.delivery_attempts:
            waits = settings.delivery_retry_seconds
            again = now + timedelta(seconds=waits[min(attempts, len(waits)) - 1])
            released = {"not_before": again, "claimed_by": None, "claimed_until": None, "settled_at": None}
            return {"status": NotificationStatus.PENDING, "outcome": reason, **released}
        case Temporary(reason):
            given_up = f"{reason} Given up after {attempts} tries."
            return {"status": NotificationStatus.FAILED, "outcome": given_up, "settled_at": now}
        case Permanent(reason, _):
            return {"status": NotificationStatus.FAILED, "outcome": reason, "settled_at": now}
