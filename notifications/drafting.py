"""Drafting: for an event and a role, the message to everyone who holds it. Nothing is written or sent here."""

from typing import Any

from sqlalchemy import Connection

from config.vocabulary import Role
from engagements.engagement import World
from engagements.outbox import Followed
from engagements.people import Person
from engagements.stages.team_assignment import AboutAPeer
from notifications.asks import asks
from notifications.facts import facts, holding
from notifications.ledger import Notification, NotificationStatus
from notifications.rendering import render
from notifications.wording import ROLES


def draft(connection: Connection, followed: Followed, role: Role, template: str, world: World) -> list[Notification]:
    """One message for each holder of the role; one with nobody to go to, for a person to see, where there is none.

    ``Role.PEER`` is the peer that the event is about, or else every peer who accepted a place. The same event gives the
    same messages again. Raises UndefinedError for a template that uses a fact which the event does not give.
    """
    peer = followed.event.peer if isinstance(followed.event, AboutAPeer) else ""
    people = holding(connection, followed, role, world, peer)
    known = facts(connection, followed, role, world)
    if not people:
        nobody = Person("", role, ROLES[role], "")
        return [_message(followed, role, template, known, nobody, asked={role})]
    leads = (
        {person.id for person in holding(connection, followed, Role.LEAD_PEER, world)} if role is Role.PEER else set()
    )
    return [
        _message(followed, role, template, known, person, {role} | ({Role.LEAD_PEER} if person.id in leads else set()))
        for person in people
    ]


def _message(
    followed: Followed, role: Role, template: str, known: dict[str, Any], person: Person, asked: set[Role]
) -> Notification:
    rendered = render(template, {**known, "recipient": person.name, "asks": asks(followed.event, asked)})
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
        outcome="" if person.email else _why_nobody(person),
        not_before=followed.at,
        decided_at=followed.at,
    )


def _why_nobody(person: Person) -> str:
    role = ROLES[person.role]
    return f"{person.id} has no address on record." if person.id else f"Nobody on record holds the role of {role}."
