"""Making a paper again: with a template that was put right, or after a text was erased. It says nothing newer."""

from datetime import datetime

from sqlalchemy import Connection

from documents import drafting, ledger
from documents.making import Drafted
from documents.overseeing import national_report
from engagements.engagement import World
from engagements.periods import ReportingPeriod


def drafted_again(connection: Connection, number: int, now: datetime, world: World) -> Drafted:
    """A paper on record, drafted once more. Raises NoSuchPaper.

    A paper of an engagement tells of the time of its event; the national report, of what is known ``now``.
    """
    document = ledger.find(connection, number)
    if document.cause is None:
        return national_report(connection, ReportingPeriod.parse(document.period), now, world)
    [drafted] = drafting.drafted(connection, drafting.again(connection, document), world)
    return drafted
