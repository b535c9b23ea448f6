"""Challenge visit: the authority assesses itself, the peers visit in one or more phases, and tell what they found."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from config.calendar import in_words
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Message, Ordinal, Slug, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.scoping import DatesInWrongOrder, leaves_notice, visit_days
from engagements.stages.timetable import NotScheduled, agreed_lines, timetable_problems
from engagements.state.team import Scope, Visit, VisitPhase
from engagements.state.timetable import SessionElsewhere, VisitSession
from engagements.visits.moving_sessions import Days, moved
from engagements.visits.timetabling import in_short


class Phase(Message):
    """The first and the last day of a phase, and what it is about where that tells it from the others."""

    starts_on: Day
    ends_on: Day
    title: FreeText | None = None


class PhaseHeld(Message):
    """A phase as the journal holds it: its title by reference."""

    starts_on: Day
    ends_on: Day
    title: TextRef | None = None


class SessionMoved(Message):
    """A session that is in another phase now, and perhaps at other times."""

    number: int
    phase: int
    starts_at: datetime
    ends_at: datetime


class ScheduleVisit(Command):
    """Set the days of the visit: one or more phases, in order. Again, to move them, until the first phase is over.

    Sessions move to the same working day of the phase in the same place; where there is none, they are cancelled.
    """

    phases: Annotated[tuple[Phase, ...], Field(min_length=1, max_length=6)]


class VisitScheduled(
    Event,
    discharges=(
        Owed.SCHEDULE_VISIT,
        Owed.SUBMIT_SELF_ASSESSMENT,
        Owed.ISSUE_TIMETABLE,
        Owed.COMPLETE_VISIT_PHASE,
        Owed.PRESENT_FEEDBACK,
    ),
):
    """``first``: the number of the first of these phases; numbers are never used again.

    ``moved``: the sessions that stay with their phases; ``cancelled``: those whose day the visit has no more.
    """

    first: int = Field(title="first phase")
    phases: tuple[PhaseHeld, ...]
    moved: tuple[SessionMoved, ...] = Field((), title="sessions that move")
    cancelled: tuple[int, ...] = Field((), title="sessions cancelled")

    @property
    def subject(self) -> None:
        return None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        for standing in _phases(engagement):
            yield amend(standing, replaced_on=when.on)
        if not engagement.all(Visit):
            yield Insert(Visit(engagement_id=engagement.id))
        for number, phase in enumerate(self.phases, self.first):
            yield Insert(VisitPhase(engagement_id=engagement.id, number=number, **phase.model_dump()))
        for told in self.moved:
            session = _session(engagement, told.number)
            at_other_times = (told.starts_at, told.ends_at) != (session.starts_at, session.ends_at)
            yield amend(session, **told.model_dump(exclude={"number"}), revision=session.revision + at_other_times)
        for session in (_session(engagement, cancelled) for cancelled in self.cancelled):
            yield amend(session, cancelled_on=when.on, revision=session.revision + 1)
        yield engagement.becomes(visit_from=self.phases[0].starts_on, visit_to=self.phases[-1].ends_on)


class VisitUnderWay(BrokenRule):
    """A phase is over already; the visit can no longer be moved as a whole."""


class VisitInThePast(BrokenRule):
    """A visit is scheduled for days to come."""

    field = "phases"


def _session(engagement: Engagement, number: int) -> VisitSession:
    return engagement.one(VisitSession, number, called=f"session {number}")


def _phases(engagement: Engagement) -> tuple[VisitPhase, ...]:
    return tuple(phase for phase in engagement.all(VisitPhase) if phase.replaced_on is None)


def schedule_visit(engagement: Engagement, command: ScheduleVisit, now: datetime) -> list[Event]:
    today = uk_date(now)
    if any(phase.completed_on for phase in _phases(engagement)):
        raise VisitUnderWay("A phase of this visit is over; it can no longer be moved as a whole.")
    for phase in command.phases:
        visit_days(engagement, phase.starts_on, phase.ends_on, called="The phase")
    for before, after in zip(command.phases, command.phases[1:], strict=False):
        if after.starts_on <= before.ends_on:
            raise DatesInWrongOrder(f"The phase of {in_words(after.starts_on)} begins before the one before it ends.")
    start, last = command.phases[0].starts_on, command.phases[-1].ends_on
    if start <= today:
        raise VisitInThePast(f"Choose a visit after today, {in_words(today)}.")
    for agreed_on in (scope.agreed_on for scope in engagement.all(Scope) if scope.agreed_on):
        leaves_notice(engagement, start, agreed_on)
    first = len(engagement.all(VisitPhase)) + 1
    opens = [
        engagement.owe(Owed.COMPLETE_VISIT_PHASE, phase.ends_on, str(number))
        for number, phase in enumerate(command.phases, first)
    ]
    opens.append(engagement.owe(Owed.PRESENT_FEEDBACK, last))
    visit = next(iter(engagement.all(Visit)), None)
    if not (visit and visit.self_assessment_on):
        opens.append(engagement.owe(Owed.SUBMIT_SELF_ASSESSMENT, start))
    opens.append(engagement.owe(Owed.ISSUE_TIMETABLE, start))  # anew even where one was issued: its days have moved
    phases = tuple(PhaseHeld(**phase.model_dump()) for phase in command.phases)
    return [VisitScheduled(first=first, phases=phases, opens=tuple(opens), **_with_sessions(engagement, first, phases))]


def _with_sessions(engagement: Engagement, first: int, phases: tuple[PhaseHeld, ...]) -> dict[str, Any]:
    """What becomes of the sessions when the phases move."""
    after = [Days(number, phase.starts_on, phase.ends_on) for number, phase in enumerate(phases, first)]
    standing = [session for session in engagement.all(VisitSession) if not session.cancelled_on]
    kept, lost = moved(standing, _phases(engagement), after, engagement.world.calendar)
    return {
        "moved": tuple(SessionMoved.model_validate(one.facts()) for one in kept),
        "cancelled": tuple(session.number for session in lost),
    }


def _visit(engagement: Engagement) -> Visit:
    visit = next(iter(engagement.all(Visit)), None)
    if visit is None:
        raise NotScheduled("The visit has no dates yet; the coordinator schedules it first.")
    return visit


class LineAnswer(Message):
    """Where the authority stands on a line of enquiry."""

    line: Slug
    text: FreeText


class LineAnswerRef(Message):
    line: str
    text: TextRef


class SubmitSelfAssessment(Command):
    """Submit the authority's self-assessment: its position statement, or where to read it; and line by line."""

    position_statement: FreeText
    answers: Annotated[tuple[LineAnswer, ...], Field(max_length=50)] = ()


