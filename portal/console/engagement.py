"""An engagement: where it stands, who is awaited, what may be done now, and what happened last."""

from dataclasses import dataclass

from sqlalchemy import Connection, select
from starlette.responses import Response

from engagements.database import reading
from engagements.loading import plain, rows_of
from engagements.overview.staff import staff
from engagements.stages.relief import ObligationNudged
from engagements.state.engagement import CauseOfConcern, EngagementFacts, Note
from engagements.state.journal import JournalEntry
from engagements.texts import recall
from portal.console.frame import frame
from portal.console.happenings import Happening, happenings
from portal.console.ladders import chased
from portal.console.possible import possibilities
from portal.doors import Pages, TheVisitor
from portal.office import Office, TheOffice
from portal.showing import Show
from portal.visitors import LGA

pages = Pages("/engagements/{ref}")

LATEST = 8
"""Events that the overview tells, reminders left out; the journal has them all."""


@dataclass(frozen=True, slots=True)
class About:
    """What an engagement is: who looks after it, and why it was asked for."""

    adviser: str
    coordinator: str
    reason: str
    concerns: tuple[CauseOfConcern, ...]
    notes: tuple[str, ...]


@pages.get("", to=LGA)
def engagement(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "")
        return show(
            "console/engagement/overview.html",
            frame=there,
            about=_about(connection, office, there.facts),
            possible=possibilities(visitor, there.facts, there.standing.owed),
            latest=_latest(connection, there.facts),
        )


@pages.get("/owed", to=LGA)
def owed(ref: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/owed")
        return show("console/engagement/owed.html", frame=there, owed=chased(connection, office, there.facts))


def _about(connection: Connection, office: Office, facts: EngagementFacts) -> About:
    there = staff(connection, office.world.reference, office.today)
    adviser = there.adviser_of.get(facts.authority)
    notes = rows_of(connection, facts, Note)[-3:]
    texts = recall(connection, [facts.reason, *(note.text for note in notes)])
    concerns = rows_of(connection, facts, CauseOfConcern)
    return About(
        adviser=adviser.name if adviser else "",
        coordinator=there.name(facts.coordinator) or "",
        reason=texts.get(facts.reason, ""),
        concerns=tuple(one for one in concerns if not one.removed_on),
        notes=tuple(texts.get(note.text, "(erased)") for note in reversed(notes)),
    )


def _latest(connection: Connection, facts: EngagementFacts) -> list[Happening]:
    journal = JournalEntry.table
    decided = (journal.c.engagement_id == facts.id, journal.c.type != ObligationNudged.__name__)
    query = select(journal).where(*decided).order_by(journal.c.sequence.desc()).limit(LATEST)
    return happenings(connection, plain(connection.execute(query), JournalEntry))
