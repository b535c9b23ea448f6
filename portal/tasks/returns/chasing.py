"""What happens if a return does not come: the rungs of its ladder that are still to be climbed, in words."""

from datetime import date
from typing import NamedTuple

from config.ladders import Audience
from engagements.ladders import chased_from
from engagements.obligations import DUTIES, Owed
from portal.tasks.returns.report import Report

TOLD = {
    Audience.OWNER: "you",
    Audience.DEPUTY: "your deputy",
    Audience.COORDINATOR: "the coordinator",
    Audience.PRINCIPAL_ADVISER: "the principal adviser",
    Audience.CHIEF_FIRE_OFFICER: "your chief fire officer",
    Audience.CHAIR: "your chair",
}


class Chased(NamedTuple):
    """``told``: whom we write to on the day; empty where the report to the oversight committee says it."""

    on: date
    told: str


def if_nothing_comes(report: Report) -> list[Chased]:
    """What comes next, the first first. Nothing where nothing is owed, or its clock stands still."""
    owed = report.task.obligation
    if owed is None or not owed.is_open or owed.due_on is None or owed.rung is None or owed.nudge_on is None:
        return []
    world = report.engagement.world
    ladder = world.ladders[DUTIES[Owed.FILE_RETURN].ladder]
    left = ladder.from_rung(owed.rung, owed.nudge_on, chased_from(owed.due_on, owed), world.calendar)
    return [
        Chased(on, " and ".join(TOLD[one] for one in rung.audience if one in TOLD))
        for rung, on in left
        if on > report.task.today
    ]
