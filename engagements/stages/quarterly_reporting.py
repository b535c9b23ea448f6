"""Quarterly reporting: each period the authority files a return, by exception, and the LGA looks at it."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from config.calendar import in_words
from config.vocabulary import Rating
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, FreeText, Message, Opened, TextRef
from engagements.obligations import Owed
from engagements.periods import ReportingPeriod
from engagements.refusals import BrokenRule
from engagements.stages.follow_up_plan import ActionRef
from engagements.state.plan import Action, ActionUpdate, QuarterlyReturn, RaisedException


def _period(text: str) -> str:
    return str(ReportingPeriod.parse(text))


Period = Annotated[str, AfterValidator(_period)]
"""A quarter of the financial year, written 2020-21-Q1."""

RATED = (Rating.NOT_STARTED, Rating.ON_TRACK, Rating.AT_RISK, Rating.OFF_TRACK)
"""What a return may rate an open action: completion and transfer have commands of their own. Worse comes later."""


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
        yield Insert(QuarterlyReturn(engagement_id=engagement.id, period=self.period, due_on=due_on))


class PeriodNotOpen(BrokenRule):
    """The period is not open for a return: it was never opened, has not ended, or is settled."""


def open_period(engagement: Engagement, command: OpenPeriod, now: datetime) -> list[Event]:
    ended = ReportingPeriod.parse(command.period).last_day
    if engagement.find(QuarterlyReturn, command.period):
        raise PeriodNotOpen(f"The period {command.period} was opened already.")
    if ended >= uk_date(now):
        raise PeriodNotOpen(f"The period {command.period} lasts until {in_words(ended)}; it opens after that.")
    since = engagement.facts.reports_from
    if since and ended < since:
        raise PeriodNotOpen(f"The plan was approved on {in_words(since)}, after the period {command.period} ended.")
    return [PeriodOpened(period=command.period, opens=(engagement.owe(Owed.FILE_RETURN, ended, command.period),))]


class Update(Message):
    """What a return says of an action: its rating, and why where it worsens."""

    action: ActionRef
    rating: Annotated[Rating, Field(description="not_started, on_track, at_risk or off_track")]
    text: FreeText | None = None


class UpdateRef(Message):
    action: str
    rating: Rating
    text: TextRef | None = None


class FileReturn(Command):
    """File the return of a period: an update for every open action. Again, to replace it until it is accepted."""

    period: Period
    updates: Annotated[tuple[Update, ...], Field(min_length=1, max_length=500)]


class ReturnFiled(AboutAPeriod, discharges=(Owed.FILE_RETURN, Owed.ANSWER_QUERY, Owed.ACCEPT_RETURN)):
    updates: tuple[UpdateRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield from _filed(engagement, self.period, "filed", when)
        for update in self.updates:
            yield Insert(
                ActionUpdate(
                    engagement_id=engagement.id, sequence=when.sequence, period=self.period, **update.model_dump()
                )
            )
            yield amend(engagement.one(Action, update.action, called="such action"), rating=update.rating)


class NilReturnFiled(AboutAPeriod, discharges=(Owed.FILE_RETURN, Owed.ANSWER_QUERY, Owed.ACCEPT_RETURN)):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        return _filed(engagement, self.period, "nil", when)


def _filed(engagement: Engagement, period: str, status: str, when: Moment) -> Changes:
    standing = engagement.one(QuarterlyReturn, period, called="such return")
    yield amend(standing, status=status, filed_at=when.at, filings=standing.filings + 1)


class ReturnIncomplete(BrokenRule):
    """A return has one update for every open action, and none for another."""


class CauseRequired(BrokenRule):
    """Where a rating worsens, the return says why."""


class SomethingIsExceptional(BrokenRule):
    """A nil return says that nothing is exceptional."""


def _open_for_return(engagement: Engagement, period: str) -> QuarterlyReturn:
    standing = engagement.find(QuarterlyReturn, period)
    if standing is None:
        opened = ", ".join(sorted(r.period for r in engagement.all(QuarterlyReturn))) or "none yet"
        raise PeriodNotOpen(f"The period {period} is not open for a return. Opened so far: {opened}.")
    if standing.status == "accepted":
        raise PeriodNotOpen(f"The return for {period} was accepted already; put what is new into the next one.")
    return standing


def file_return(engagement: Engagement, command: FileReturn, now: datetime) -> list[Event]:
    _open_for_return(engagement, command.period)
    to_report = {action.ref: action for action in engagement.all(Action) if action.status == "open"}
    named = [update.action for update in command.updates]
    problems = [f"no update for {ref}" for ref in to_report if ref not in named]
    problems += [f"{ref} is not an open action of the plan" for ref in named if ref not in to_report]
    problems += [f"{ref} is named twice" for ref in to_report if named.count(ref) > 1]
    if problems:
        raise ReturnIncomplete(f"The return needs one update for each open action: {'; '.join(problems)}.")
    for update in command.updates:
        if update.rating not in RATED:
            raise ReturnIncomplete(
                f"Rate {update.action} as {', '.join(RATED)}; an action is completed or transferred by its own command."
            )
        before = to_report[update.action].rating
        if before in RATED and RATED.index(update.rating) > RATED.index(before) > 0 and not update.text:
            worse = f"{before.replace('_', ' ')} to {update.rating.replace('_', ' ')}"
            raise CauseRequired(f"Say why {update.action} went from {worse}: fill in its text.")
        if update.rating in (Rating.AT_RISK, Rating.OFF_TRACK) and before is Rating.NOT_STARTED and not update.text:
            raise CauseRequired(f"Say why {update.action} is {update.rating.replace('_', ' ')}: fill in its text.")
    updates = tuple(UpdateRef(**update.model_dump()) for update in command.updates)
    return [ReturnFiled(period=command.period, updates=updates, opens=_to_be_accepted(engagement, command.period, now))]


class FileNilReturn(Command):
    """File a nil return: nothing is exceptional, every rating stands."""

    period: Period


def file_nil_return(engagement: Engagement, command: FileNilReturn, now: datetime) -> list[Event]:
    _open_for_return(engagement, command.period)
    today = uk_date(now)
    overdue = [a.ref for a in engagement.all(Action) if a.status == "open" and a.due_on < today]
    off_track = [a.ref for a in engagement.all(Action) if a.status == "open" and a.rating is Rating.OFF_TRACK]
    if overdue or off_track:
        found = [f"overdue: {', '.join(overdue)}"] * bool(overdue) + [f"off track: {', '.join(off_track)}"] * bool(
            off_track
        )
        raise SomethingIsExceptional(f"File a full return, since something is exceptional: {'; '.join(found)}.")
    return [NilReturnFiled(period=command.period, opens=_to_be_accepted(engagement, command.period, now))]


def _to_be_accepted(engagement: Engagement, period: str, now: datetime) -> tuple[Opened, ...]:
    return (engagement.owe(Owed.ACCEPT_RETURN, uk_date(now), period),)


class QueryReturn(Command):
    """Ask the authority about a return that it filed."""

    period: Period
    question: FreeText


class ReturnQueried(AboutAPeriod, discharges=(Owed.ACCEPT_RETURN,)):
    question: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        standing = engagement.one(QuarterlyReturn, self.period, called="such return")
        yield amend(standing, status="queried", query=self.question)


class NothingFiled(BrokenRule):
    """There is no filed return to query or accept."""


def _filed_return(engagement: Engagement, period: str) -> None:
    standing = engagement.find(QuarterlyReturn, period)
    if standing is None or standing.status not in ("filed", "nil"):
        state = standing.status if standing else "not opened"
        raise NothingFiled(f"The return for {period} is {state}; there is nothing to look at yet.")


def query_return(engagement: Engagement, command: QueryReturn, now: datetime) -> list[Event]:
    _filed_return(engagement, command.period)
    return [
        ReturnQueried(**command.model_dump(), opens=(engagement.owe(Owed.ANSWER_QUERY, uk_date(now), command.period),))
    ]


class AcceptReturn(Command):
    """Accept a return."""

    period: Period


class ReturnAccepted(AboutAPeriod, discharges=(Owed.ACCEPT_RETURN,)):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(engagement.one(QuarterlyReturn, self.period, called="such return"), status="accepted")


def accept_return(engagement: Engagement, command: AcceptReturn, now: datetime) -> list[Event]:
    _filed_return(engagement, command.period)
    return [ReturnAccepted(period=command.period)]


class RaiseException(Command):
    """Raise an exception to the boards: the cause, and what is done about it."""

    period: Period
    action: ActionRef | None = None
    cause: FreeText
    response: FreeText


class ExceptionRaised(Event):
    period: Period
    action: str | None = None
    cause: TextRef
    response: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        values = self.own()
        yield Insert(RaisedException(engagement_id=engagement.id, sequence=when.sequence, **values))


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
