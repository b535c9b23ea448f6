"""Closure: what the boards decided, the end of an engagement, its reopening. The regulator's closure is separate."""

from datetime import date, datetime
from typing import Literal

from config.calendar import in_words
from config.products import ClockName
from config.vocabulary import Answer, Decision, Stage, Status
from engagements.engagement import Changes, Engagement, Insert, Moment, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Label, Opened, Ordinal, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.actions import SETTLED, closure_approved
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import Action, BoardDecision, Recommendation


class RecordBoardDecision(Command):
    """Record what a governance body decided about the plan, the progress, or closure."""

    board: Label
    met_on: Day
    agenda_item: Label | None = None
    about: Literal["plan", "progress", "closure"]
    decision: Decision
    reason: FreeText | None = None


class BoardDecisionRecorded(Event, discharges=(Owed.DECIDE_CLOSURE, Owed.CLOSE_ENGAGEMENT)):
    """A decision about closure settles what was owed about closure, and opens what it asks for instead."""

    board: str
    met_on: date
    agenda_item: str | None = None
    about: Literal["plan", "progress", "closure"]
    decision: Decision
    reason: TextRef | None = None

    @property
    def subject(self) -> str | None:
        return "" if self.about == "closure" else "not closure"

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        values = self.own()
        yield Insert(BoardDecision(engagement_id=engagement.id, sequence=when.sequence, **values))


class MeetingNotYetHeld(BrokenRule):
    """A decision is recorded after the meeting."""


class SayWhy(BrokenRule):
    """A board that defers or refers back says why, so that somebody can act on it."""


def record_board_decision(engagement: Engagement, command: RecordBoardDecision, now: datetime) -> list[Event]:
    if command.met_on > uk_date(now):
        raise MeetingNotYetHeld(
            f"The meeting of {in_words(command.met_on)} is still to come; record its decision after it."
        )
    if command.decision in (Decision.DEFERRED, Decision.REFERRED_BACK) and not command.reason:
        raise SayWhy(f"Say why the matter was {command.decision.replace('_', ' ')}: fill in reason.")
    opens: tuple[Opened, ...] = ()
    all_settled = all(action.status in SETTLED for action in engagement.all(Action))
    if command.about == "closure" and all_settled and engagement.facts.stage is Stage.QUARTERLY_REPORTING:
        owed = Owed.CLOSE_ENGAGEMENT if command.decision is Decision.APPROVED else Owed.DECIDE_CLOSURE
        opens = (engagement.owe(owed, uk_date(now)),)
    return [BoardDecisionRecorded(**command.model_dump(), opens=opens)]


class CloseEngagement(Command):
    """Close the engagement, with a summary for the closure report."""

    summary: FreeText


class EngagementClosed(Event):
    """The closure report's facts, transferred actions first. ``concerns_open``: what the regulator has not closed."""

    transferred: tuple[str, ...]
    verified: tuple[str, ...]
    recommendations_rejected: tuple[int, ...]
    concerns_open: tuple[int, ...]
    summary: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        return ()


class ActionsUnsettled(BrokenRule):
    """Every action is verified, or transferred to business as usual with an owner and a reason."""


class BoardHasNotClosed(BrokenRule):
    """The authority's board approves closure before the engagement closes."""


def close_engagement(engagement: Engagement, command: CloseEngagement, now: datetime) -> list[Event]:
    actions = engagement.all(Action)
    unsettled = [f"{action.ref} ({action.status})" for action in actions if action.status not in SETTLED]
    if unsettled:
        raise ActionsUnsettled(
            f"Not settled yet: {', '.join(unsettled)}. Verify each, or have the authority transfer it to business as "
            "usual with an owner and a reason."
        )
    if not closure_approved(engagement):
        raise BoardHasNotClosed("No board has approved closure yet; the clerk records its decision first.")
    return [
        EngagementClosed(
            transferred=tuple(action.ref for action in actions if action.status == "transferred"),
            verified=tuple(action.ref for action in actions if action.status == "verified"),
            recommendations_rejected=tuple(
                r.number for r in engagement.all(Recommendation) if r.answer is Answer.REJECTED
            ),
            concerns_open=tuple(c.number for c in engagement.all(CauseOfConcern) if c.removed_on is None),
            summary=command.summary,
            enters=Stage.CLOSED,
        )
    ]


class Reopen(Command):
    """Reopen a closed engagement, with the reason, and the cause of concern that asks for it if one does."""

    reason: FreeText
    cause_of_concern: Ordinal | None = None


class EngagementReopened(Event):
    reason: TextRef
    cause_of_concern: int | None = None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield engagement.becomes(status=Status.ACTIVE, closed_on=None, reopened_by=when.sequence)


class ConcernRemoved(BrokenRule):
    """The inspectorate removed that concern: it is no reason to reopen."""


def reopen(engagement: Engagement, command: Reopen, now: datetime) -> list[Event]:
    """A new plan is owed: within 28 days for a cause of concern, else by the product's clock."""
    today = uk_date(now)
    if command.cause_of_concern is None:
        plan = engagement.owe(Owed.PROPOSE_PLAN, today)
    else:
        number = command.cause_of_concern
        concern = engagement.one(CauseOfConcern, number, called=f"cause of concern {number} on record")
        if concern.removed_on:
            raise ConcernRemoved(
                f"The inspectorate removed cause of concern {number} on {in_words(concern.removed_on)}."
            )
        plan = _plan_for_concern(engagement, today)
    return [EngagementReopened(**command.model_dump(), enters=Stage.FOLLOW_UP_PLAN, opens=(plan,))]


def _plan_for_concern(engagement: Engagement, today: date) -> Opened:
    clock = engagement.product.clock(ClockName.PLAN_FOR_CAUSE_OF_CONCERN)
    due_on = clock.after(today, engagement.world.calendar)
    return engagement.owe(Owed.PROPOSE_PLAN, today).model_copy(update={"due_on": due_on})
