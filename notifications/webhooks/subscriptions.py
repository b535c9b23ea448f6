"""Subscriptions: which system is told of which events, at what address, and under which secrets."""

from base64 import b64encode
from datetime import datetime, timedelta
from secrets import token_bytes

from sqlalchemy import Connection, Select, select, update
from sqlmodel import Field

import engagements.process  # noqa: F401 - declares every event
from config.nearest import did_you_mean, shown
from config.reference import UnknownService
from config.settings import Settings
from engagements.database import UtcDateTime
from engagements.engagement import World
from engagements.events import Event
from engagements.loading import facts_of, plain
from engagements.refusals import BrokenRule, Malformed
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import POSITION, JournalEntry
from engagements.state.row import Row, kept_in
from notifications.webhooks.reaching import checked_address

SECRET_BYTES = 32  # of randomness; Standard Webhooks asks for 24 to 64
OVERLAP = timedelta(hours=24)  # for which webhooks are signed with the old secret as well; assumption

PREFIX = "whsec_"


@kept_in("webhook_subscription", derived=False, rowid=True)
class Subscription(Row):
    """One receiver. ``events``: the types that it is told of, separated by spaces; empty for all.

    ``authority``, ``engagement_id``: of whom alone, where it is not of all. ``paused_since``: what happens meanwhile is
    kept for it. ``ended_at``: it is told nothing more, ever. ``previous_secret`` signs too until ``previous_until``.
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    name: str
    address: str
    events: str = ""
    authority: str | None = None
    engagement_id: int | None = Field(default=None, foreign_key="engagement.id")
    secret: str
    previous_secret: str | None = None
    previous_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    paused_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_because: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def wants(self, entry: JournalEntry, engagement: EngagementFacts) -> bool:
        """Whether it is to be told of the event: never of what happened before it subscribed."""
        return (
            entry.at >= self.made_at
            and (not self.events or entry.type in self.events.split())
            and self.authority in (None, engagement.authority)
            and self.engagement_id in (None, engagement.id)
        )

    def secrets_on(self, now: datetime) -> tuple[str, ...]:
        """What a webhook is signed with, the newest first."""
        both = self.previous_secret and self.previous_until and now < self.previous_until
        return (self.secret, self.previous_secret) if both and self.previous_secret else (self.secret,)


class NoSuchSubscription(BrokenRule):
    """Nobody subscribes under that number any more, or ever did."""


def subscribe(
    connection: Connection,
    settings: Settings,
    world: World,
    *,
    name: str,
    address: str,
    by: str,
    now: datetime,
    events: tuple[str, ...] = (),
    authority: str | None = None,
    ref: str | None = None,
) -> Subscription:
    """Have a system told of what happens from now on. Its secret is in the answer.

    Raises Malformed for an address, an event or an authority that cannot be meant, and UnknownEngagement.
    """
    if not name.strip() or not name.isprintable():
        raise Malformed("Give the subscription a name, such as that of the system that is told.")
    for event in events:
        if event not in Event.EVENTS:
            raise Malformed(f"There is no event {shown(event)}.{did_you_mean(event, Event.EVENTS)}")
    if authority is not None:
        try:
            world.reference.service(authority)
        except UnknownService as unknown:
            raise Malformed(str(unknown)) from None
    values = {
        "name": name.strip(),
        "address": checked_address(address, settings),
        "events": " ".join(sorted(set(events))),
        "authority": authority,
        "engagement_id": facts_of(connection, ref).id if ref else None,
        "secret": new_secret(),
        "made_by": by,
        "made_at": now,
        "paused_because": "",
    }
    key = connection.execute(Subscription.table.insert().values(values)).inserted_primary_key
    return subscription(connection, int(key[0]) if key else 0)


def new_secret() -> str:
    """A secret as Standard Webhooks writes it: its bytes in base64, with a prefix that says what it is."""
    return PREFIX + b64encode(token_bytes(SECRET_BYTES)).decode()


def subscriptions(connection: Connection) -> list[Subscription]:
    """Everybody who subscribes, paused or not, in the order in which they began."""
    return list(plain(connection.execute(_going_on()), Subscription))


def subscription(connection: Connection, number: int) -> Subscription:
    """Raises NoSuchSubscription."""
    found = plain(connection.execute(_going_on().where(Subscription.table.c.id == number)), Subscription)
    if not found:
        raise NoSuchSubscription(f"There is no subscription {number}; `peer-support webhooks` lists them.")
    return found[0]


def pause(connection: Connection, number: int, now: datetime, because: str = "") -> Subscription:
    """Send nothing until it is resumed; what happens meanwhile is kept for it. Raises NoSuchSubscription."""
    standing = subscription(connection, number)
    return _changed(connection, standing, paused_since=standing.paused_since or now, paused_because=because)


def resume(connection: Connection, number: int) -> Subscription:
    """Send what waits, and what happens from now on. Raises NoSuchSubscription."""
    return _changed(connection, subscription(connection, number), paused_since=None, paused_because="")


def rotate(connection: Connection, number: int, now: datetime) -> Subscription:
    """Give it a new secret; for a day webhooks are signed with the old one as well. Raises NoSuchSubscription."""
    standing = subscription(connection, number)
    old = {"previous_secret": standing.secret, "previous_until": now + OVERLAP}
    return _changed(connection, standing, secret=new_secret(), **old)


def end(connection: Connection, number: int, now: datetime) -> Subscription:
    """Tell it nothing more, not even what waits. Raises NoSuchSubscription."""
    return _changed(connection, subscription(connection, number), ended_at=now)


def _changed(connection: Connection, standing: Subscription, **values: object) -> Subscription:
    table = Subscription.table
    connection.execute(update(table).where(table.c.id == standing.id).values(values))
    return standing.amended(values)


def _going_on() -> Select[tuple[object, ...]]:
    table = Subscription.table
    return select(table).where(table.c.ended_at.is_(None)).order_by(table.c.id)
