"""Failing over: whose address is no good is out of reach, and what they were told goes at once to whoever is next.

All of it happens in the transaction that records the failure: once, or not at all. It comes to an end, because each
turn puts one more person out of reach, and nobody out of reach is written to.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from config.calendar import in_words
from config.settings import Settings
from config.vocabulary import Role
from engagements import outbox
from engagements.directory import Directory, Person
from engagements.engagement import World, uk_date
from engagements.loading import plain
from engagements.people import mark_unreachable, on_record
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Unreachable
from notifications import ledger
from notifications.drafting import draft, why_nobody
from notifications.facts import contacts, of_engagement
from notifications.ledger import CONTACT_UNREACHABLE, Notification, NotificationStatus
from notifications.pages import Pages
from notifications.quiet_hours import next_opening
from notifications.reminders import Reminder, pass_on, said_by
from notifications.rendering import render
from notifications.wording import ROLES


class Failure(NamedTuple):
    """A message whose address is no good, and what was said of it. ``at``: when that was known."""

    message: Notification
    reason: str
    at: datetime

    @property
    def on(self) -> str:
        return in_words(uk_date(self.message.settled_at or self.at))


def fail_over(connection: Connection, world: World, failure: Failure, settings: Settings) -> None:
    """Enter the person as out of reach, pass on what they were told, and tell the coordinator."""
    message, since = failure.message, uk_date(failure.at)
    person, address = message.recipient, message.address
    failed = Unreachable(person=person, address=address, since=since, reason=failure.reason)
    newly = mark_unreachable(connection, failed)
    engagements = _engagements(connection, message)
    heirs = _passed_on(connection, world, failure, engagements, Pages(settings.portal_url))
    notices = _notices(connection, world, failure, engagements, heirs, settings)
    told = set[str]() if newly or not heirs else _told_before(connection, failed)
    ledger.record(connection, [notice for notice in notices if notice.recipient not in told])


def _passed_on(
    connection: Connection, world: World, failure: Failure, engagements: Sequence[EngagementFacts], pages: Pages
) -> set[str]:
    """Tell whoever is to be told now; who was told before is not told again. Their identifiers."""
    message = failure.message
    if message.day:
        directory = Directory.read(connection, world.reference, engagements)
        by_number, said = {facts.id: facts for facts in engagements}, said_by(connection, message.id or 0)
        return pass_on(connection, directory, by_number, said, uk_date(failure.at)).heirs
    if not message.cause:
        return set()
    [followed] = outbox.followed(connection, [message.cause or 0])
    drafts = draft(connection, followed, message.audience, message.template, world, pages)
    at_once = {"not_before": failure.at, "decided_at": failure.at}
    ledger.record(connection, [one.amended(at_once) for one in drafts])
    return {one.recipient for one in drafts if one.recipient}


def _notices(
    connection: Connection,
    world: World,
    failure: Failure,
    engagements: Sequence[EngagementFacts],
    heirs: set[str],
    settings: Settings,
) -> list[Notification]:
    """One for each coordinator concerned; where it is a coordinator who is out of reach, for the principal adviser."""
    directory = Directory.read(connection, world.reference, engagements)
    first, second = Role.COORDINATOR, Role.PRINCIPAL_ADVISER
    roles = (second, first) if failure.message.audience is first else (first, second)
    concerned: dict[str, Notification] = {}
    for facts in engagements:
        found = (directory.reached(facts, role, uk_date(failure.at)) for role in roles)
        person = next(filter(None, found), Person("", roles[0], ROLES[roles[0]], ""))
        if person.id not in concerned:
            concerned[person.id] = _notice(connection, world, failure, heirs, settings, facts, person, directory)
    return list(concerned.values())


def _notice(
    connection: Connection,
    world: World,
    failure: Failure,
    heirs: set[str],
    settings: Settings,
    facts: EngagementFacts,
    person: Person,
    directory: Directory,
) -> Notification:
    message, gone = failure.message, on_record(connection, failure.message.recipient)
    said = {
        "engagement": of_engagement(facts, world),
        "contacts": contacts(directory, facts, person.role, uk_date(failure.at)),
        "recipient": person.name,
        "asks": [],
        "person": {"id": gone.id, "name": gone.name, "role": ROLES[message.audience], "address": message.address},
        "message": {"subject": message.subject, "on": failure.on, "text": message.text},
        "reason": failure.reason,
        "instead": sorted(on_record(connection, heir).name for heir in heirs),
    }
    rendered = render(CONTACT_UNREACHABLE, said)
    return Notification(
        about=message.id,
        engagement_id=facts.id,
        audience=person.role,
        recipient=person.id,
        template=CONTACT_UNREACHABLE,
        address=person.email,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        status=NotificationStatus.PENDING if person.id else NotificationStatus.UNADDRESSED,
        outcome="" if person.id else why_nobody([], person.role),
        not_before=next_opening(failure.at, settings, world.calendar),
        decided_at=failure.at,
    )


def _engagements(connection: Connection, message: Notification) -> Sequence[EngagementFacts]:
    """Those that the message is about."""
    table, reminder = EngagementFacts.table, Reminder.table
    of_its_reminders = select(reminder.c.engagement_id).where(reminder.c.digest == message.id)
    query = select(table).where(or_(table.c.id == message.engagement_id, table.c.id.in_(of_its_reminders)))
    return plain(connection.execute(query), EngagementFacts)


def _told_before(connection: Connection, failed: Unreachable) -> set[str]:
    """Who knows already that the person is out of reach at that address."""
    notice, original = Notification.table, Notification.table.alias("original")
    query = select(notice.c.recipient).join(original, original.c.id == notice.c.about)
    query = query.where(original.c.recipient == failed.person, original.c.address == failed.address)
    return set(connection.execute(query).scalars())
