"""Closure: the end of an engagement, once its boards approved it, and its reopening. The regulator's is separate."""

from datetime import date, datetime

from config.calendar import in_words
from config.products import ClockName
from config.vocabulary import Answer, Stage, Status
from engagements.engagement import Changes, Engagement, Moment, uk_date
from engagements.events import Event
from engagements.messages import Command, FreeText, Opened, Ordinal, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.actions import SETTLED
from engagements.stages.route import closure_approved
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import Action, Recommendation


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

    field = "cause_of_concern"


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
