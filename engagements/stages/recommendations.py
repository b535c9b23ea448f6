"""Recommendations: the report is drafted, checked for factual errors by the authority, finalised and published."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from config.calendar import in_words
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Label, Link, Message, Slug, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.scoping import UnknownLineOfEnquiry
from engagements.state.plan import Recommendation, Report


class Recommended(Message):
    """A recommendation, and the line of enquiry that it comes from."""

    text: FreeText
    line_of_enquiry: Slug | None = None


class RecommendedRef(Message):
    """A recommendation as the journal holds it: its text by reference."""

    text: TextRef
    line_of_enquiry: str | None = None


Recommendations = Annotated[tuple[Recommended, ...], Field(min_length=1, max_length=100)]


def _known_lines(engagement: Engagement, recommendations: tuple[Recommended, ...]) -> None:
    known = {line.slug for line in engagement.product.lines_of_enquiry}
    for number, recommendation in enumerate(recommendations, 1):
        if recommendation.line_of_enquiry and recommendation.line_of_enquiry not in known:
            raise UnknownLineOfEnquiry(
                f"Recommendation {number} names the line of enquiry {recommendation.line_of_enquiry}, which "
                f"{engagement.product.name} does not have. It has: {', '.join(sorted(known))}."
            )


def _refs(recommendations: tuple[Recommended, ...]) -> tuple[RecommendedRef, ...]:
    return tuple(RecommendedRef(**recommended.model_dump()) for recommended in recommendations)


class DraftReport(Command):
    """Draft the report: a summary, and the recommendations in their order. Again, to replace a draft not yet sent."""

    summary: FreeText
    recommendations: Recommendations


class ReportDrafted(Event, discharges=(Owed.DRAFT_REPORT, Owed.SEND_FOR_ACCURACY_CHECK)):
    summary: TextRef
    recommendations: tuple[RecommendedRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        draft = [recommended.model_dump() for recommended in self.recommendations]
        standing = engagement.find(Report)
        if standing:
            yield amend(standing, summary=self.summary, draft=draft, drafted_on=when.on)
        else:
            yield Insert(Report(engagement_id=engagement.id, summary=self.summary, draft=draft, drafted_on=when.on))


class OutOfOrder(BrokenRule):
    """A report is drafted, sent, returned, finalised and published, in that order."""


def draft_report(engagement: Engagement, command: DraftReport, now: datetime) -> list[Event]:
    report = engagement.find(Report)
    if report and report.sent_on:
        raise OutOfOrder(
            f"The draft went to the authority on {in_words(report.sent_on)}; finalise it with any changes."
        )
    _known_lines(engagement, command.recommendations)
    send = engagement.owe(Owed.SEND_FOR_ACCURACY_CHECK, uk_date(now))
    return [ReportDrafted(summary=command.summary, recommendations=_refs(command.recommendations), opens=(send,))]


class SendForAccuracyCheck(Command):
    """Send the draft to the authority, which checks it for factual errors only."""


class AccuracyCheckSent(Event, discharges=(Owed.SEND_FOR_ACCURACY_CHECK,)):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(_report(engagement), sent_on=when.on)


def _report(engagement: Engagement) -> Report:
    report = engagement.find(Report)
    if report is None:
        raise OutOfOrder("There is no draft yet; the coordinator drafts the report first.")
    return report


def send_for_accuracy_check(engagement: Engagement, command: SendForAccuracyCheck, now: datetime) -> list[Event]:
    report = _report(engagement)
    if report.sent_on:
        raise OutOfOrder(f"The draft was sent on {in_words(report.sent_on)} already.")
    return [AccuracyCheckSent(opens=(engagement.owe(Owed.RETURN_ACCURACY_CHECK, uk_date(now)),))]


class Correction(Message):
    """A factual error: the paragraph that holds it, and what is right."""

    paragraph: Label
    correction: FreeText


class CorrectionRef(Message):
    paragraph: str
    correction: TextRef


class ReturnAccuracyCheck(Command):
    """Return the accuracy check: the factual errors found, or none."""

    corrections: Annotated[tuple[Correction, ...], Field(max_length=200)] = ()


class AccuracyCheckReturned(Event, discharges=(Owed.RETURN_ACCURACY_CHECK,)):
    corrections: tuple[CorrectionRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        corrections = [correction.model_dump() for correction in self.corrections]
        yield amend(_report(engagement), returned_on=when.on, corrections=corrections)


def return_accuracy_check(engagement: Engagement, command: ReturnAccuracyCheck, now: datetime) -> list[Event]:
    report = _report(engagement)
    if not report.sent_on or report.returned_on:
        happened = "was returned already" if report.returned_on else "has not been sent yet"
        raise OutOfOrder(f"The accuracy check {happened}.")
    corrections = tuple(CorrectionRef(**correction.model_dump()) for correction in command.corrections)
    return [AccuracyCheckReturned(corrections=corrections, opens=(engagement.owe(Owed.FINALISE_REPORT, uk_date(now)),))]


class FinaliseReport(Command):
    """Finalise the report. ``recommendations``: their final wording, where the draft's has changed."""

    recommendations: Annotated[tuple[Recommended, ...], Field(min_length=1, max_length=100)] | None = None


class ReportFinalised(Event, discharges=(Owed.FINALISE_REPORT,)):
    recommendations: tuple[RecommendedRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(_report(engagement), finalised_on=when.on)
        for number, recommended in enumerate(self.recommendations, 1):
            yield Insert(Recommendation(engagement_id=engagement.id, number=number, **recommended.model_dump()))


def finalise_report(engagement: Engagement, command: FinaliseReport, now: datetime) -> list[Event]:
    report, today = _report(engagement), uk_date(now)
    if not report.returned_on:
        raise OutOfOrder("The authority has not returned its accuracy check yet.")
    _known_lines(engagement, command.recommendations or ())
    final = (
        _refs(command.recommendations)
        if command.recommendations
        else tuple(RecommendedRef.model_validate(recommended) for recommended in report.draft)
    )
    since_visit = engagement.facts.visit_to or today
    also = [engagement.owe(Owed.PUBLISH_REPORT, since_visit)]
    also += [engagement.owe(Owed.RESPOND_TO_RECOMMENDATION, today, str(number)) for number, _ in enumerate(final, 1)]
    return [ReportFinalised(recommendations=final, **engagement.moves_on(now, *also, counted_from=since_visit))]


class PublishReport(Command):
    """Record that the authority published the report, and where."""

    published_on: Day
    address: Link


class ReportPublished(Event, discharges=(Owed.PUBLISH_REPORT,)):
    published_on: date
    address: str

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(_report(engagement), published_on=self.published_on, address=self.address)


def publish_report(engagement: Engagement, command: PublishReport, now: datetime) -> list[Event]:
    report = _report(engagement)
    if not report.finalised_on:
        raise OutOfOrder("The report is not final yet; it is published after that.")
    if report.published_on:
        raise OutOfOrder(f"The report was published on {in_words(report.published_on)} already.")
    if not report.finalised_on <= command.published_on <= uk_date(now):
        raise OutOfOrder(f"Give the day of publication, between {in_words(report.finalised_on)} and today.")
    return [ReportPublished(**command.model_dump())]
