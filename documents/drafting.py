"""Drafting papers: from what the journal tells to facts, for each board of the route. Nothing is written here."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from config.vocabulary import PaperKind
from documents.facts import actions, findings, wording, writing
from documents.facts.board import BoardPaper
from documents.facts.covers import cover, covers
from documents.facts.exceptional import exceptional
from documents.facts.summing_up import asks, summary
from documents.facts.wording import Texts
from documents.kinds import Kind
from documents.ledger import Document
from documents.making import Drafted
from engagements import texts
from engagements.as_of import AsOf
from engagements.engagement import Engagement, World, uk_date
from engagements.loading import plain
from engagements.periods import ReportingPeriod
from engagements.process import recalled
from engagements.rebuilding import retold
from engagements.refusals import BrokenRule
from engagements.stages.closure import EngagementClosed
from engagements.stages.papers import AboutAMatter
from engagements.state.boards import GovernanceBody, Meeting, Paper
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from engagements.state.row import OfAuthority, Row


class NothingToReport(BrokenRule):
    """The engagement was not there at that time, or has no such paper."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers: of a kind, on an engagement, as it stood after an event, or at ``made_at`` where none is named.

    ``period``: unless said, the last that had ended. ``paper``: the number of what people drafted for the boards.
    ``board``: the slug of the one board to write for; unless said, each of the route.
    """

    kind: Kind
    ref: str
    made_at: datetime
    sequence: int | None = None
    cause: int | None = None
    period: str | None = None
    paper: int | None = None
    board: str | None = None


def again(connection: Connection, document: Document) -> Wanted:
    """What was wanted when a paper of an engagement was made: the same event, the same board."""
    journal, engagement = JournalEntry.table, EngagementFacts.table
    query = select(journal, engagement.c.ref).join(engagement, engagement.c.id == journal.c.engagement_id)
    entry = connection.execute(query.where(journal.c.position == document.cause)).one()
    event = recalled(entry.type, entry.facts)
    return Wanted(
        kind=document.kind,
        ref=entry.ref,
        made_at=entry.at,
        sequence=entry.sequence,
        cause=document.cause,
        period=document.period or None,
        paper=event.number if isinstance(event, AboutAMatter) else None,
        board=document.board,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How an engagement stood, and what was said when it closed."""

    now: Engagement
    closing: str | None  # a TextRef


def drafted(connection: Connection, wanted: Wanted, world: World) -> tuple[Drafted, ...]:
    """A paper for each board. The same journal gives the same papers, whatever happened since.

    Raises UnknownEngagement and NothingToReport.
    """
    standing = _standing(connection, wanted, world)
    now, typed = standing.now, Texts(texts.of_engagement(connection, standing.now.id))
    paper, on = _paper(now, wanted), uk_date(wanted.made_at)
    if paper and paper.kind is PaperKind.QUARTERLY:
        wanted = replace(wanted, kind=Kind.QUARTERLY_REPORT, period=paper.period)
    period = ReportingPeriod.parse(wanted.period) if wanted.period else ReportingPeriod.last_ended(on)
    facts = _facts(standing, wanted, period, paper, typed)
    matter = paper.matter if paper else str(period) if wanted.kind is Kind.QUARTERLY_REPORT else ""
    return tuple(
        Drafted(
            kind=wanted.kind,
            facts=replace(facts, cover=each.cover),
            made_at=wanted.made_at,
            folder=now.facts.ref,
            name=_name(wanted.kind, period, paper, each.cover.board),
            authority=now.facts.authority,
            board=each.board,
            period=str(period) if wanted.kind is Kind.QUARTERLY_REPORT else "",
            cause=wanted.cause,
            engagement_id=now.id,
        )
        for each in covers(now, facts.cover, matter, on, wanted.board)
    )


