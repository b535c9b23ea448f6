"""What papers are on, as clerks and authorities see it: the paper, what was made of it, the board and its meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from config.vocabulary import PaperKind
from documents.facts.wording import Texts
from documents.ledger import Document
from documents.ledger import listed as documents_of
from engagements.governance import meetings, route
from engagements.loading import plain, rows_of
from engagements.periods import ReportingPeriod
from engagements.process import recalled
from engagements.stages.papers import AboutAMatter
from engagements.stages.route import CLOSURE
from engagements.state.boards import GovernanceBody, Meeting, Paper, PaperForBoard
from engagements.state.journal import JournalEntry
from engagements.texts import recall
from portal.mishaps import NotThere
from portal.tasks.task import Task

SECTIONS = {
    "background": "Background",
    "update": "Update",
    "benefits_and_risks": "Benefits and risk implications",
    "financial_implications": "Financial implications",
    "workforce_engagement": "Workforce engagement",
    "legal_implications": "Legal implications",
    "equality_summary": "Equality and diversity implications",
}
"""The sections that people write, in the order of the paper."""


@dataclass(frozen=True, slots=True)
class Equality:
    """What a paper says of one protected characteristic."""

    characteristic: str
    impact: str
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A paper with its texts."""

    paper: Paper
    subject: str
    author: str
    asks: tuple[str, ...]
    sections: dict[str, str]
    equality: tuple[Equality, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """``board``: what the body is called. ``made``: the newest files. ``sent``: to which meetings, in their order.

    ``reason``: why it decided as it last did. ``to_come``: meetings of the body from today on.
    """

    matter: str
    body: str
    board: str
    kind: PaperKind
    written: Written | None
    made: Document | None
    sent: tuple[PaperForBoard, ...]
    reason: str
    to_come: tuple[Meeting, ...]

    @property
    def waiting(self) -> PaperForBoard | None:
        """Before which meeting the paper is, undecided."""
        return next((one for one in self.sent if one.stands and one.decision is None), None)

    @property
    def decided(self) -> PaperForBoard | None:
        """The last meeting that decided."""
        return _decided(self.sent)


def matter_of(connection: Connection, task: Task) -> Matter:
    """What a task is about whose subject is ``matter.body``; ``closure`` and no body where it has none.

    Raises NotThere for a subject that no task of this kind can have.
    """
    matter, _, body = (task.subject or CLOSURE).partition(".")
    on_route = next((one for one in route(connection, task.facts.authority, task.today) if one.body.slug == body), None)
    bodies = rows_of(connection, task.facts, GovernanceBody)
    before = rows_of(connection, task.facts, PaperForBoard)
    sent = sorted((one for one in before if (one.matter, one.body) == (matter, body)), key=_by_meeting)
    last = _decided(sent)
    known = next((one.name for one in bodies if one.slug == body), "")
    papers = [paper for paper in rows_of(connection, task.facts, Paper) if paper.matter == matter]
    return Matter(
        matter=matter,
        body=body,
        board=on_route.body.name if on_route else sent[-1].board if sent else known or body,
        kind=papers[-1].kind if papers else _kind(matter),
        written=_written(connection, papers[-1]) if papers else None,
        made=_made(connection, task, matter, body),
        sent=tuple(sent),
        reason=Texts(recall(connection, [last.reason]))(last.reason) if last and last.reason else "",
        to_come=tuple(one for one in meetings(connection, task.facts.authority, task.today) if one.body == body),
    )


def _by_meeting(sent: PaperForBoard) -> tuple[date, int]:
    return sent.met_on, sent.paper


def _decided(sent: Sequence[PaperForBoard]) -> PaperForBoard | None:
    return next((one for one in reversed(sent) if one.decision), None)


def _kind(matter: str) -> PaperKind:
    if matter == CLOSURE:
        return PaperKind.CLOSURE
    if matter.startswith("paper-"):
        return PaperKind.DECISION
    try:
        ReportingPeriod.parse(matter)
    except ValueError:
        raise NotThere from None
    return PaperKind.QUARTERLY


def _written(connection: Connection, paper: Paper) -> Written:
    refs = [paper.subject, paper.author, *paper.asks, *(getattr(paper, name) for name in SECTIONS)]
    refs += [answer["text"] for answer in paper.equality]
    said = Texts(recall(connection, [ref for ref in refs if ref]))
    return Written(
        paper=paper,
        subject=said(paper.subject),
        author=said(paper.author),
        asks=tuple(said(ask) for ask in paper.asks),
        sections={name: said(getattr(paper, name)) for name in SECTIONS},
        equality=tuple(
            Equality(str(answer["characteristic"]), str(answer["impact"]), said(answer["text"]))
            for answer in paper.equality
        ),
    )


def _made(connection: Connection, task: Task, matter: str, body: str) -> Document | None:
    """The newest paper of the ledger on the matter, for the body or for none in particular."""
    found = [one for one in documents_of(connection, task.ref) if one.board in (body, "")]
    causes = _matters(connection, [one.cause for one in found if one.cause])
    on_it = [one for one in found if matter == (one.period or causes.get(one.cause or 0, ""))]
    return on_it[-1] if on_it else None


def _matters(connection: Connection, causes: list[int]) -> dict[int, str]:
    """What the events that papers were made of were about."""
    journal = JournalEntry.table
    matters: dict[int, str] = {}
    for entry in plain(connection.execute(select(journal).where(journal.c.position.in_(causes))), JournalEntry):
        event = recalled(entry.type, entry.facts)
        matters[entry.position or 0] = event.matter if isinstance(event, AboutAMatter) else ""
    return matters
