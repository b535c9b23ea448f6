"""What a return changes against the quarter before, and what somebody may have overlooked in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.calendar import in_words
from config.ratings.scale import Rating
from engagements.as_of import AsOf
from engagements.stages.returns import Update
from portal.tasks.returns.report import Report, Reported

SOON = 30
"""Calendar days in which an action that nobody began is worth a second look (*assumption*)."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An action of which the return says something. ``was``: its rating at the end of the quarter before."""

    ref: str
    at: int
    was: Rating
    now: Rating
    text: str
    due_to: date | None


def changes(report: Report, updates: Sequence[Update]) -> list[Changed]:
    """What differs from the quarter before, or is said anew."""
    before, scale = AsOf(report.engagement, report.period, report.task.today).before, report.engagement.product.ratings
    found = []
    for one, update in zip(report.actions, updates, strict=True):
        planned = one.ref in before.planned
        was = scale.rating(before.rating(one.action)) if planned else one.rating
        now = scale.rating(update.rating) if update.rating else one.rating
        if was != now or update.text or update.due_to:
            found.append(Changed(one.ref, one.at, was, now, update.text or "", update.due_to))
    return found


@dataclass(frozen=True, slots=True)
class Overlooked:
    """``refs``: the actions that it is about; none where it is about the return."""

    text: str
    refs: Sequence[str] = ()


def warnings(report: Report, updates: Sequence[Update]) -> list[Overlooked]:
    """What a board would ask about. Nothing of it stands in the way of filing."""
    scale = report.engagement.product.ratings
    rated = [
        (one, scale.rating(update.rating) if update.rating else one.rating, update)
        for one, update in zip(report.actions, updates, strict=True)
    ]
    about = [
        Overlooked(
            "Past their date, and not rated off track. Report them complete, ask for a later date, or say why",
            [one.ref for one, rating, update in rated if _overlooked(one, rating, update)],
        ),
        Overlooked(
            f"Due within {SOON} days, and not begun",
            [one.ref for one, rating, _ in rated if rating.slug == scale.starts_with and 0 <= -one.late <= SOON],
        ),
        Overlooked(
            "Boards read of it, and nothing new is said",
            [one.ref for one, rating, update in rated if rating.exceptional and not update.text],
        ),
    ]
    found, standing = [one for one in about if one.refs], report.standing
    if standing and not standing.filings and report.task.today > standing.due_on:
        found.append(Overlooked(f"This return was due on {in_words(standing.due_on)}: it is marked as late"))
    return found


def _overlooked(one: Reported, rating: Rating, update: Update) -> bool:
    return one.late > 0 and not rating.exceptional and not (update.due_to or update.text or one.asked_to)
