"""Quarterly reporting: periods open at each quarter's end, the authority raises exceptions, progress is reviewed."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator

from config.calendar import in_words
from engagements.engagement import Changes, Engagement, Insert, Moment, uk_date
from engagements.events import Event
from engagements.messages import Command, FreeText, TextRef
from engagements.obligations import Owed
from engagements.periods import ReportingPeriod
from engagements.refusals import BrokenRule
from engagements.stages.follow_up_plan import ActionRef
from engagements.state.plan import Action, QuarterlyReturn, RaisedException


def _period(text: str) -> str:
    return str(ReportingPeriod.parse(text))


Period = Annotated[str, AfterValidator(_period)]
"""A quarter of the financial year, written 2020-21-Q1."""


class AboutAPeriod(Event, abstract=True):
    """An event about one reporting period."""

    period: Period

    @property
    def subject(self) -> str:
        return self.period


class OpenPeriod(Command):
    """Open a reporting period: a return is owed for it. Given by the sweep at each quarter's end."""

    period: Period


class PeriodOpened(AboutAPeriod):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        due_on = self.opens[0].due_on
        yield Insert(
            QuarterlyReturn(
                engagement_id=engagement.id, period=self.period, authority=engagement.facts.authority, due_on=due_on
            )
        )


class PeriodNotOpen(BrokenRule):
    """The period is not open for a return: it was never opened, has not ended, or is settled."""

    field = "period"


def open_period(engagement: Engagement, command: OpenPeriod, now: datetime) -> list[Event]:
    ended = ReportingPeriod.parse(command.period).last_day
    if engagement.find(QuarterlyReturn, command.period):
        raise PeriodNotOpen(f"The period {command.period} was opened already.")
    if ended >= uk_date(now):
        raise PeriodNotOpen(f"The period {command.period} lasts until {in_words(ended)}; it opens after that.")
    since = engagement.facts.reports_from
    if since and ended < since:
        raise PeriodNotOpen(
            f"Returns are asked for from {in_words(since)}, when the plan was approved or a hold ended: after the "
            f"period {command.period} ended."
        )
    return [PeriodOpened(period=command.period, opens=(engagement.owe(Owed.FILE_RETURN, ended, command.period),))]


class RaiseException(Command):
    """Raise an exception to the boards: the cause and what is done about it, or a good practice that others may use."""

    period: Period
    kind: Literal["raised", "good_practice"] = "raised"
    action: ActionRef | None = None
    cause: FreeText
    response: FreeText


class ExceptionRaised(Event):
    period: Period
    kind: Literal["raised", "good_practice"] = "raised"
    action: str | None = None
    cause: TextRef
    response: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        values = self.own()
        yield Insert(RaisedException(engagement_id=engagement.id, sequence=when.sequence, raised_on=when.on, **values))


def raise_exception(engagement: Engagement, command: RaiseException, now: datetime) -> list[Event]:
    if engagement.find(QuarterlyReturn, command.period) is None:
        raise PeriodNotOpen(f"The period {command.period} has not been opened; raise the exception in one that has.")
    if command.action:
        engagement.one(Action, command.action, called=f"action {command.action}")
    return [ExceptionRaised(**command.model_dump())]


class ReviewProgress(Command):
    """Record the progress review, about ten months after the visit."""

    summary: FreeText


class ProgressReviewed(Event, discharges=(Owed.REVIEW_PROGRESS,)):
    summary: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        return ()


def review_progress(engagement: Engagement, command: ReviewProgress, now: datetime) -> list[Event]:
    return [ProgressReviewed(summary=command.summary)]
