"""The ledger: every message that was decided, written before anything is sent, and what became of it."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Index, Select, and_, exists, func, select, text, update
from sqlmodel import JSON, Field, UniqueConstraint

from config.vocabulary import Role
from engagements.database import UtcDateTime
from engagements.loading import facts_of, plain
from engagements.refusals import BrokenRule
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import POSITION
from engagements.state.row import Row, kept_in
from engagements.state.words import Words
from engagements.writing import insert_new


class NotificationStatus(StrEnum):
    """Where a message stands. What failed, is uncertain or unaddressed waits for a person."""

    PENDING = "pending"
    SENDING = "sending"  # claimed by a deliverer that has not said yet what came of it
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"  # in flight when its deliverer stopped, or handed over and never acknowledged
    UNADDRESSED = "unaddressed"  # nobody holds the role, or has an address
    SUPERSEDED = "superseded"  # a digest that a later one replaced before it went out
    ERASED = "erased"  # its words went with the person whom it was for


FOR_ATTENTION = (NotificationStatus.FAILED, NotificationStatus.UNCERTAIN, NotificationStatus.UNADDRESSED)

DIGEST, CONTACT_UNREACHABLE, FRESH_LINK = "digest", "contact-unreachable", "fresh-link"
KEEP_QUIET = (DIGEST, CONTACT_UNREACHABLE)
"""Messages that answer nobody's act, and so keep quiet hours."""

WITHOUT_AN_EVENT = (*KEEP_QUIET, FRESH_LINK)
"""Messages that no event decides."""


def spelt(*statuses: NotificationStatus) -> str:
    """A condition with the statuses spelt out, which is what lets a database use an index of some rows only."""
    return f"notification.status IN ({', '.join(repr(status.value) for status in statuses)})"


def _only(*statuses: NotificationStatus) -> dict[str, Any]:
    """Keeps an index to rows of some statuses, in both dialects."""
    condition = text(spelt(*statuses).removeprefix("notification."))
    return {"sqlite_where": condition, "postgresql_where": condition}


