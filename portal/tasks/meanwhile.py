"""What happened to an engagement after somebody opened a page, so that they can tell whether their answer holds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from engagements.loading import plain
from engagements.process import recalled
from engagements.stages.relief import ObligationNudged
from engagements.state.journal import JournalEntry
from engagements.telling import given_by, happened
from portal.tasks.task import Task

MOST = 10


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """``by``: who did it, in a role."""

    what: str
    at: datetime
    by: str


def meanwhile(connection: Connection, task: Task, seen: int) -> tuple[Meanwhile, ...]:
    """What came after event ``seen``, the first first; at most ten, and no nudges."""
    journal = JournalEntry.table
    after = (journal.c.engagement_id == task.facts.id, journal.c.sequence > seen)
    decided = journal.c.type != ObligationNudged.__name__
    query = select(journal).where(*after, decided).order_by(journal.c.sequence).limit(MOST)
    return tuple(
        Meanwhile(happened(recalled(entry.type, entry.facts)), entry.at, given_by(entry.actor.partition(":")[0]))
        for entry in plain(connection.execute(query), JournalEntry)
    )
