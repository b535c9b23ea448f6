"""Delivery of webhooks: claim one, hand it over, write down what came of it. At least once, under one id."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select, update

from config.settings import Settings
from engagements.database import reading, writing
from engagements.loading import plain
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from notifications.outcome import Delivered, Outcome, Permanent, Temporary, fault
from notifications.webhooks import subscriptions
from notifications.webhooks.ledger import Standing, Webhook, may_be_sent
from notifications.webhooks.message import Written, written
from notifications.webhooks.reaching import Post, TryLater
from notifications.webhooks.subscriptions import Subscription

LONGEST_WAIT = timedelta(days=1)
"""What a receiver may ask us to wait; assumption."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One webhook that was tried, where it stands now, and why."""

    webhook: int
    subscription: int
    status: Standing
    reason: str

    @property
    def in_words(self) -> str:
        """For a log: no address."""
        return f"Webhook {self.webhook} for subscription {self.subscription}: {self.status}. {self.reason}"


@dataclass(frozen=True, slots=True)
class _Claimed:
    webhook: Webhook
    subscription: Subscription
    message: Written


async def deliver(
    engine: Engine,
    post: Post,
    settings: Settings,
    now: Callable[[], datetime],
    worker: str,
    subscription: int,
    limit: int = 100,
) -> list[Attempt]:
    """Send a subscriber what is due, one at a time, up to ``limit``. ``worker``: a name of this process alone."""
    attempts: list[Attempt] = []
    while len(attempts) < limit and (claimed := _claimed(engine, subscription, now(), worker, settings)):
        moment = now()
        headers = claimed.message.headers(claimed.subscription.secrets_on(moment), moment)
        try:
            outcome = await post.hand_over(claimed.subscription.address, headers, claimed.message.body)
        except Exception as problem:  # a fault must not hold up the others, nor be tried over and over
            outcome = Permanent(fault(problem).reason)
        attempts.append(_settled(engine, claimed, outcome, now(), settings))
    return attempts


def give_back(engine: Engine, worker: str) -> int:
    """What was in flight when this worker stopped goes out again, at once and under the same id. How many."""
    table = Webhook.table
    mine = update(table).where(table.c.status == Standing.SENDING, table.c.claimed_by == worker)
    with writing(engine) as connection:
        released = mine.values(status=Standing.PENDING, claimed_by=None, claimed_until=None)
        return connection.execute(released).rowcount


def _claimed(engine: Engine, subscription: int, now: datetime, worker: str, settings: Settings) -> _Claimed | None:
    """The next webhook of a subscriber, claimed and committed before it is sent; None when there is none."""
    table, due = Webhook.table, may_be_sent(now)
    query = select(table.c.id).where(due, table.c.subscription == subscription)
    with reading(engine) as connection:
        number = connection.execute(query.order_by(table.c.not_before, table.c.id).limit(1)).scalar()
    if number is None:
        return None
    # A receiver that answers just in time is still within the lease.
    lease = timedelta(seconds=max(settings.lease_seconds, 2 * settings.webhook_timeout_seconds))
    values = {"status": Standing.SENDING, "claimed_by": worker, "claimed_until": now + lease}
    claim = update(table).where(table.c.id == number, due).values(attempts=table.c.attempts + 1, **values)
    with writing(engine) as connection:
        if connection.execute(claim).rowcount != 1:  # another relay was quicker
            return None
        return _with_its_message(connection, number, settings)


def _with_its_message(connection: Any, number: int, settings: Settings) -> _Claimed:
    table, journal, engagement = Webhook.table, JournalEntry.table, EngagementFacts.table
    [claimed] = plain(connection.execute(select(table).where(table.c.id == number)), Webhook)
    [entry] = plain(connection.execute(select(journal).where(journal.c.position == claimed.position)), JournalEntry)
    facts = select(engagement).where(engagement.c.id == claimed.engagement_id)
    [about] = plain(connection.execute(facts), EngagementFacts)
    subscriber = subscriptions.subscription(connection, claimed.subscription)
    return _Claimed(claimed, subscriber, written(entry, about, settings.webhook_source))


def _settled(engine: Engine, claimed: _Claimed, outcome: Outcome, now: datetime, settings: Settings) -> Attempt:
    """Write down what came of it, unless the claim ran out and another relay has it now."""
    table, number = Webhook.table, claimed.webhook.id or 0
    values = _standing(outcome, claimed.webhook.attempts, now, settings)
    in_our_hands = (
        table.c.id == number,
        table.c.claimed_by == claimed.webhook.claimed_by,
        table.c.attempts == claimed.webhook.attempts,
        table.c.status == Standing.SENDING,
    )
    with writing(engine) as connection:
        ours = connection.execute(update(table).where(*in_our_hands).values(values)).rowcount == 1
        if ours and isinstance(outcome, Permanent) and outcome.of_recipient:
            subscriptions.pause(connection, claimed.webhook.subscription, now, outcome.reason)
    return Attempt(number, claimed.webhook.subscription, values["status"], values["outcome"])


def _standing(outcome: Outcome, attempts: int, now: datetime, settings: Settings) -> dict[str, Any]:
    match outcome:
        case Delivered(remark):
            return {"status": Standing.DELIVERED, "outcome": remark, "settled_at": now}
        case Temporary(reason) if attempts < settings.webhook_attempts:
            released = {"claimed_by": None, "claimed_until": None}
            again = now + _wait(outcome, attempts, settings)
            return {"status": Standing.PENDING, "outcome": reason, "not_before": again, **released}
        case Temporary(reason):
            given_up = f"{reason} Given up after {attempts} tries."
            return {"status": Standing.FAILED, "outcome": given_up, "settled_at": now}
        case _:
            return {"status": Standing.FAILED, "outcome": outcome.reason, "settled_at": now}


def _wait(outcome: Temporary, attempts: int, settings: Settings) -> timedelta:
    waits = settings.webhook_retry_seconds
    ours = timedelta(seconds=waits[min(attempts, len(waits)) - 1])
    asked = (
        timedelta(seconds=min(outcome.seconds, LONGEST_WAIT.total_seconds())) if isinstance(outcome, TryLater) else ours
    )
    return max(ours, asked)
