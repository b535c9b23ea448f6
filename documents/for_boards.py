"""Papers for boards: one for each board of the authority's route, on the same facts."""

from dataclasses import replace

from sqlalchemy import Connection, select

from config.vocabulary import PaperKind
from documents.facts import actions, findings, wording, writing
from documents.facts.board import BoardPaper
from documents.facts.covers import cover, covers
from documents.facts.exceptional import exceptional
from documents.facts.summing_up import asks, summary
from documents.facts.wording import Texts
from documents.kinds import Kind
from documents.making import Drafted
from documents.wanted import Standing, Wanted
from engagements.as_of import AsOf
from engagements.engagement import Engagement, uk_date
from engagements.loading import plain
from engagements.periods import ReportingPeriod
from engagements.state.boards import GovernanceBody, Meeting, Paper
from engagements.state.row import OfAuthority, Row


def drafted(connection: Connection, standing: Standing, wanted: Wanted, typed: Texts) -> tuple[Drafted, ...]:
    """A paper for each board."""
    standing = replace(standing, now=_with_its_route(connection, standing.now))
    now = standing.now
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
            cause=standing.position,
            sequence=standing.sequence,
            engagement_id=now.id,
        )
        for each in covers(now, facts.cover, matter, on, wanted.board)
    )


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
