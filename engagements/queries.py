"""What people ask of the state: who owes what, how an engagement stands, what happened when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, select

from config.vocabulary import Role, Stage, Status
from engagements.events import Event
from engagements.journal import entries
from engagements.loading import facts_of, plain
from engagements.process import recalled
from engagements.stages import relief
from engagements.state.boards import Paper, PaperForBoard
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.journal import JournalEntry


@dataclass(frozen=True, slots=True)
class Due:
    """An open obligation. ``late``: calendar days past its date, negative before it, None while its clock stops."""

    ref: str
    authority: str
    stage: Stage
    kind: str
    subject: str
    owed_by: Role
    opened_on: date
    due_on: date | None
    late: int | None
    handed_to: str | None = None


def due(connection: Connection, on: date, owed_by: Role | None = None, ref: str | None = None) -> list[Due]:
    """Who owes what on a day, the latest first; what waits on hold comes last."""
    obligation, engagement = Obligation.table, EngagementFacts.table
    query = (
        select(obligation, engagement.c.ref, engagement.c.authority, engagement.c.stage)
        .join(engagement, engagement.c.id == obligation.c.engagement_id)
        .where(obligation.c.ended.is_(None), obligation.c.opened_on <= on)
        .order_by(
            obligation.c.due_on.is_(None),
            obligation.c.due_on,
            engagement.c.ref,
            obligation.c.kind,
            obligation.c.subject,
        )
    )
    if owed_by:
        query = query.where(obligation.c.owed_by == owed_by)
    if ref:
        query = query.where(engagement.c.ref == facts_of(connection, ref).ref)
    return [
        Due(
            ref=row.ref,
            authority=row.authority,
            stage=row.stage,
            kind=row.kind,
            subject=row.subject,
            owed_by=row.owed_by,
            opened_on=row.opened_on,
            due_on=row.due_on,
            late=(on - row.due_on).days if row.due_on else None,
            handed_to=row.handed_to,
        )
        for row in connection.execute(query)
    ]


def engagements(
    connection: Connection, stage: Stage | None = None, status: Status | None = None, authority: str | None = None
) -> list[EngagementFacts]:
    """Engagements by reference, all or some of them."""
    table = EngagementFacts.table
    query = select(table).order_by(table.c.authority, table.c.id)
    for column, wanted in ((table.c.stage, stage), (table.c.status, status), (table.c.authority, authority)):
        if wanted:
            query = query.where(column == wanted)
    return list(plain(connection.execute(query), EngagementFacts))


@dataclass(frozen=True, slots=True)
class PaperBefore:
    """A paper, and every meeting that it was submitted to, in order, with what was decided there."""

    paper: Paper
    meetings: tuple[PaperForBoard, ...]


def papers(connection: Connection, ref: str) -> list[PaperBefore]:
    """The papers of an engagement, by number. Raises UnknownEngagement."""
    facts = facts_of(connection, ref)
    drafted, sent = Paper.table, PaperForBoard.table
    found = connection.execute(select(drafted).where(drafted.c.engagement_id == facts.id).order_by(drafted.c.number))
    before = select(sent).where(sent.c.engagement_id == facts.id).order_by(sent.c.met_on, sent.c.body)
    meetings = plain(connection.execute(before), PaperForBoard)
    return [
        PaperBefore(paper, tuple(one for one in meetings if one.paper == paper.number)) for paper in plain(found, Paper)
    ]


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of an engagement's timeline."""

    position: int
    sequence: int
    at: datetime
    actor: str
    event: Event


def timeline(connection: Connection, ref: str) -> list[Happened]:
    """Everything that happened to an engagement, in order. Raises UnknownEngagement."""
    return [_happened(entry) for entry in entries(connection, facts_of(connection, ref).id)]


def _happened(entry: JournalEntry) -> Happened:
    event = recalled(entry.type, entry.facts)
    return Happened(entry.position or 0, entry.sequence, entry.at, entry.actor, event)


def last_decided(connection: Connection, engagement_id: int) -> int:
    """The sequence of the last event that somebody decided, or that a clock did: a nudge, which changes nothing of
    what there is to decide, does not count. 0 where there is none.
    """
    journal = JournalEntry.table
    decided = (journal.c.engagement_id == engagement_id, journal.c.type != relief.ObligationNudged.__name__)
    query = select(journal.c.sequence).where(*decided).order_by(journal.c.sequence.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none() or 0


def was_given(connection: Connection, command_id: UUID) -> bool:
    """Whether a command of that id was applied."""
    journal = JournalEntry.table
    query = select(journal.c.position).where(journal.c.command_id == command_id.bytes).limit(1)
    return connection.execute(query).first() is not None
