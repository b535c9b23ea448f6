"""Reminders: what is to be said to whom because a rung was climbed. They wait until a digest says all of it at once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Index, select, text, update
from sqlmodel import Field, UniqueConstraint

from config.ladders import Audience, Channel, Rung, Tone
from config.vocabulary import Role
from engagements.chasing import Nudged
from engagements.directory import Directory, Person
from engagements.engagement import World
from engagements.loading import plain
from engagements.obligations import Owed
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.journal import POSITION
from engagements.state.row import Row, kept_in
from engagements.state.words import Words
from engagements.writing import insert_new

WAITS, SAID = "digest IS NULL AND dropped_on IS NULL", "digest IS NOT NULL"
SAID_ONCE = ("engagement_id", "opened_by", "kind", "subject", "due_on", "rung", "recipient")


@kept_in("reminder", derived=False, rowid=True)
class Reminder(Row):
    """One rung of one obligation, for one person. It waits until a ``digest`` says it, or it is dropped unsaid.

    ``meant_for``: the role that the rung turns to; ``role``: the one that the person is reached in, which is another
    where nobody could be reached in that. ``cause``: the nudge in the journal. ``passed_from``: who was out of reach.
    """

    __table_args__ = (
        UniqueConstraint(*SAID_ONCE),
        Index("reminder_waiting", "recipient", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
        Index("reminder_said_to", "recipient", sqlite_where=text(SAID), postgresql_where=text(SAID)),
        Index("reminder_of_digest", "digest", sqlite_where=text(SAID), postgresql_where=text(SAID)),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    recipient: str
    role: Role = Field(sa_type=Words(Role))
    meant_for: Role = Field(sa_type=Words(Role, "meant_for"))
    copied: bool = False
    engagement_id: int = Field(foreign_key="engagement.id")
    opened_by: int
    kind: str
    subject: str = ""
    due_on: date
    rung: str
    template: Tone = Field(sa_type=Words(Tone))
    decided_on: date
    cause: int = Field(foreign_key="journal.position", sa_type=POSITION)
    digest: int | None = Field(default=None, foreign_key="notification.id", sa_type=POSITION)
    dropped_on: date | None = None
    passed_from: str = ""

    @property
    def of(self) -> tuple[int, int, str, str]:
        """The identity of the obligation, with its engagement's."""
        return self.engagement_id, self.opened_by, self.kind, self.subject

    @property
    def peer(self) -> str:
        return self.subject if self.kind == Owed.ANSWER_INVITATION else ""


def note(connection: Connection, world: World, nudged: Sequence[Nudged]) -> None:
    """Write down who is to be told of some nudges, in the transaction that records them."""
    directory = Directory.read(connection, world.reference, (each.engagement for each in nudged))
    rows = [row for each in nudged for rung in each.rungs for row in _reminders(each, rung, directory)]
    insert_new(connection, Reminder, rows)


def _reminders(nudged: Nudged, rung: Rung, directory: Directory) -> Iterator[dict[str, Any]]:
    obligation, engagement = nudged.obligation, nudged.engagement
    for told in those_told(engagement, obligation, rung, nudged.on, directory):
        yield {
            "recipient": told.person.id,
            "role": told.person.role,
            "meant_for": told.meant_for,
            "copied": told.copied,
            "engagement_id": engagement.id,
            "opened_by": obligation.opened_by,
            "kind": obligation.kind,
            "subject": obligation.subject,
            "due_on": obligation.due_on,
            "rung": rung.key,
            "template": rung.template,
            "decided_on": nudged.on,
            "cause": nudged.position,
            "passed_from": "",
        }


class Told(NamedTuple):
    """Somebody whom a rung tells, the role that it means them in, and whether they get a copy of what others get."""

    meant_for: Role
    person: Person
    copied: bool


