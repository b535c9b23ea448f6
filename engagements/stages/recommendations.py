"""Recommendations: the report is drafted from what the peers found, finalised once it is checked, and published."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from config.addresses import may_be_public
from config.calendar import in_words
from config.reference import QUESTIONS
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Label, Link, Message, Ordinal, Slug, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.reports.draft_and_final import (
    PlaceInDraft,
    Reworded,
    as_corrected,
    as_drafted,
    by_corrections,
    place_in_words,
)
from engagements.stages.corrections import OutOfOrder, keeps_what_it_needs, places_in_the_draft, the_report
from engagements.stages.inspectorate import UnknownQuestion
from engagements.stages.scoping import UnknownLineOfEnquiry
from engagements.stages.timetable import agreed_lines
from engagements.stages.visit_findings import standing_finding
from engagements.state.plan import Recommendation
from engagements.state.report import Report, ReportCorrection


class Paragraph(Message):
    """A paragraph of the report: its line of enquiry, and the numbers of the findings that it rests on."""

    text: FreeText
    line_of_enquiry: Slug | None = None
    findings: Annotated[tuple[Ordinal, ...], Field(max_length=100)] = ()


class ParagraphRef(Message):
    text: TextRef
    line_of_enquiry: str | None = None
    findings: tuple[int, ...] = ()


class FinalParagraph(ParagraphRef):
    """``drafted``: its number in the draft."""

    drafted: int


class Recommended(Message):
    """A recommendation, the line of enquiry that it comes from, and the inspection's question that it bears on.

    Where no question is given, it is the one that the line bears on, if that is one alone.
    """

    text: FreeText
    line_of_enquiry: Slug | None = None
    question: Label | None = None


class RecommendedRef(Message):
    """A recommendation as the journal holds it: its text by reference."""

    text: TextRef
    line_of_enquiry: str | None = None
    question: str | None = None


class FinalRecommendation(RecommendedRef):
    """``drafted``: its number in the draft."""

    drafted: int


class DraftReport(Command):
    """Draft the report: summary, paragraphs and recommendations, in order. Again, to replace a draft not yet sent.

    Paragraphs are numbered 1, 2, 3 and so on, and so are recommendations.
    """

    summary: FreeText
    paragraphs: Annotated[tuple[Paragraph, ...], Field(max_length=300)] = ()
    recommendations: Annotated[tuple[Recommended, ...], Field(min_length=1, max_length=100)]


class ReportDrafted(Event, discharges=(Owed.DRAFT_REPORT, Owed.SEND_FOR_ACCURACY_CHECK)):
    summary: TextRef
    paragraphs: tuple[ParagraphRef, ...] = ()
    recommendations: tuple[RecommendedRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        draft: dict[str, Any] = {
            "summary": self.summary,
            "paragraphs": [one.model_dump(mode="json") for one in self.paragraphs],
            "recommendations": [one.model_dump() for one in self.recommendations],
            "drafted_on": when.on,
        }
        standing = engagement.find(Report)
        yield amend(standing, **draft) if standing else Insert(Report(engagement_id=engagement.id, **draft))


def draft_report(engagement: Engagement, command: DraftReport, now: datetime) -> list[Event]:
    report = engagement.find(Report)
    if report and report.sent_on:
        raise OutOfOrder(
            f"The draft went to the authority on {in_words(report.sent_on)}; finalise it with any changes."
        )
    for number, paragraph in enumerate(command.paragraphs, 1):
        _known_line(engagement, f"Paragraph {number}", paragraph.line_of_enquiry)
        for finding in paragraph.findings:
            standing_finding(engagement, finding)
    recommended = tuple(_recommended(engagement, number, one) for number, one in enumerate(command.recommendations, 1))
    send = engagement.owe(Owed.SEND_FOR_ACCURACY_CHECK, uk_date(now))
    paragraphs = tuple(ParagraphRef(**paragraph.model_dump()) for paragraph in command.paragraphs)
    return [ReportDrafted(summary=command.summary, paragraphs=paragraphs, recommendations=recommended, opens=(send,))]


def _known_line(engagement: Engagement, where: str, line: str | None) -> None:
    known = {one.slug for one in engagement.product.lines_of_enquiry} | set(agreed_lines(engagement))
    if line and line not in known:
        raise UnknownLineOfEnquiry(
            f"{where} names the line of enquiry {line}, which neither {engagement.product.name} nor the scope has. "
            f"They have: {', '.join(sorted(known))}."
        )


def _recommended(engagement: Engagement, number: int, one: Recommended) -> RecommendedRef:
    _known_line(engagement, f"Recommendation {number}", one.line_of_enquiry)
    if one.question and one.question not in QUESTIONS:
        known = "; ".join(QUESTIONS)
        raise UnknownQuestion(
            f"Recommendation {number} names a question that the inspectorate does not ask: {one.question}. "
            f"It asks: {known}."
        )
    lines = engagement.product.lines_of_enquiry
    of_the_line = next((line.questions for line in lines if line.slug == one.line_of_enquiry), ())
    own = of_the_line[0] if len(of_the_line) == 1 else None
    return RecommendedRef(text=one.text, line_of_enquiry=one.line_of_enquiry, question=one.question or own)


class Change(Message):
    """What is changed although no correction asked for it: the place in the draft, its new wording, and the reason.

    Without a new wording the place is taken out.
    """

    place: PlaceInDraft
    text: FreeText | None = None
    reason: FreeText


class ChangeRef(Message):
    place: str
    text: TextRef | None = None
    reason: TextRef


class FinaliseReport(Command):
    """Finalise the report: the draft with the corrections as they were decided, and with these further changes."""

    changes: Annotated[tuple[Change, ...], Field(max_length=200)] = ()


class ReportFinalised(Event, discharges=(Owed.FINALISE_REPORT, Owed.PROVIDE_DOCUMENT)):
    """``altered``: what was changed although no correction asked for it.

    What the peers still wanted to read for it, nobody waits for any longer.
    """

    summary: TextRef
    paragraphs: tuple[FinalParagraph, ...] = ()
    recommendations: tuple[FinalRecommendation, ...]
    altered: tuple[ChangeRef, ...] = ()

    @property
    def subject(self) -> None:
        return None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(
            the_report(engagement),
            finalised_on=when.on,
            final_summary=self.summary,
            final_paragraphs=[one.model_dump(mode="json") for one in self.paragraphs],
            changes=[one.model_dump() for one in self.altered],
        )
        for number, recommended in enumerate(self.recommendations, 1):
            yield Insert(Recommendation(engagement_id=engagement.id, number=number, **recommended.model_dump()))


class CorrectionUndecided(BrokenRule):
    """The authority is owed an answer to each of its corrections before the report is final."""


class CorrectedAlready(BrokenRule):
    """What a correction asked for is decided with the correction."""

    field = "changes"


def finalise_report(engagement: Engagement, command: FinaliseReport, now: datetime) -> list[Event]:
    report, corrections = the_report(engagement), engagement.all(ReportCorrection)
    if not report.returned_on:
        raise OutOfOrder("The authority has not returned its accuracy check yet.")
    if undecided := [str(one.number) for one in corrections if one.outcome is None]:
        which = f"correction {undecided[0]}" if len(undecided) == 1 else f"corrections {', '.join(undecided)}"
        raise CorrectionUndecided(
            f"Decide first on {which} of the authority: reword, take out, or decline with a reason."
        )
    places_in_the_draft(report, tuple(change.place for change in command.changes))
    for change in command.changes:
        for one in (one for one in corrections if one.place == change.place):
            raise CorrectedAlready(
                f"The authority corrected {place_in_words(change.place)}: decide on correction {one.number} again."
            )
    changed = {change.place: Reworded(change.text) for change in command.changes}
    final = tuple(as_corrected(as_drafted(report), by_corrections(corrections) | changed))
    keeps_what_it_needs(final)
    today, since_visit = uk_date(now), engagement.facts.visit_to or uk_date(now)
    recommended = tuple(
        FinalRecommendation(
            text=one.text, line_of_enquiry=one.line_of_enquiry, question=one.question, drafted=one.drafted
        )
        for one in final
        if one.place.startswith("R")
    )
    also = [engagement.owe(Owed.PUBLISH_REPORT, since_visit)]
    also += [
        engagement.owe(Owed.RESPOND_TO_RECOMMENDATION, today, str(number)) for number, _ in enumerate(recommended, 1)
    ]
    return [
        ReportFinalised(
            summary=final[0].text,
            paragraphs=tuple(
                FinalParagraph(
                    text=one.text, line_of_enquiry=one.line_of_enquiry, findings=one.findings, drafted=one.drafted
                )
                for one in final
                if one.place.startswith("P")
            ),
            recommendations=recommended,
            altered=tuple(ChangeRef(**change.model_dump()) for change in command.changes),
            **engagement.moves_on(now, *also, counted_from=since_visit),
        )
    ]


class PublishReport(Command):
    """Record that the authority published the report, and where everybody can read it."""

    published_on: Day
    address: Link


class ReportPublished(Event, discharges=(Owed.PUBLISH_REPORT,)):
    published_on: date
    address: str

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(the_report(engagement), published_on=self.published_on, address=self.address)


class NotAPublicAddress(BrokenRule):
    """The report is published where everybody can read it."""

    field = "address"


def publish_report(engagement: Engagement, command: PublishReport, now: datetime) -> list[Event]:
    report = the_report(engagement)
    if not report.finalised_on:
        raise OutOfOrder("The report is not final yet; it is published after that.")
    if report.published_on:
        raise OutOfOrder(f"The report was published on {in_words(report.published_on)} already.")
    if not report.finalised_on <= command.published_on <= uk_date(now):
        raise OutOfOrder(f"Give the day of publication, between {in_words(report.finalised_on)} and today.")
    if not may_be_public(command.address):
        raise NotAPublicAddress(
            "Give the address of a page that everybody can open, such as https://www.example.org/peer-review."
        )
    return [ReportPublished(**command.model_dump())]
