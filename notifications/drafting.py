"""Drafting: for an event and a role, the message to everyone who holds it. Nothing is written or sent here."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from config.vocabulary import Role
from engagements.directory import Directory, Person
from engagements.engagement import World, uk_date
from engagements.events import AboutAPeer
from engagements.outbox import Followed
from engagements.stages.handing_over import ObligationHandedOver
from engagements.stages.relief import AboutAnObligation
from engagements.state.engagement import Obligation
from notifications.asks import asks
from notifications.calendars import AUTHORITY
from notifications.facts import facts
from notifications.ledger import Notification, NotificationStatus
from notifications.pages import Pages
from notifications.receipts import RECEIPT, whose
from notifications.rendering import render
from notifications.sessions import NO_SESSIONS, SESSIONS_CHANGED, TELL_OF_SESSIONS, SessionsTold, told_of_sessions
from notifications.wording import ROLES


def draft(
    connection: Connection,
    followed: Followed,
    role: Role,
    template: str,
    world: World,
    pages: Pages,
    papers: tuple[str, ...] = (),
) -> list[Notification]:
    """One message for everyone to write to for the role; one with nobody to go to, for a person to see, where none is.

    ``pages``: of the portal, for the messages to name. ``papers``: the names of those that were written of the event.
    A receipt is for whoever did it; scrutiny members are told where there are any, and of changes to sessions whoever
    has them. ``Role.PEER`` is the peer that the
    event is about, or else every peer who accepted a place. The same event gives the same messages again.
    Raises UndefinedError for a template that uses a fact which the event does not give.
    """
    peer = followed.event.peer if isinstance(followed.event, AboutAPeer) else ""
    engagement, on, handed_to = followed.engagement, uk_date(followed.at), _handed_to(connection, followed, role)
    directory = Directory.read(connection, world.reference, [engagement])
    sessions = told_of_sessions(connection, followed, world) if template in TELL_OF_SESSIONS else {}
    known = facts(connection, followed, role, world, directory, pages) | {"papers": papers}
    known["sessions"] = sessions.get(AUTHORITY, NO_SESSIONS)
    if template == RECEIPT and (person := whose(followed)[1]):
        people = _found(directory, role, [person])
    elif template == SESSIONS_CHANGED:
        people = _with_changes(directory, followed, role, sessions)
    else:
        people = directory.told(engagement, role, on, peer, handed_to)
    if not people and (template in (RECEIPT, SESSIONS_CHANGED) or role is Role.SCRUTINY_MEMBER):
        return []
    if not people:
        message = _message(followed, role, template, known, Person("", role, ROLES[role], ""), asked={role})
        return [
            message.amended({"outcome": why_nobody(directory.holders(engagement, role, on, peer, handed_to), role)})
        ]
    if role is not Role.PEER:
        return [_message(followed, role, template, known, person, {role}) for person in people]
    leads = {person.id for person in directory.holders(engagement, Role.LEAD_PEER, on)}
    return [
        _message(
            followed,
            role,
            template,
            known | {"sessions": sessions.get(person.id, NO_SESSIONS)},
            person,
            {role, Role.LEAD_PEER} if person.id in leads else {role},
        )
        for person in people
    ]


def _found(directory: Directory, role: Role, people: Iterable[str]) -> list[Person]:
    """Those of them who can be reached."""
    return [found for person in people if (found := directory.find(person, role))]


def _with_changes(
    directory: Directory, followed: Followed, role: Role, sessions: Mapping[str, SessionsTold]
) -> list[Person]:
    """Those whose sessions have changed, and nobody else; the authority's are all."""
    changed = [person for person, told in sessions.items() if told.any_change]
    if role is Role.PEER:
        return _found(directory, role, changed)
    return directory.told(followed.engagement, role, uk_date(followed.at)) if AUTHORITY in changed else []


def _handed_to(connection: Connection, followed: Followed, role: Role) -> str | None:
    """Of an event about what was handed over: who has it now, for whom the message is in the place of the role."""
    event = followed.event
    if not isinstance(event, AboutAnObligation):
        return None
    if isinstance(event, ObligationHandedOver):
        return event.to if role is event.owed_by else None
    owed = Obligation.table.c
    this = (owed.engagement_id == followed.engagement.id, owed.opened_by == event.opened_by)
    query = select(owed.handed_to).where(*this, owed.kind == event.kind, owed.subject == event.about)
    return connection.execute(query.where(owed.owed_by == role)).scalar()


def _message(
    followed: Followed, role: Role, template: str, known: dict[str, Any], person: Person, asked: set[Role]
) -> Notification:
    asked_of = asks(followed.event, asked, followed.engagement.ref, known["pages"])
    rendered = render(template, {**known, "recipient": person.name, "asks": asked_of})
    return Notification(
        cause=followed.position,
        engagement_id=followed.engagement.id,
        audience=role,
        recipient=person.id,
        template=template,
        address=person.email,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        status=NotificationStatus.PENDING if person.email else NotificationStatus.UNADDRESSED,
        not_before=followed.at,
        decided_at=followed.at,
    )


def why_nobody(holders: list[Person], role: Role) -> str:
    """Why nobody can be told, from those who hold the role and cannot be."""
    if not holders:
        return f"Nobody on record holds the role of {ROLES[role]}."
    return " ".join(
        f"Mail to {person.id} at {person.email} comes back."
        if person.email
        else f"{person.id} has no address on record."
        for person in holders
    )
