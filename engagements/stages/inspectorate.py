"""The inspectorate: a cause of concern is issued, revisited, and one day removed, whatever boards decide meanwhile."""

from datetime import date, datetime

from config.calendar import in_words
from config.reference import QUESTIONS
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Label, Ordinal, TextRef
from engagements.refusals import BrokenRule
from engagements.state.engagement import CauseOfConcern


class InspectorateDate(BrokenRule):
    """What the inspectorate does is recorded after it did it, in its order."""


def _has_happened(day: date, now: datetime, *, not_before: date | None = None) -> None:
    if day > uk_date(now):
        raise InspectorateDate(f"{in_words(day)} is still to come; record it once it has happened.")
    if not_before and day < not_before:
        raise InspectorateDate(f"{in_words(day)} lies before the concern was issued on {in_words(not_before)}.")


class RecordCauseOfConcern(Command):
    """Record that the inspectorate issued a cause of concern about the service."""

    question: Label
    issued_on: Day
    text: FreeText


class CauseOfConcernIssued(Event):
    number: int
    question: str
    issued_on: date
    text: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        values = self.own()
        yield Insert(CauseOfConcern(engagement_id=engagement.id, **values))


def record_cause_of_concern(engagement: Engagement, command: RecordCauseOfConcern, now: datetime) -> list[Event]:
    _has_happened(command.issued_on, now)
    if command.question not in QUESTIONS:
        known = "; ".join(QUESTIONS)
        raise UnknownQuestion(f"The inspectorate asks no question {command.question}. It asks: {known}.")
    return [CauseOfConcernIssued(number=len(engagement.all(CauseOfConcern)) + 1, **command.model_dump())]


class UnknownQuestion(BrokenRule):
    """The inspectorate has no such question."""


class RecordRevisit(Command):
    """Record that the inspectorate came again about a cause of concern, and what it found."""

    number: Ordinal
    revisited_on: Day
    outcome: FreeText


class InspectorateRevisited(Event):
    number: int
    revisited_on: date
    outcome: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        concern = engagement.one(CauseOfConcern, self.number, called="such concern")
        yield amend(concern, revisited_on=self.revisited_on)


def _open_concern(engagement: Engagement, number: int) -> CauseOfConcern:
    concern = engagement.one(CauseOfConcern, number, called=f"cause of concern {number} on record")
    if concern.removed_on:
        raise InspectorateDate(f"Cause of concern {number} was removed on {in_words(concern.removed_on)} already.")
    return concern


def record_revisit(engagement: Engagement, command: RecordRevisit, now: datetime) -> list[Event]:
    concern = _open_concern(engagement, command.number)
    _has_happened(command.revisited_on, now, not_before=concern.issued_on)
    return [InspectorateRevisited(**command.model_dump())]


class RecordConcernRemoved(Command):
    """Record that the inspectorate removed a cause of concern."""

    number: Ordinal
    removed_on: Day


class CauseOfConcernRemoved(Event):
    number: int
    removed_on: date

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        concern = engagement.one(CauseOfConcern, self.number, called="such concern")
        yield amend(concern, removed_on=self.removed_on)


def record_concern_removed(engagement: Engagement, command: RecordConcernRemoved, now: datetime) -> list[Event]:
    concern = _open_concern(engagement, command.number)
    _has_happened(command.removed_on, now, not_before=concern.issued_on)
    return [CauseOfConcernRemoved(**command.model_dump())]
