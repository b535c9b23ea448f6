"""The accuracy check: the authority corrects facts in the draft, and the coordinator decides on each correction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from config.calendar import in_words
from config.vocabulary import CorrectionOutcome
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, FreeText, Message, Ordinal, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.reports.draft_and_final import (
    SUMMARY,
    Piece,
    PlaceInDraft,
    as_corrected,
    as_drafted,
    by_corrections,
    place_in_words,
)
from engagements.state.report import Report, ReportCorrection


class OutOfOrder(BrokenRule):
    """A report is drafted, sent, returned, corrected, finalised and published, in that order."""


def the_report(engagement: Engagement) -> Report:
    """The report, once there is a draft. Raises OutOfOrder."""
    report = engagement.find(Report)
    if report is None:
        raise OutOfOrder("There is no draft yet; the coordinator drafts the report first.")
    return report


class SendForAccuracyCheck(Command):
    """Send the draft to the authority, which checks it for factual errors only."""


class AccuracyCheckSent(Event, discharges=(Owed.SEND_FOR_ACCURACY_CHECK,)):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(the_report(engagement), sent_on=when.on)


def send_for_accuracy_check(engagement: Engagement, command: SendForAccuracyCheck, now: datetime) -> list[Event]:
    report = the_report(engagement)
    if report.sent_on:
        raise OutOfOrder(f"The draft was sent on {in_words(report.sent_on)} already.")
    return [AccuracyCheckSent(opens=(engagement.owe(Owed.RETURN_ACCURACY_CHECK, uk_date(now)),))]


class Correction(Message):
    """A factual error: the place in the draft that holds it, and what is right."""

    place: PlaceInDraft
    correction: FreeText


class CorrectionRef(Message):
    place: str
    correction: TextRef


class ReturnAccuracyCheck(Command):
    """Return the accuracy check: the factual errors found, or none. What is wrong at one place is one correction."""

    corrections: Annotated[tuple[Correction, ...], Field(max_length=200)] = ()


class AccuracyCheckReturned(Event, discharges=(Owed.RETURN_ACCURACY_CHECK,)):
    corrections: tuple[CorrectionRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(the_report(engagement), returned_on=when.on)
        for number, one in enumerate(self.corrections, 1):
            yield Insert(
                ReportCorrection(engagement_id=engagement.id, number=number, place=one.place, text=one.correction)
            )


class NotInTheDraft(BrokenRule):
    """The draft has no such paragraph or recommendation."""


class SamePlaceTwice(BrokenRule):
    """One place of the draft is named twice."""


def places_in_the_draft(report: Report, named: tuple[str, ...]) -> None:
    """Refuse places that the draft does not have, or that are named twice."""
    pieces = as_drafted(report)
    for place in named:
        if place not in [piece.place for piece in pieces]:
            paragraphs, recommended = len(report.paragraphs), len(report.recommendations)
            counted = f"{paragraphs or 'no'} {'paragraph' if paragraphs == 1 else 'paragraphs'}"
            raise NotInTheDraft(
                f"The draft has no {place_in_words(place)}. It has a summary (S), {counted} (P1 and so on) and "
                f"{recommended} {'recommendation' if recommended == 1 else 'recommendations'} (R1 and so on)."
            )
        if named.count(place) > 1:
            raise SamePlaceTwice(f"Say all about {place_in_words(place)} at once: it is named twice.")


def return_accuracy_check(engagement: Engagement, command: ReturnAccuracyCheck, now: datetime) -> list[Event]:
    report, today = the_report(engagement), uk_date(now)
    if not report.sent_on or report.returned_on:
        happened = "was returned already" if report.returned_on else "has not been sent yet"
        raise OutOfOrder(f"The accuracy check {happened}.")
    places_in_the_draft(report, tuple(one.place for one in command.corrections))
    corrections = tuple(CorrectionRef(**correction.model_dump()) for correction in command.corrections)
    decide = (engagement.owe(Owed.DECIDE_CORRECTION, today, str(number)) for number, _ in enumerate(corrections, 1))
    return [
        AccuracyCheckReturned(corrections=corrections, opens=(engagement.owe(Owed.FINALISE_REPORT, today), *decide))
    ]


class DecideCorrection(Command):
    """Decide on a correction: reword the place, take it out, or decline. Again, until the report is final.

    ``wording``: what the place says from now on, all of it. ``reason``: needed to decline.
    """

    number: Ordinal
    outcome: CorrectionOutcome
    wording: FreeText | None = None
    reason: FreeText | None = None


class CorrectionDecided(Event, discharges=(Owed.DECIDE_CORRECTION,)):
    """``left``: how many corrections are still to be decided after it."""

    number: int
    place: str
    outcome: CorrectionOutcome
    wording: TextRef | None = None
    reason: TextRef | None = None
    left: int

    @property
    def subject(self) -> str:
        return str(self.number)

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        decided = engagement.one(ReportCorrection, self.number, called=f"correction {self.number}")
        yield amend(decided, outcome=self.outcome, wording=self.wording, reason=self.reason, decided_on=when.on)


class WordingNeeded(BrokenRule):
    """Rewording says what the place says instead; another outcome leaves no words of its own."""

    field = "wording"


class ReasonToDecline(BrokenRule):
    """The authority is told why its correction is not taken up."""

    field = "reason"


class MustStay(BrokenRule):
    """A report keeps its summary, and at least one recommendation."""

    field = "outcome"


def decide_correction(engagement: Engagement, command: DecideCorrection, now: datetime) -> list[Event]:
    report = the_report(engagement)
    if not report.returned_on:
        raise OutOfOrder("The authority has not returned its accuracy check yet.")
    decided = engagement.one(ReportCorrection, command.number, called=f"correction {command.number}")
    place = place_in_words(decided.place)
    if command.outcome is CorrectionOutcome.REWORDED and command.wording is None:
        raise WordingNeeded(f"Give the new wording of {place}.")
    if command.outcome is not CorrectionOutcome.REWORDED and command.wording is not None:
        raise WordingNeeded(f"New wording of {place} goes with the outcome reworded; leave it empty otherwise.")
    if command.outcome is CorrectionOutcome.DECLINED and command.reason is None:
        raise ReasonToDecline(f"Say why {place} stays as it is: the authority is told.")
    values: dict[str, Any] = command.model_dump()
    standing = tuple(
        one.amended(values) if one.number == command.number else one for one in engagement.all(ReportCorrection)
    )
    keeps_what_it_needs(as_corrected(as_drafted(report), by_corrections(standing)))
    left = sum(one.outcome is None for one in standing)
    return [CorrectionDecided(**values, place=decided.place, left=left)]


def keeps_what_it_needs(final: Iterable[Piece]) -> None:
    """Refuse a report without its summary, or without a recommendation."""
    places = {piece.place[0] for piece in final}
    if SUMMARY not in places:
        raise MustStay("The summary cannot be taken out; give it another wording.")
    if "R" not in places:
        raise MustStay("A report keeps at least one recommendation; give this one another wording.")
