"""Digests: one message to one person a day, with everything that they are to be reminded of.

A person's reminders and the digest that says them change in one transaction: what is cut off half way is taken up where
it stopped, and a reminder is in one digest.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Engine, and_, insert, or_, select, text, update

from config.settings import Settings
from config.vocabulary import Status
from engagements.database import reading, writing
from engagements.directory import Directory
from engagements.engagement import UK, World, uk_date
from engagements.loading import plain
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.journal import JournalEntry
from notifications.digest_lines import Asked, Identity, Item
from notifications.digest_message import Digest, drafted
from notifications.ledger import Notification, NotificationStatus
from notifications.pages import Pages
from notifications.quiet_hours import next_opening
from notifications.reminders import WAITS, Reminder, pass_on, still_for

AT_ONCE = 25
"""People in one transaction: typesetting takes its time, and others want to write."""

CUT_OFF = timedelta(minutes=10)
"""After which reminders that no digest says are those of a chase that was cut off, not of one under way."""

SUPERSEDED = "It had not gone out; a later digest says what of it still holds."

NOT_OUT = (NotificationStatus.PENDING, NotificationStatus.SUPERSEDED)

ON_ITS_WAY = (NotificationStatus.SENDING, NotificationStatus.SENT, NotificationStatus.UNCERTAIN)


class DigestList(NamedTuple):
    """Whose digest, and whose list: their own (empty), or that of somebody out of reach."""

    recipient: str
    list_of: str


class Composed(NamedTuple):
    """What a batch came to: people looked at, digests written, reminders dropped since nothing is owed any more."""

    people: int
    digests: int
    dropped: int


def compose(
    engine: Engine, world: World, now: datetime, settings: Settings, *, left_over: bool = False
) -> Iterator[Composed]:
    """Write the digests of everybody whom reminders wait for, batch by batch; each is committed when it is given out.

    ``left_over``: only what was passed on from somebody out of reach, and what a chase left that was cut off.
    """
    opening = next_opening(now, settings, world.calendar)
    with reading(engine) as connection:
        lists = waiting(connection, now, settings, world, left_over=left_over)
    for start in range(0, len(lists), AT_ONCE):
        batch = lists[start : start + AT_ONCE]
        with writing(engine) as connection:
            each = [_composed(connection, world, whose, now, opening, Pages(settings.portal_url)) for whose in batch]
        yield Composed(len(batch), sum(written for written, _ in each), sum(dropped for _, dropped in each))


def waiting(
    connection: Connection, now: datetime, settings: Settings, world: World, *, left_over: bool = False
) -> list[DigestList]:
    """Who is to get a digest: whoever reminders wait for, but for those whose digest of that day has gone out."""
    reminder, digest, journal = Reminder.table, Notification.table, JournalEntry.table
    day = uk_date(next_opening(now, settings, world.calendar))
    midnight = datetime.combine(day, time(), UK)
    gone_out = select(digest.c.id).where(
        digest.c.recipient == reminder.c.recipient,
        digest.c.list_of == reminder.c.passed_from,
        or_(
            and_(digest.c.day == day, or_(digest.c.status.not_in(NOT_OUT), digest.c.attempts > 0)),
            # An earlier day's, which a busy mail server took no sooner, is that day's message too.
            and_(
                digest.c.day < day,
                digest.c.status.in_(ON_ITS_WAY),
                or_(digest.c.settled_at.is_(None), digest.c.settled_at >= midnight),
            ),
        ),
    )
    query = select(reminder.c.recipient, reminder.c.passed_from).where(text(WAITS), ~gone_out.exists()).distinct()
    if left_over:
        noted = select(journal.c.at).where(journal.c.position == reminder.c.cause).scalar_subquery()
        query = query.where(or_(reminder.c.passed_from != "", noted < now - CUT_OFF))
    query = query.order_by(reminder.c.recipient, reminder.c.passed_from)
    return [DigestList(*row) for row in connection.execute(query)]


def _composed(
    connection: Connection, world: World, whose: DigestList, now: datetime, opening: datetime, pages: Pages
) -> tuple[int, int]:
    """One digest, in the place of those that have not gone out. How many were written, and reminders dropped."""
    day = uk_date(opening)
    standing = _not_out(connection, whose, day)
    today = next((digest for digest in standing if digest.day == day), None)
    _release(connection, standing)
    reminders = _waiting_for(connection, whose)
    engagements = _engagements(connection, {reminder.engagement_id for reminder in reminders})
    directory = Directory.read(connection, world.reference, engagements.values())
    items = _still_owed(connection, engagements, reminders, directory, uk_date(now))
    if reminders and not directory.find(whose.recipient, reminders[0].role):
        kept = {one.id for one in pass_on(connection, directory, engagements, reminders, uk_date(now)).for_nobody}
        items = [item for item in items if item.reminder and item.reminder.id in kept]
        reminders = _waiting_for(connection, whose)
    digest = Digest(whose.recipient, whose.list_of, items, now, opening)
    number = 0
    if digest.items:
        besides = _besides(connection, digest) if not whose.list_of else []
        draft = drafted(digest, besides, _asked(connection, digest.items), world, directory, pages)
        number = _write(connection, draft.amended({"not_before": opening, "decided_at": now}), today)
    said = {item.reminder.of for item in digest.items if item.reminder}
    dropped = _settle(connection, reminders, said, number, uk_date(now))
    _supersede(connection, [one for one in standing if one.id != number], now)
    return (1 if number else 0), dropped


def _not_out(connection: Connection, whose: DigestList, day: date) -> list[Notification]:
    """The digests of that list which wait to go out, and today's where it was withdrawn; nobody else touches them."""
    table = Notification.table
    query = select(table).where(
        table.c.recipient == whose.recipient,
        table.c.list_of == whose.list_of,
        table.c.day.is_not(None),
        or_(
            table.c.status == NotificationStatus.PENDING,
            and_(table.c.status == NotificationStatus.SUPERSEDED, table.c.day == day),
        ),
    )
    return list(plain(connection.execute(query.order_by(table.c.id).with_for_update()), Notification))