class SelfAssessmentSubmitted(Event, discharges=(Owed.SUBMIT_SELF_ASSESSMENT,)):
    position_statement: TextRef
    answers: tuple[LineAnswerRef, ...] = ()

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(
            _visit(engagement),
            self_assessment=self.position_statement,
            self_assessment_by_line={answer.line: answer.text for answer in self.answers},
            self_assessment_on=when.on,
        )


class LineNotToBeAssessed(BrokenRule):
    """The scope has no such line of enquiry, or it is answered twice."""

    field = "answers"


def submit_self_assessment(engagement: Engagement, command: SubmitSelfAssessment, now: datetime) -> list[Event]:
    _visit(engagement)
    known = list(agreed_lines(engagement))
    for answer in command.answers:
        if answer.line not in known:
            told = f"Answer each line of enquiry of the scope once; {answer.line} is not left of them."
            raise LineNotToBeAssessed(told)
        known.remove(answer.line)
    return [SelfAssessmentSubmitted(**command.model_dump())]


class IssueTimetable(Command):
    """Issue the timetable of the visit to the peers and the authority, once nothing stands against it."""

    note: FreeText | None = None


class TimetableIssued(Event, discharges=(Owed.ISSUE_TIMETABLE,)):
    note: TextRef | None = None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(_visit(engagement), timetable_note=self.note, timetable_on=when.on)


class TimetableNotReady(BrokenRule):
    """Something stands against the timetable: all of it is listed."""


def issue_timetable(engagement: Engagement, command: IssueTimetable, now: datetime) -> list[Event]:
    _visit(engagement)
    elsewhere = engagement.all(SessionElsewhere)
    if found := timetable_problems(engagement, engagement.all(VisitSession), elsewhere):
        raise TimetableNotReady(in_short([problem.sentence for problem in found]))
    return [TimetableIssued(**command.model_dump())]


class CompleteVisitPhase(Command):
    """Record that a phase of the visit is over."""

    number: Ordinal


class VisitPhaseCompleted(Event, discharges=(Owed.COMPLETE_VISIT_PHASE,)):
    number: int = Field(title="phase")

    @property
    def subject(self) -> str:
        return str(self.number)

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(engagement.one(VisitPhase, self.number, called="such phase"), completed_on=when.on)


class PhaseNotOver(BrokenRule):
    """The phase has not ended yet, or was completed or replaced before."""

    field = "number"


def complete_visit_phase(engagement: Engagement, command: CompleteVisitPhase, now: datetime) -> list[Event]:
    phase = engagement.one(VisitPhase, command.number, called=f"visit phase {command.number}")
    if phase.completed_on or phase.replaced_on:
        raise PhaseNotOver(f"Phase {phase.number} was {'completed' if phase.completed_on else 'replaced'} already.")
    if uk_date(now) < phase.ends_on:
        raise PhaseNotOver(
            f"Phase {phase.number} lasts until {in_words(phase.ends_on)}; record it on or after that day."
        )
    return [VisitPhaseCompleted(number=phase.number)]


class PresentFeedback(Command):
    """Record that the peers presented their feedback to the authority, and what they said."""

    feedback: FreeText


class FeedbackPresented(Event, discharges=(Owed.PRESENT_FEEDBACK, Owed.SUBMIT_SELF_ASSESSMENT, Owed.ISSUE_TIMETABLE)):
    """The visit is over: nobody waits any longer for what was to prepare it."""

    feedback: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(_visit(engagement), feedback=self.feedback, feedback_on=when.on)


class VisitNotOver(BrokenRule):
    """Feedback follows the last phase."""


def present_feedback(engagement: Engagement, command: PresentFeedback, now: datetime) -> list[Event]:
    _visit(engagement)
    outstanding = [phase.number for phase in _phases(engagement) if phase.completed_on is None]
    if outstanding:
        phases = ", ".join(map(str, outstanding))
        raise VisitNotOver(f"Feedback follows the last phase; not completed yet: phase {phases}.")
    counted_from = engagement.facts.visit_to
    return [FeedbackPresented(**command.model_dump(), **engagement.moves_on(now, counted_from=counted_from))]
