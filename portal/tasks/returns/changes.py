"""What a return changes against the quarter before, and what somebody may have overlooked in it."""

from collections.abc import Iterator, Sequence
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


def warnings(report: Report, updates: Sequence[Update]) -> Iterator[str]:
    """What a board would ask about, and nothing that stands in the way of filing."""
    scale = report.engagement.product.ratings
    for one, update in zip(report.actions, updates, strict=True):
        rating = scale.rating(update.rating) if update.rating else one.rating
        yield from _about(one, rating, update, scale.starts_with)
    standing = report.standing
    late = (report.task.today - standing.due_on).days if standing and not standing.filings else 0
    if late > 0:
        yield f"This return was due on {in_words(standing.due_on) if standing else ''}; it is marked as late."


def _about(one: Reported, rating: Rating, update: Update, starts_with: str) -> Iterator[str]:
    if one.late > 0 and not rating.exceptional and not update.due_to and not one.asked_to:
        yield (
            f"Action {one.ref} was due on {in_words(one.action.due_on)} and is rated {rating.name.lower()}. Report it "
            "complete, ask for a later date, or say why."
        )
    elif rating.slug == starts_with and 0 <= -one.late <= SOON:
        yield f"Action {one.ref} is due on {in_words(one.action.due_on)} and is rated {rating.name.lower()}."
    if rating.exceptional and not update.text:
        yield f"Action {one.ref} is rated {rating.name.lower()}, and nothing new is said of it."
