"""The receipt of a return: a number to name it by, what was filed, and what happens next. Made to be printed."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, select
from starlette.responses import Response

from engagements.database import reading
from engagements.directory import Directory
from engagements.loading import plain
from engagements.obligations import Owed
from engagements.process import recalled
from engagements.receipts import receipt_number
from engagements.stages.returns import NilReturnFiled, ReturnCame, ReturnFiled
from engagements.state.engagement import Obligation
from engagements.state.journal import JournalEntry
from engagements.texts import of_engagement
from portal.doors import Pages, TheVisitor
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.showing import Show
from portal.tasks.places import OF_RETURNS, ReturnRoot
from portal.tasks.returns.exceptional import as_the_board_reads
from portal.tasks.returns.report import Report, find_report

pages = Pages()


@dataclass(frozen=True, slots=True)
class Filed:
    """The last filing of a period's return."""

    number: str
    at: datetime
    by: str
    event: ReturnCame


@OF_RETURNS.get(pages, "/receipt")
def receipt(ref: str, period: str, office: TheOffice, visitor: TheVisitor, show: Show, root: ReturnRoot) -> Response:
    with reading(office.engine) as connection:
        report = find_report(connection, office, visitor, ref, period)
        directory = Directory.read(connection, office.world.reference, [report.task.facts])
        filed = _last_filed(connection, report, directory)
        if filed is None or not report.task.theirs:
            raise NotThere
        report = replace(report, texts=of_engagement(connection, report.engagement.id))
    return show(
        "tasks/returns/receipt.html",
        task=report.task,
        report=report,
        root=root,
        problems=(),
        filed=filed,
        updates=filed.event.updates if isinstance(filed.event, ReturnFiled) else (),
        ratings={one.slug: one.name for one in report.engagement.product.ratings.ratings},
        exceptional=as_the_board_reads(report.engagement, report.period, report.task.today, report.texts),
        accepted_by=_looked_at_by(report),
    )


def _last_filed(connection: Connection, report: Report, directory: Directory) -> Filed | None:
    journal = JournalEntry.table
    kinds = (ReturnFiled.__name__, NilReturnFiled.__name__)
    of_these = (journal.c.engagement_id == report.engagement.id, journal.c.type.in_(kinds))
    query = select(journal).where(*of_these).order_by(journal.c.sequence.desc())
    for entry in plain(connection.execute(query), JournalEntry):
        event = recalled(entry.type, entry.facts)
        if isinstance(event, ReturnCame) and event.period == str(report.period):
            person = entry.actor.partition(":")[2]
            number = receipt_number(report.task.ref, entry.sequence)
            return Filed(number, entry.at, directory.name(person) if person else "the authority", event)
    return None


def _looked_at_by(report: Report) -> date | None:
    """By when the LGA accepts it or asks about it; None where it did."""
    owed = [
        o for o in report.engagement.all(Obligation) if (o.kind, o.subject) == (Owed.ACCEPT_RETURN, str(report.period))
    ]
    return next((o.due_on for o in owed if o.is_open), None)
