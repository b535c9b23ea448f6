"""Clocks: how an obligation's date stops, goes on, and moves; and where else the date is written."""

from datetime import date

from config.calendar import WorkingDays
from engagements.engagement import Changes, Engagement, Insert, Moment, amend
from engagements.messages import Clock
from engagements.obligations import Owed
from engagements.state.engagement import Obligation
from engagements.state.plan import Action, DateMove, QuarterlyReturn
from engagements.state.row import OfEngagement
from engagements.state.team import Invitation

REPEATED: dict[str, tuple[type[OfEngagement], str]] = {
    Owed.ANSWER_INVITATION: (Invitation, "answer_by"),
    Owed.COMPLETE_ACTION: (Action, "due_on"),
    Owed.FILE_RETURN: (QuarterlyReturn, "due_on"),
}
"""Where a due date is repeated on the row that the obligation is about: it moves with the clock."""


def clock_of(obligation: Obligation, *, days_left: int | None = None, due_on: date | None = None) -> Clock:
    """The obligation's clock, stopped with the working days that it has left, or set to a date."""
    return Clock(
        opened_by=obligation.opened_by,
        kind=obligation.kind,
        subject=obligation.subject,
        days_left=days_left,
        due_on=due_on,
    )


def days_left(calendar: WorkingDays, today: date, due_on: date) -> int:
    """Working days, negative when late. A due date that is no working day counts as the next one: nobody loses time."""
    return calendar.between(today, calendar.after(due_on, 0))


def due_again(calendar: WorkingDays, today: date, left: int) -> date:
    """The due date of a clock that goes on today with the working days that it had left."""
    return calendar.after(today, left) if left >= 0 else calendar.before(today, -left)


def set_clocks(engagement: Engagement, clocks: tuple[Clock, ...], when: Moment) -> Changes:
    """Set each clock; what is due later than today after all is late no more, and in no report."""
    for clock in clocks:
        obligation = engagement.one(Obligation, clock.opened_by, clock.kind, clock.subject, called="such obligation")
        late_no_more = {"lapsed_on": None, "listed_on": None} if clock.due_on and clock.due_on >= when.on else {}
        dates = clock.model_dump(include={"days_left", "due_on", "rung", "nudge_on"})
        yield amend(obligation, **dates, **late_no_more)
        if clock.due_on and clock.kind in REPEATED:
            kind, column = REPEATED[clock.kind]
            row = engagement.one(kind, clock.subject, called="such row")
            if isinstance(row, Action):
                yield Insert(_move(row, clock.due_on, when, engagement.facts.held_on or when.on))
            yield amend(row, **{column: clock.due_on})


def _move(action: Action, due_to: date, when: Moment, counts_from: date) -> DateMove:
    return DateMove(
        engagement_id=action.engagement_id,
        action=action.ref,
        sequence=when.sequence,
        counts_from=counts_from,
        due_from=action.due_on,
        due_to=due_to,
    )
