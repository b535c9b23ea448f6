"""What subscribers are owed: a row for each event and subscriber, written before anything is sent."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Index, Select, and_, or_, select, text, update
from sqlmodel import Field, UniqueConstraint

from engagements.database import UtcDateTime
from engagements.loading import plain
from engagements.refusals import BrokenRule
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import POSITION, JournalEntry
from engagements.state.row import Row, kept_in
from engagements.state.words import Words
from engagements.writing import insert_new
from notifications.webhooks.subscriptions import Subscription, subscriptions


class Standing(StrEnum):
    """Where a webhook stands. What failed waits for a person."""

    PENDING = "pending"
    SENDING = "sending"  # claimed by a relay that has not said yet what came of it
    DELIVERED = "delivered"
    FAILED = "failed"


UNSETTLED = "webhook_delivery.status IN ('pending', 'sending')"
"""Spelt out, which is what lets a database use an index of some rows only."""


def _only(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


@kept_in("webhook_delivery", derived=False, rowid=True)
class Webhook(Row):
    """One event for one subscriber. ``outcome``: why it stands where it does, in words that hold no personal data.

    ``resent_by``: who decided last that it be sent again.
    """

    __table_args__ = (
        UniqueConstraint("subscription", "position"),
        Index(
            "webhook_to_send",
            *("subscription", "engagement_id", "position"),
            **_only(UNSETTLED.removeprefix("webhook_delivery.")),
        ),
        Index("webhook_failed", "id", **_only("status = 'failed'")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    subscription: int = Field(foreign_key="webhook_subscription.id", sa_type=POSITION)
    position: int = Field(foreign_key="journal.position", sa_type=POSITION)
    engagement_id: int = Field(foreign_key="engagement.id")
    status: Standing = Field(default=Standing.PENDING, sa_type=Words(Standing))
    attempts: int = 0
    not_before: datetime = Field(sa_type=UtcDateTime)
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = ""
    decided_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resent_by: str | None = None
    resent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NoSuchWebhook(BrokenRule):
    """The ledger holds no webhook of that number."""


class OnItsWay(BrokenRule):
    """The webhook waits to be sent, or is being sent."""


def note(connection: Connection, positions: Sequence[int], now: datetime) -> int:
    """Write what each subscriber is owed of some events; what was written before stays as it is. How many were new.

    Called in the transaction that writes whatever else follows from the events, so that none is missed.
    """
    subscribed = subscriptions(connection)
    if not subscribed or not positions:
        return 0
    journal, engagement = JournalEntry.table, EngagementFacts.table
    entries = plain(
        connection.execute(select(journal).where(journal.c.position.in_(positions)).order_by(journal.c.position)),
        JournalEntry,
    )
    about = {entry.engagement_id for entry in entries}
    found = plain(connection.execute(select(engagement).where(engagement.c.id.in_(about))), EngagementFacts)
    engagements = {facts.id: facts for facts in found}
    rows = [
        {
            "subscription": subscription.id,
            "position": entry.position,
            "engagement_id": entry.engagement_id,
            "status": Standing.PENDING,
            "attempts": 0,
            "not_before": now,
            "outcome": "",
            "decided_at": now,
        }
        for entry in entries
        for subscription in subscribed
        if subscription.wants(entry, engagements[entry.engagement_id])
    ]
    return insert_new(connection, Webhook, rows)


def may_be_sent(now: datetime) -> ColumnElement[bool]:
    """The condition for a webhook that may be sent now: each subscriber hears of an engagement in its order.

    One that waits to be tried again holds back those after it, for that subscriber and engagement alone.
    """
    table, earlier, subscription = Webhook.table, Webhook.table.alias("earlier"), Subscription.table
    held_back = (
        select(earlier.c.id)
        .where(earlier.c.subscription == table.c.subscription, earlier.c.engagement_id == table.c.engagement_id)
        .where(earlier.c.position < table.c.position)
        .where(text(UNSETTLED.replace("webhook_delivery", "earlier")))
        .exists()
    )
    going_on = (
        select(subscription.c.id)
        .where(subscription.c.id == table.c.subscription)
        .where(subscription.c.ended_at.is_(None), subscription.c.paused_since.is_(None))
        .exists()
    )
    waits = and_(table.c.status == Standing.PENDING, table.c.not_before <= now)
    return and_(text(UNSETTLED), or_(waits, table.c.claimed_until < now), ~held_back, going_on)


def who_waits(connection: Connection, now: datetime) -> set[int]:
    """The subscriptions for which something may be sent now."""
    return set(connection.execute(select(Webhook.table.c.subscription).where(may_be_sent(now)).distinct()).scalars())


def webhook(connection: Connection, number: int) -> Webhook:
    """Raises NoSuchWebhook."""
    found = plain(connection.execute(select(Webhook.table).where(Webhook.table.c.id == number)), Webhook)
    if not found:
        raise NoSuchWebhook(f"There is no webhook {number}.")
    return found[0]


def failures(connection: Connection) -> list[dict[str, Any]]:
    """What was given up and waits for a person, in the words that an operator needs; of ended subscriptions nothing."""
    query = _listed().where(text("webhook_delivery.status = 'failed'"), Subscription.table.c.ended_at.is_(None))
    return [dict(row._mapping) for row in connection.execute(query)]


def listed(connection: Connection, number: int | None = None, limit: int = 1000) -> list[dict[str, Any]]:
    """The last of what subscribers are owed, or one of them, the newest first, at most ``limit``."""
    query = _listed().order_by(None).order_by(Webhook.table.c.id.desc()).limit(limit)
    if number is not None:
        query = query.where(Webhook.table.c.subscription == number)
    return [dict(row._mapping) for row in connection.execute(query)]


def _listed() -> Select[Any]:
    table, subscription, journal, engagement = (
        kind.table for kind in (Webhook, Subscription, JournalEntry, EngagementFacts)
    )
    return (
        select(table, subscription.c.name, journal.c.type, engagement.c.ref)
        .join(subscription, subscription.c.id == table.c.subscription)
        .join(journal, journal.c.position == table.c.position)
        .join(engagement, engagement.c.id == table.c.engagement_id)
        .order_by(table.c.id)
    )


def resend(connection: Connection, number: int, by: str, now: datetime) -> Webhook:
    """A person decides that a webhook be sent again. ``by``: who. Raises NoSuchWebhook and OnItsWay."""
    standing = webhook(connection, number)
    if standing.status in (Standing.PENDING, Standing.SENDING):
        raise OnItsWay(f"Webhook {number} is {standing.status}; it goes out without you doing anything.")
    connection.execute(_again(by, now).where(Webhook.table.c.id == number, Webhook.table.c.status == standing.status))
    return webhook(connection, number)


def resend_failed(connection: Connection, subscription: int, by: str, now: datetime) -> int:
    """Send again everything that a subscriber did not take. How many."""
    table = Webhook.table
    return connection.execute(
        _again(by, now).where(table.c.subscription == subscription, table.c.status == Standing.FAILED)
    ).rowcount


def _again(by: str, now: datetime) -> Any:
    return update(Webhook.table).values(
        status=Standing.PENDING,
        attempts=0,
        not_before=now,
        claimed_by=None,
        claimed_until=None,
        outcome="To be sent again.",
        settled_at=None,
        resent_by=by,
        resent_at=now,
    )