@kept_in("notification", derived=False, rowid=True)
class Notification(Row):
    """One message to one person in one role. ``recipient`` is empty where nobody holds the role.

    What decided it is one of three, and decides it once: an event (``cause``, its position in the journal); a working
    day, whose list of what is owed it is (``day``; ``list_of`` says whose list, where it was passed on from somebody
    out of reach); or another message that came back (``about``). Only a fresh link is decided by none of them, and as
    often as somebody asks for it. ``outcome``: why it stands where it does, in words.
    ``resent_by``: who decided last that it be sent again. ``attachments``: each as ``notifications.letter.Attachment``.
    """

    __table_args__ = (
        UniqueConstraint("cause", "audience", "recipient", "template"),
        UniqueConstraint("recipient", "day", "list_of"),
        UniqueConstraint("about", "recipient"),
        Index("notification_to_send", "not_before", "id", **_only(NotificationStatus.PENDING)),
        Index("notification_in_flight", "claimed_until", **_only(NotificationStatus.SENDING)),
        Index("notification_for_attention", "id", **_only(*FOR_ATTENTION)),
        Index("notification_of_engagement", "engagement_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    cause: int | None = Field(default=None, foreign_key="journal.position", sa_type=POSITION)
    day: date | None = None
    list_of: str = ""
    about: int | None = Field(default=None, foreign_key="notification.id", sa_type=POSITION)
    engagement_id: int | None = Field(default=None, foreign_key="engagement.id")
    audience: Role = Field(sa_type=Words(Role))
    recipient: str = ""
    template: str
    address: str = ""
    subject: str
    text: str
    html: str
    attachments: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    status: NotificationStatus = Field(default=NotificationStatus.PENDING, sa_type=Words(NotificationStatus))
    attempts: int = 0
    not_before: datetime = Field(sa_type=UtcDateTime)
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = ""
    decided_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resent_by: str | None = None
    resent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NoSuchNotification(BrokenRule):
    """The ledger holds no message of that number."""


class NotToBeResent(BrokenRule):
    """The message waits to be sent, is being sent, or has nobody to go to."""


def record(connection: Connection, drafts: Sequence[Notification]) -> int:
    """Write what was decided; what was decided before stays as it is. How many were new."""
    rows = [{name: value for name, value in draft.__dict__.items() if name != "id"} for draft in drafts]
    return insert_new(connection, Notification, rows)


def find(connection: Connection, number: int) -> Notification:
    """The message of that number. Raises NoSuchNotification."""
    table = Notification.table
    found = plain(connection.execute(select(table).where(table.c.id == number)), Notification)
    if not found:
        raise NoSuchNotification(f"There is no notification {number}.")
    return found[0]


def listed(
    connection: Connection, status: NotificationStatus | None = None, ref: str | None = None
) -> list[Notification]:
    """Messages in the order in which they were decided: all, those of a status, those of an engagement.

    Raises UnknownEngagement.
    """
    query = _in_order()
    if status:
        query = query.where(Notification.table.c.status == status)
    if ref:
        query = query.where(Notification.table.c.engagement_id == facts_of(connection, ref).id)
    return list(plain(connection.execute(query), Notification))


def for_attention(connection: Connection, most: int | None = None) -> list[Notification]:
    """What waits for a person: failed, uncertain, or without anybody to go to; the first ``most`` of it.

    A message that had nobody to go to is not listed any more once the same one went to somebody.
    """
    return list(plain(connection.execute(_in_order().where(waits_for_a_person()).limit(most)), Notification))


def count_for_attention(connection: Connection) -> int:
    """How many messages wait for a person."""
    counted = select(func.count()).select_from(Notification.table).where(waits_for_a_person())
    return connection.execute(counted).scalar_one()


def waits_for_a_person() -> ColumnElement[bool]:
    """The condition for a message that ``for_attention`` lists."""
    table, other = Notification.table, Notification.table.alias("addressed")
    same = and_(*(other.c[name] == table.c[name] for name in ("cause", "audience", "template")))
    addressed_since = and_(
        table.c.status == NotificationStatus.UNADDRESSED,
        exists().where(same, other.c.status != NotificationStatus.UNADDRESSED),
    )
    return and_(text(spelt(*FOR_ATTENTION)), ~addressed_since)


def is_due(now: datetime, quiet: bool) -> ColumnElement[bool]:
    """The condition for a message that may be sent now. ``quiet``: whether these are quiet hours."""
    table = Notification.table
    waits = and_(text(spelt(NotificationStatus.PENDING)), table.c.not_before <= now)
    return and_(waits, table.c.template.not_in(KEEP_QUIET)) if quiet else waits


def is_expired(now: datetime) -> ColumnElement[bool]:
    """The condition for a message whose deliverer has not said in time what came of it."""
    return and_(text(spelt(NotificationStatus.SENDING)), Notification.table.c.claimed_until < now)


def due_by_engagement(connection: Connection, now: datetime, quiet: bool, limit: int) -> list[str | None]:
    """Whose messages a deliverer has to do with: for each to be sent now, or to be handed to a person, a reference.

    None for a message that is about several engagements, or about none.
    """
    table, engagement = Notification.table, EngagementFacts.table
    named = select(engagement.c.ref).select_from(table).outerjoin(engagement, table.c.engagement_id == engagement.c.id)
    conditions = (is_due(now, quiet), is_expired(now))
    found = (connection.execute(named.where(which).limit(limit)).scalars() for which in conditions)
    return [ref for refs in found for ref in refs][:limit]


def _in_order() -> Select[Any]:
    return select(Notification.table).order_by(Notification.table.c.id)


def resend(connection: Connection, number: int, by: str, now: datetime) -> Notification:
    """A person decides that a message be sent again. ``by``: who. Raises NoSuchNotification and NotToBeResent."""
    standing = find(connection, number)
    if standing.status in (NotificationStatus.PENDING, NotificationStatus.SENDING):
        raise NotToBeResent(f"Notification {number} is {standing.status}; it goes out without you doing anything.")
    if standing.status is NotificationStatus.SUPERSEDED:
        raise NotToBeResent(f"Notification {number} was replaced by a later one, which says all that still holds.")
    if standing.status is NotificationStatus.ERASED:
        raise NotToBeResent(f"Notification {number} was erased with the person whom it was for.")
    if standing.status is NotificationStatus.UNADDRESSED:
        again = f", and have event {standing.cause} followed again" if standing.cause else ""
        raise NotToBeResent(
            f"Notification {number} has nobody to go to: {standing.outcome} Put somebody on record in that role{again}."
        )
    values = {
        "status": NotificationStatus.PENDING,
        "attempts": 0,
        "not_before": now,
        "claimed_by": None,
        "claimed_until": None,
        "outcome": f"To be sent again. It was {standing.status}. {standing.outcome}".strip(),
        "settled_at": None,
        "resent_by": by,
        "resent_at": now,
    }
    table = Notification.table
    unchanged = and_(table.c.id == number, table.c.status == standing.status)
    if connection.execute(update(table).where(unchanged).values(values)).rowcount != 1:
        raise NotToBeResent(f"Notification {number} is being dealt with at this moment. Look again.")
    return standing.amended(values)
