"""The inspectorate: what it found, and its causes of concern, open until it removes them, whatever boards decide."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from config.calendar import in_words
from config.reference import QUESTIONS
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Label, Message, Ordinal, TextRef
from engagements.refusals import BrokenRule
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import Finding


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
    number: int = Field(title="concern")
    question: str
    issued_on: date
    text: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        values = self.own()
        yield Insert(CauseOfConcern(engagement_id=engagement.id, **values))


def record_cause_of_concern(engagement: Engagement, command: RecordCauseOfConcern, now: datetime) -> list[Event]:
    _has_happened(command.issued_on, now)
    _asked_by_the_inspectorate(command.question)
    return [CauseOfConcernIssued(number=len(engagement.all(CauseOfConcern)) + 1, **command.model_dump())]


class UnknownQuestion(BrokenRule):
    """The inspectorate has no such question."""

    field = "question"


def _asked_by_the_inspectorate(question: str) -> None:
    if question not in QUESTIONS:
        known = "; ".join(QUESTIONS)
        raise UnknownQuestion(f"The inspectorate asks no question {question}. It asks: {known}.")


class RecordRevisit(Command):
    """Record that the inspectorate came again about a cause of concern, and what it found."""

    number: Ordinal
    revisited_on: Day
    outcome: FreeText


class InspectorateRevisited(Event):
    number: int = Field(title="concern")
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
    number: int = Field(title="concern")
    removed_on: date

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        concern = engagement.one(CauseOfConcern, self.number, called="such concern")
        yield amend(concern, removed_on=self.removed_on)


def record_concern_removed(engagement: Engagement, command: RecordConcernRemoved, now: datetime) -> list[Event]:
    concern = _open_concern(engagement, command.number)
    _has_happened(command.removed_on, now, not_before=concern.issued_on)
    return [CauseOfConcernRemoved(**command.model_dump())]


class InspectionFinding(Message):
    """What an inspection found, by its reference: A1 for an area for improvement, N1 for a comment."""

    ref: Annotated[str, Field(pattern=r"^[AN][1-9][0-9]{0,3}$")]
    question: Label | None = None
    text: FreeText


class InspectionFindingRef(Message):
    """A finding as the journal holds it: its text by reference."""

    ref: str
    question: str | None = None
    text: TextRef


class RecordFindings(Command):
    """Record what an inspection found, so that actions can answer it. Again, to add what is new."""

    findings: Annotated[tuple[InspectionFinding, ...], Field(min_length=1, max_length=500)]


class FindingsRecorded(Event):
    findings: tuple[InspectionFindingRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        for finding in self.findings:
            yield Insert(Finding(engagement_id=engagement.id, recorded_on=when.on, **finding.model_dump()))


class FindingRefTaken(BrokenRule):
    """A reference names one finding for the engagement's whole life."""

    field = "findings"


def record_findings(engagement: Engagement, command: RecordFindings, now: datetime) -> list[Event]:
    refs = [finding.ref for finding in command.findings]
    taken = sorted({ref for ref in refs if refs.count(ref) > 1 or engagement.find(Finding, ref)})
    if taken:
        raise FindingRefTaken(f"These references are taken: {', '.join(taken)}. Give each finding its own.")
    for finding in command.findings:
        if finding.question:
            _asked_by_the_inspectorate(finding.question)
    findings = tuple(InspectionFindingRef(**finding.model_dump()) for finding in command.findings)
    return [FindingsRecorded(findings=findings)]