def those_told(
    facts: EngagementFacts, obligation: Obligation, rung: Rung, on: date, directory: Directory
) -> Iterator[Told]:
    """Whom a rung tells by mail that day. A deputy who is not there gets no copy; nobody at all has no identifier."""
    peer = obligation.subject if obligation.kind == Owed.ANSWER_INVITATION else ""
    for copied, audiences in ((False, rung.audience), (True, rung.copied)):
        for audience in audiences if rung.channel is Channel.MAIL else ():
            if audience is Audience.DEPUTY:
                owner = directory.reached(facts, obligation.owed_by, on, peer, obligation.handed_to)
                for deputy in directory.deputies_of(owner, facts, on) if owner else ():
                    yield Told(obligation.owed_by, deputy, copied)
            else:
                role = obligation.owed_by if audience is Audience.OWNER else Role(audience.value)
                handed_to = obligation.handed_to if role is obligation.owed_by else None
                yield Told(role, reached_for(directory, facts, role, on, peer, handed_to), copied)


def reached_for(
    directory: Directory, facts: EngagementFacts, role: Role, on: date, peer: str = "", handed_to: str | None = None
) -> Person:
    """Who hears what is meant for a role: where nobody does, the coordinator, then the principal adviser; or nobody."""
    if person := directory.reached(facts, role, on, peer, handed_to):
        return person
    for above in (Role.COORDINATOR, Role.PRINCIPAL_ADVISER):
        if person := directory.reached(facts, above, on):
            return person
    return Person("", role, "", "")


def still_for(directory: Directory, facts: EngagementFacts, reminder: Reminder, owed: Obligation, on: date) -> bool:
    """Whether a reminder is still for its recipient: what was handed over meanwhile is somebody else's."""
    if owed.handed_to is None or reminder.copied or reminder.meant_for is not owed.owed_by:
        return True
    return reached_for(directory, facts, owed.owed_by, on, handed_to=owed.handed_to).id == reminder.recipient


class PassedOn(NamedTuple):
    """Who is to be told now, those who know already included; and what nobody can be told."""

    heirs: set[str]
    for_nobody: list[Reminder]


def pass_on(
    connection: Connection,
    directory: Directory,
    engagements: dict[int, EngagementFacts],
    reminders: Iterable[Reminder],
    on: date,
) -> PassedOn:
    """Have reminders of somebody out of reach said to whoever is next, but not twice to the same person.

    A copy goes no further: whoever was asked has been asked.
    """
    heirs, for_nobody = set[str](), list[Reminder]()
    for one in reminders:
        if one.copied:
            continue
        facts, handed_to = engagements[one.engagement_id], _handed_to(connection, one)
        person = reached_for(directory, facts, one.meant_for, on, one.peer, handed_to)
        if not person.id:
            for_nobody.append(one)
            continue
        heirs.add(person.id)
        if not _said_to(connection, one, person):
            values = {"recipient": person.id, "role": person.role, "passed_from": one.recipient, "digest": None}
            table = Reminder.table
            connection.execute(update(table).where(table.c.id == one.id).values(values))
    return PassedOn(heirs, for_nobody)


def _handed_to(connection: Connection, reminder: Reminder) -> str | None:
    """Who has what the reminder is about, where it was handed over and the reminder is for whoever owes it."""
    owed = Obligation.table.c
    identity = (owed.engagement_id, owed.opened_by, owed.kind, owed.subject)
    query = select(owed.handed_to).where(
        *(column == value for column, value in zip(identity, reminder.of, strict=True))
    )
    return connection.execute(query.where(owed.owed_by == reminder.meant_for)).scalar()


def _said_to(connection: Connection, reminder: Reminder, person: Person) -> bool:
    table = Reminder.table
    same = {name: getattr(reminder, name) for name in SAID_ONCE} | {"recipient": person.id}
    query = select(table.c.id).where(*(table.c[name] == value for name, value in same.items()))
    return connection.execute(query).first() is not None


def said_by(connection: Connection, digest: int) -> list[Reminder]:
    """What a digest says."""
    table = Reminder.table
    return list(plain(connection.execute(select(table).where(table.c.digest == digest)), Reminder))
