"""Versions of papers that people ask for: made again from the journal as it was at any time, and put on record."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import Engine

from documents import drafting, ledger
from documents.ledger import Document
from documents.making import keep
from documents.wanted import Wanted
from engagements.database import reading, writing
from engagements.engagement import UK, World
from engagements.journal import Actor


@dataclass(frozen=True, slots=True)
class Version:
    """A paper on record. ``new``: whether it differs from what was on record of that time."""

    paper: Document
    new: bool


def at_the_end_of(day: date, now: datetime) -> datetime:
    """The moment up to which the journal is read for papers as of a day: its end in England, or now."""
    return min(now, datetime.combine(day, time.max, UK))


def make_version(
    engine: Engine, wanted: Wanted, world: World, data_dir: Path, by: Actor, now: datetime
) -> list[Version]:
    """Make papers as things stood at the time that is wanted. What is the same as before is that.

    Raises UnknownEngagement, NothingToReport, NotYet and NotOnRecord, before anything is written.
    """
    with reading(engine) as connection:
        found = drafting.drafted(connection, wanted, world)
    made = [keep(one, data_dir, by, now) for one in found]
    with writing(engine) as connection:
        before = {paper.id for paper in ledger.listed(connection, wanted.ref)}
        kept = [ledger.another(connection, one) for one in made]
    return [Version(one, one.id not in before) for one in kept]