def _standing(connection: Connection, wanted: Wanted, world: World) -> Standing:
    now = closing = None
    for told in retold(connection, wanted.ref, world):
        later = told.entry.at > wanted.made_at if wanted.sequence is None else told.entry.sequence > wanted.sequence
        if later:
            break
        now = told.engagement
        closing = told.event.summary if isinstance(told.event, EngagementClosed) else closing
    if now is None:
        day = wording.day(uk_date(wanted.made_at))
        raise NothingToReport(f"{wanted.ref} began after {day}. Choose a later day.")
    return Standing(_with_its_route(connection, now), closing)


def _with_its_route(connection: Connection, engagement: Engagement) -> Engagement:
    """The route is a register of the authority's, and in no journal."""
    registers: dict[type[Row], dict[tuple[object, ...], Row]] = {}
    for kind in (GovernanceBody, Meeting):
        registers[kind] = {row.identity: row for row in _register(connection, kind, engagement.facts.authority)}
    return replace(engagement, rows={**engagement.rows, **registers})


def _register(connection: Connection, kind: type[OfAuthority], authority: str) -> list[OfAuthority]:
    table = kind.table
    query = select(table).where(table.c.authority == authority).order_by(*(table.c[name] for name in kind.IDENTITY))
    return list(plain(connection.execute(query), kind))


def _paper(engagement: Engagement, wanted: Wanted) -> Paper | None:
    """What people drafted: the paper that is named, or the last that asks for a decision."""
    if wanted.paper:
        return engagement.one(Paper, wanted.paper, called=f"paper {wanted.paper}")
    written = [paper for paper in engagement.all(Paper) if paper.kind is not PaperKind.QUARTERLY]
    return written[-1] if written and wanted.kind is Kind.DECISION_PAPER else None


def _facts(
    standing: Standing, wanted: Wanted, period: ReportingPeriod, paper: Paper | None, typed: Texts
) -> BoardPaper:
    now, kind, on = standing.now, wanted.kind, uk_date(wanted.made_at)
    quarterly = kind is Kind.QUARTERLY_REPORT
    view = AsOf(now, period if quarterly else ReportingPeriod.of(on), on)
    found = exceptional(view, typed)
    subject = typed(paper.subject) if paper else _subject(now, kind, period)
    listed = actions.actions(view, typed)
    facts = BoardPaper(
        cover=cover(now, kind, subject, on),
        when=f"in {period.in_words}" if quarterly else f"on {wording.day(on)}",
        asks=tuple(typed(ask) for ask in paper.asks) if paper else (),
        summary=(),
        tallies=actions.tallies(view),
        exceptions=found.exceptions,
        good=found.good,
        transferred=actions.transferred(now, typed),
        verified=tuple(one for one in listed if one.settled.startswith("Verified")),
        rejected=findings.rejected(now, typed),
        concerns=findings.concerns(now, typed),
        decisions=findings.decisions(now, typed),
        sections=writing.sections(paper, typed),
        equality=writing.equality(paper, typed),
        actions=listed,
        moves=actions.moves(now, typed),
        answers=findings.answers(now, typed),
    )
    said = typed.paragraphs(standing.closing) if kind is Kind.CLOSURE_REPORT else ()
    return replace(facts, asks=facts.asks or asks(kind, facts), summary=(*said, *summary(now, period, facts, on)))


def _subject(engagement: Engagement, kind: Kind, period: ReportingPeriod) -> str:
    what = engagement.product.name
    match kind:
        case Kind.QUARTERLY_REPORT:
            return f"{what}: report for {period.in_words}"
        case Kind.CLOSURE_REPORT:
            return f"{what}: closure report"
        case _:
            return f"{what}: paper for decision"


def _name(kind: Kind, period: ReportingPeriod, paper: Paper | None, board: str) -> str:
    """2020-21-Q1 quarterly report, SLT; with the number of what people drafted: paper 4, decision paper, SLT."""
    what = f"{period} {kind.in_words}" if kind is Kind.QUARTERLY_REPORT else kind.in_words
    parts = (f"paper {paper.number}" if paper else "", what, board)
    return ", ".join(part for part in parts if part)
