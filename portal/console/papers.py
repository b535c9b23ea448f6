"""Papers: what was put before the boards and what they decided; and the papers that were written, to download."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from documents import ledger
from documents.ledger import Document, NoSuchPaper
from engagements.database import reading
from engagements.loading import rows_of
from engagements.queries import papers as papers_of
from engagements.state.plan import BoardDecision
from engagements.state.report import Report, ReportCorrection
from engagements.texts import recall
from portal.console.frame import frame
from portal.console.happenings import given_by, named
from portal.doors import Pages
from portal.downloads import PAPER_FORMS
from portal.downloads import paper as download_paper
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import LGA

pages = Pages("/engagements/{ref}")


@pages.get("/papers", to=LGA)
def papers(ref: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/papers")
        drafted, decisions = papers_of(connection, ref), rows_of(connection, there.facts, BoardDecision)
        reports = rows_of(connection, there.facts, Report)
        typed = [one.paper.subject for one in drafted] + [one.reason for one in decisions]
        typed += [meeting.reason for one in drafted for meeting in one.meetings] + [one.summary for one in reports]
        return show(
            "console/engagement/papers.html",
            frame=there,
            report=reports[0] if reports else None,
            corrections=rows_of(connection, there.facts, ReportCorrection),
            written=_written(connection, ref),
            forms=tuple(PAPER_FORMS),
            papers=drafted,
            decisions=decisions,
            texts=recall(connection, filter(None, typed)),
        )


@dataclass(frozen=True, slots=True)
class Written:
    """A version of a paper; ``number``: which of its versions it is. ``made_by`` and ``to`` in words."""

    paper: Document
    number: int
    made_by: str
    to: str


def _written(connection: Connection, ref: str) -> list[Written]:
    """Every version, in the order in which they were made."""
    found = ledger.listed(connection, ref)
    people = {person for one in found for person in (one.made_by.partition(":")[2], one.peer)}
    names, versions = named(connection, people), Counter[tuple[str, str, str]]()
    listed = []
    for one in found:
        of = (one.kind, one.board, one.peer)
        versions[of] += 1
        listed.append(Written(one, versions[of], given_by(one.made_by, names), names.get(one.peer, one.peer)))
    return listed


@pages.get("/papers/{number:int}.{form}", to=LGA)
def paper(ref: str, number: int, form: str, office: TheOffice) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/papers")
        try:
            document = ledger.find(connection, number)
        except NoSuchPaper:
            raise NotThere from None
    if document.engagement_id != there.facts.id:
        raise NotThere
    return download_paper(office, document, form)