def _release(connection: Connection, digests: Sequence[Notification]) -> None:
    table = Reminder.table
    numbers = [digest.id for digest in digests]
    if numbers:
        connection.execute(update(table).where(table.c.digest.in_(numbers)).values(digest=None))


def _waiting_for(connection: Connection, whose: DigestList) -> list[Reminder]:
    table = Reminder.table
    query = select(table).where(table.c.recipient == whose.recipient, table.c.passed_from == whose.list_of, text(WAITS))
    return list(plain(connection.execute(query.order_by(table.c.id).with_for_update()), Reminder))


def _engagements(connection: Connection, numbers: set[int]) -> dict[int, EngagementFacts]:
    table = EngagementFacts.table
    query = select(table).where(table.c.id.in_(numbers))
    return {facts.id: facts for facts in plain(connection.execute(query), EngagementFacts)}


def _still_owed(
    connection: Connection,
    engagements: dict[int, EngagementFacts],
    reminders: Sequence[Reminder],
    directory: Directory,
    on: date,
) -> list[Item]:
    """What is still owed by the same date on engagements that go on; of several reminders, the one that asks most."""
    table = Obligation.table
    active = {number for number, facts in engagements.items() if facts.status is Status.ACTIVE}
    query = select(table).where(table.c.engagement_id.in_(active), table.c.ended.is_(None))
    owed = {(one.engagement_id, *one.identity): one for one in plain(connection.execute(query), Obligation)}
    found: dict[Identity, Item] = {}
    for reminder in sorted(reminders, key=lambda one: (one.copied, one.role is not one.meant_for)):
        obligation = owed.get(reminder.of)
        facts = engagements[reminder.engagement_id]
        if (
            obligation
            and obligation.due_on == reminder.due_on
            and still_for(directory, facts, reminder, obligation, on)
        ):
            found.setdefault(reminder.of, Item(obligation, facts, reminder))
    return list(found.values())


def _besides(connection: Connection, digest: Digest) -> list[Item]:
    """What else the person owes that is late: they were reminded of it before."""
    reminder, owed, engagement = Reminder.table, Obligation.table, EngagementFacts.table
    same = [reminder.c[name] == owed.c[name] for name in ("engagement_id", "opened_by", "kind", "subject")]
    query = (
        select(owed)
        .distinct()
        .join(reminder, and_(*same))
        .join(engagement, engagement.c.id == owed.c.engagement_id)
        .where(reminder.c.recipient == digest.recipient, reminder.c.digest.is_not(None), ~reminder.c.copied)
        .where(reminder.c.role == owed.c.owed_by, owed.c.ended.is_(None), owed.c.due_on < digest.day)
        .where(engagement.c.status == Status.ACTIVE)
        .where(or_(owed.c.handed_to.is_(None), owed.c.handed_to == digest.recipient))
    )
    said = {(item.engagement.id, *item.obligation.identity) for item in digest.items}
    late = [
        one for one in plain(connection.execute(query), Obligation) if (one.engagement_id, *one.identity) not in said
    ]
    engagements = _engagements(connection, {one.engagement_id for one in late})
    return [Item(one, engagements[one.engagement_id], None) for one in late]


def _asked(connection: Connection, items: Sequence[Item]) -> dict[Identity, list[Asked]]:
    """Who was asked for what they owe, and when, of what somebody else is told of."""
    table = Reminder.table
    others = {item.reminder.of: item for item in items if item.reminder and item.of_somebody_else}
    query = select(table).where(
        table.c.engagement_id.in_({number for number, *_ in others}), table.c.dropped_on.is_(None), ~table.c.copied
    )
    found: dict[Identity, list[Asked]] = defaultdict(list)
    for one in plain(connection.execute(query.order_by(table.c.id)), Reminder):
        item = others.get(one.of)
        if item and one.role is item.obligation.owed_by:
            found[one.of].append(Asked(one.recipient, one.decided_on))
    return found


def _write(connection: Connection, draft: Notification, today: Notification | None) -> int:
    """The digest's number: today's is written anew in its place."""
    table = Notification.table
    values = {name: value for name, value in draft.__dict__.items() if name != "id"}
    if today:
        connection.execute(update(table).where(table.c.id == today.id).values(values))
        return today.id or 0
    key = connection.execute(insert(table).values(values)).inserted_primary_key
    return int(key[0]) if key else 0


def _settle(connection: Connection, reminders: Sequence[Reminder], said: set[Identity], number: int, on: date) -> int:
    """Reminders of what the digest says are said by it; the others are dropped. How many of those."""
    table = Reminder.table
    for values, numbers in (
        ({"digest": number}, [one.id for one in reminders if one.of in said]),
        ({"dropped_on": on}, gone := [one.id for one in reminders if one.of not in said]),
    ):
        if numbers:
            connection.execute(update(table).where(table.c.id.in_(numbers)).values(values))
    return len(gone)


def _supersede(connection: Connection, digests: Sequence[Notification], now: datetime) -> None:
    table = Notification.table
    values = {"status": NotificationStatus.SUPERSEDED, "settled_at": now, "outcome": SUPERSEDED}
    numbers = [digest.id for digest in digests]
    if numbers:
        connection.execute(update(table).where(table.c.id.in_(numbers)).values(values))
