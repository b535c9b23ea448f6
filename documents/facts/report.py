"""The report: as it was drafted for the authority's accuracy check, and as it became final."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeAlias

from documents.facts import parts, wording
from documents.facts.board import Cover
from documents.facts.parts import Days, Looked, Member, Step
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.obligations import Owed
from engagements.state.plan import Recommendation
from engagements.state.report import Report


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation, the line of enquiry that it comes from, and the inspection's question that it bears on."""

    ref: str
    text: str
    line: str
    question: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph and its number in the report."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The paragraphs that stand together on one line of enquiry; without a title where no paragraph is on any."""

    title: str
    paragraphs: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """Everything that a report may say. ``check_by``: until when the authority checks a draft for factual errors."""

    cover: Cover
    check_by: str
    about: str
    reason: tuple[str, ...]
    visit: tuple[Days, ...]
    team: tuple[Member, ...]
    lines: tuple[Looked, ...]
    focus: tuple[str, ...]
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    recommendations: tuple[Recommended, ...]
    next: tuple[Step, ...]


Standing: TypeAlias = Sequence[Mapping[str, Any]]
"""Paragraphs or recommendations as the report keeps them."""


def draft_report(told: Told) -> ReportPaper:
    report = told.there(told.now.find(Report), "draft of a report")
    check = told.now.open_obligations(Owed.RETURN_ACCURACY_CHECK)
    standing = "Draft for the authority to check for factual errors; not for publication"
    paper = _report(
        told,
        parts.head(told, Kind.DRAFT_REPORT, _title(told), standing),
        report.summary,
        report.paragraphs,
        report.recommendations,
    )
    return replace(paper, check_by=wording.day(check[0].due_on) if check else "")


def final_report(told: Told) -> ReportPaper:
    report = final(told)
    standing = f"Final, {wording.day(report.finalised_on)}"
    return _report(
        told,
        parts.head(told, Kind.FINAL_REPORT, _title(told), standing),
        report.final_summary,
        report.final_paragraphs,
        [one.__dict__ for one in told.now.all(Recommendation)],
    )


def final(told: Told) -> Report:
    """The report, once it is final. Raises NotYet."""
    report = told.now.find(Report)
    return told.there(report if report and report.finalised_on else None, "final report")


def recommendations(told: Told) -> tuple[Recommended, ...]:
    """The recommendations as they became final."""
    return _recommended(told, [one.__dict__ for one in told.now.all(Recommendation)])


def _title(told: Told) -> str:
    return f"{told.now.product.name}: report"


def _report(told: Told, cover: Cover, summary: str | None, paragraphs: Standing, recommended: Standing) -> ReportPaper:
    return ReportPaper(
        cover=cover,
        check_by="",
        about=told.now.product.summary,
        reason=told.typed.paragraphs(told.now.facts.reason),
        visit=parts.visit(told),
        team=parts.team(told),
        lines=parts.lines(told),
        focus=parts.focus(told),
        summary=told.typed.paragraphs(summary),
        sections=tuple(_sections(told, paragraphs)),
        recommendations=_recommended(told, recommended),
        next=parts.owed(told),
    )


def _sections(told: Told, paragraphs: Standing) -> Iterator[Section]:
    numbered, several = enumerate(paragraphs, 1), len({one["line_of_enquiry"] for one in paragraphs}) > 1
    for line, together in groupby(numbered, key=lambda one: one[1]["line_of_enquiry"]):
        yield Section(
            parts.line_title(told, line) or ("In general" if several else ""),
            tuple(Numbered(str(number), told.typed(one["text"])) for number, one in together),
        )


def _recommended(told: Told, standing: Standing) -> tuple[Recommended, ...]:
    return tuple(
        Recommended(
            ref=f"Recommendation {number}",
            text=told.typed(one["text"]),
            line=parts.line_title(told, one["line_of_enquiry"]),
            question=wording.capitalised(one["question"] or ""),
        )
        for number, one in enumerate(standing, 1)
    )
