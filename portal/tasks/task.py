"""A task: what somebody came for by a link, how it stands, and whether it is theirs to do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from config.products import Product
from config.vocabulary import LEADERS, OF_THE_AUTHORITY, Role, Status
from documents.ledger import Document
from documents.readers import offered
from engagements.directory import Directory, Person
from engagements.engagement import World
from engagements.loading import facts_of, plain
from engagements.messages import Command
from engagements.obligations import DUTIES, Owed
from engagements.process import recalled, step_for
from engagements.queries import last_decided
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.journal import JournalEntry
from engagements.telling import happened
from notifications.asks import to_do
from notifications.errands import Errand
from portal.giving import roles_in
from portal.office import Office
from portal.visitors import Visitor


class Standing(StrEnum):
    """How a task stands."""

    OPEN = "open"
    ON_HOLD = "on hold"
    SETTLED = "settled"
    WAIVED = "waived"
    LAPSED = "lapsed"
    OVER = "over"  # the engagement ended before it was done
    NOT_YET = "not yet"


class Settled:
    """What settled a task: what happened, when, and who did it, in a role; ``sequence``: of the event."""

    def __init__(self, what: str, at: datetime, actor: str, directory: Directory, sequence: int) -> None:
        role, _, person = actor.partition(":")
        self.what, self.at, self.role, self.sequence = what, at, Role(role), sequence
        self.name = directory.name(person) if person and self.role in OF_THE_AUTHORITY else ""


@dataclass(frozen=True, slots=True)
class Task:
    """``theirs``: whether the visitor may do it. ``escalated``: whether it waits for others, and they lead these.

    ``holders``: who has it. ``seen``: what a form that the page holds was written after. ``late``: calendar days past
    its date, negative before it, None while its clock stands still. ``written``: the papers that the visitor may read.
    """

    facts: EngagementFacts
    kind: Owed
    subject: str
    authority: str
    product: Product
    obligation: Obligation | None
    standing: Standing
    settled: Settled | None
    theirs: bool
    escalated: bool
    roles: tuple[Role, ...]
    holders: tuple[Person, ...]
    coordinator: Person | None
    today: date
    seen: int
    written: tuple[Document, ...]

    @property
    def ref(self) -> str:
        return self.facts.ref

    @property
    def title(self) -> str:
        """Agree the scope."""
        words = to_do(self.kind, self.subject)
        return words[:1].upper() + words[1:]

    @property
    def owed_by(self) -> Role:
        return DUTIES[self.kind].by

    @property
    def path(self) -> str:
        """The page's address."""
        return Errand.about(self.ref, self.kind, self.subject).path

    @property
    def own_path(self) -> str:
        """The address of this one, where its page is for several of a kind."""
        return Errand(self.kind.replace("_", "-"), self.ref, self.subject).path

    @property
    def is_open(self) -> bool:
        return self.standing is Standing.OPEN

    @property
    def to_be_done(self) -> bool:
        """Whether the visitor is the one to do it now."""
        return self.theirs and self.is_open

    @property
    def shown(self) -> bool:
        """Whether the visitor may read what it is about."""
        return self.theirs or self.escalated

    @property
    def may_be_handed_over(self) -> bool:
        return self.is_open and self.shown and self.owed_by in OF_THE_AUTHORITY

    @property
    def handed_to(self) -> str | None:
        """The contact to whom it was given, if it was."""
        return self.obligation.handed_to if self.obligation else None

    @property
    def due_on(self) -> date | None:
        return self.obligation.due_on if self.obligation else None

    @property
    def late(self) -> int | None:
        return (self.today - self.due_on).days if self.due_on else None


def find_task(
    connection: Connection,
    office: Office,
    visitor: Visitor,
    ref: str,
    kind: Owed,
    subject: str = "",
    *by: type[Command],
) -> Task:
    """What a guest was asked for. ``by``: the commands of which one settles it. Raises UnknownEngagement."""
    facts = facts_of(connection, ref)
    obligation, directory = _last(connection, facts, kind, subject), _directory(connection, facts, office.world)
    roles = roles_in(connection, office, visitor, facts)
    theirs = _is_theirs(visitor, kind, subject, roles, {role for command in by for role in step_for(command).by})
    standing = _standing(facts, obligation)
    return Task(
        facts=facts,
        kind=kind,
        subject=subject,
        authority=office.world.reference.service(facts.authority).official_name,
        product=office.world.catalogue.get(facts.product, facts.product_version),
        obligation=obligation,
        standing=standing,
        settled=_settled(connection, obligation, directory) if standing is Standing.SETTLED else None,
        theirs=theirs,
        escalated=not theirs and DUTIES[kind].by in OF_THE_AUTHORITY and bool(LEADERS & set(roles)),
        roles=roles,
        holders=_holders(directory, facts, obligation, kind, subject, office.today),
        coordinator=directory.reached(facts, Role.COORDINATOR, office.today),
        today=office.today,
        seen=last_decided(connection, facts.id),
        written=tuple(offered(connection, facts, roles, visitor.person)),
    )


def _directory(connection: Connection, facts: EngagementFacts, world: World) -> Directory:
    return Directory.read(connection, world.reference, [facts])


def _is_theirs(visitor: Visitor, kind: Owed, subject: str, roles: Collection[Role], by: Collection[Role]) -> bool:
    if DUTIES[kind].by is Role.PEER and subject != visitor.person:
        return False
    return DUTIES[kind].by in roles or any(role in by for role in roles)


def _holders(
    directory: Directory, facts: EngagementFacts, obligation: Obligation | None, kind: Owed, subject: str, on: date
) -> tuple[Person, ...]:
    role, handed_to = DUTIES[kind].by, obligation.handed_to if obligation else None
    return tuple(directory.told(facts, role, on, subject if role is Role.PEER else "", handed_to))


def _last(connection: Connection, facts: EngagementFacts, kind: Owed, subject: str) -> Obligation | None:
    """The open one, or else the last there was."""
    table = Obligation.table.c
    of_these = (table.engagement_id == facts.id, table.kind == kind, table.subject == subject)
    query = select(Obligation.table).where(*of_these).order_by(table.ended.isnot(None), table.opened_by.desc()).limit(1)
    return next(iter(plain(connection.execute(query), Obligation)), None)


def _standing(facts: EngagementFacts, obligation: Obligation | None) -> Standing:
    if obligation is None:
        return Standing.NOT_YET
    match obligation.ended:
        case None:
            return Standing.ON_HOLD if facts.status is Status.ON_HOLD else Standing.OPEN
        case "discharged":
            return Standing.SETTLED
        case "waived":
            return Standing.WAIVED
        case "expired":
            return Standing.LAPSED
        case _:
            return Standing.OVER


def _settled(connection: Connection, obligation: Obligation | None, directory: Directory) -> Settled | None:
    """The event that did what was owed."""
    if obligation is None or obligation.ended_at is None:
        return None
    journal = JournalEntry.table
    of_this = (journal.c.engagement_id == obligation.engagement_id, journal.c.sequence > obligation.opened_by)
    query = select(journal).where(*of_this, journal.c.at == obligation.ended_at).order_by(journal.c.sequence)
    for entry in plain(connection.execute(query), JournalEntry):
        event = recalled(entry.type, entry.facts)
        if event.settles(obligation):
            return Settled(happened(event), entry.at, entry.actor, directory, entry.sequence)
    return None
