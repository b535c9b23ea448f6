"""The journal of an engagement: everything that happened, by stage, and whether its chain of hashes holds."""

from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, select
from starlette.responses import Response

from config.vocabulary import Stage
from engagements.database import reading
from engagements.journal import broken_at
from engagements.loading import plain
from engagements.process import recalled
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from portal.console.frame import frame
from portal.console.happenings import Happening, happenings
from portal.console.paging import Paging, asked
from portal.doors import Pages
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import LGA

pages = Pages("/engagements/{ref}")

ON_A_PAGE = 50


class Chapter(NamedTuple):
    """What happened at one stage, the newest first."""

    stage: Stage
    happened: list[Happening]


@pages.get("/journal", to=LGA)
def journal(ref: str, office: TheOffice, show: Show, page: str = "") -> Response:
    number, part = asked(page, ON_A_PAGE)
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/journal")
        table = JournalEntry.table
        query = (
            select(table)
            .where(table.c.engagement_id == there.facts.id)
            .order_by(table.c.sequence.desc())
            .offset(part.after)
            .limit(part.most)
        )
        told = happenings(connection, plain(connection.execute(query), JournalEntry))
        entered = _stages(connection, there.facts)
        return show(
            "console/engagement/journal.html",
            frame=there,
            chapters=[
                Chapter(stage, list(of)) for stage, of in groupby(told, lambda one: _stage(entered, one.sequence))
            ],
            paging=Paging(number, there.facts.version, ON_A_PAGE),
            broken=broken_at(connection, there.facts),
        )


def _stages(connection: Connection, facts: EngagementFacts) -> list[tuple[int, Stage]]:
    """From which event on the engagement was at which stage, the last first."""
    table = JournalEntry.table
    query = (
        select(table.c.sequence, table.c.type, table.c.facts)
        .where(table.c.engagement_id == facts.id, table.c.facts.contains('"enters":'))
        .order_by(table.c.sequence.desc())
    )
    events = ((row.sequence, recalled(row.type, row.facts).enters) for row in connection.execute(query))
    return [(sequence, stage) for sequence, stage in events if stage]


def _stage(entered: list[tuple[int, Stage]], sequence: int) -> Stage:
    """The stage at which an event happened; the one that leads to a stage is the first of it."""
    return next((stage for since, stage in entered if since <= sequence), Stage.REQUEST)
