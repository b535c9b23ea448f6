"""The report: as it was drafted for the authority's accuracy check, and as it became final."""

from dataclasses import dataclass

from documents.facts import parts, wording
from documents.facts.board import Cover
from documents.facts.parts import Days, Looked, Member, Step
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.obligations import Owed
from engagements.state.plan import Recommendation, Report


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation, the line of enquiry that it comes from, and the inspection questions that it bears on."""

    ref: str
    text: str
    line: str
    questions: tuple[str, ...]


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
    recommendations: tuple[Recommended, ...]
    next: tuple[Step, ...]


def draft_report(told: Told) -> ReportPaper:
    report, check = told.now.find(Report), told.now.open_obligations(Owed.RETURN_ACCURACY_CHECK)
    drafted = [(one["text"], one["line_of_enquiry"]) for one in report.draft] if report else []
    return _report(
        told,
        Kind.DRAFT_REPORT,
        "Draft for the authority to check for factual errors; not for publication",
        tuple(_recommended(told, number, *one) for number, one in enumerate(drafted, 1)),
        check_by=wording.day(check[0].due_on) if check else "",
    )


def final_report(told: Told) -> ReportPaper:
    report = told.now.find(Report)
    finalised_on = report.finalised_on if report else None
    standing = f"Final, {wording.day(finalised_on)}" if finalised_on else "Not final yet"
    return _report(told, Kind.FINAL_REPORT, standing, recommendations(told))


def recommendations(told: Told) -> tuple[Recommended, ...]:
    """The recommendations as they became final."""
    return tuple(_recommended(told, one.number, one.text, one.line_of_enquiry) for one in told.now.all(Recommendation))


def _recommended(told: Told, number: int, text: str | None, slug: str | None) -> Recommended:
    line = told.now.product.line(slug) if slug else None
    return Recommended(
        ref=f"Recommendation {number}",
        text=told.typed(text),
        line=line.title if line else "",
        questions=tuple(map(wording.capitalised, line.questions)) if line else (),
    )


def _report(
    told: Told, kind: Kind, standing: str, recommended: tuple[Recommended, ...], check_by: str = ""
) -> ReportPaper:
    report, product = told.now.find(Report), told.now.product
    return ReportPaper(
        cover=parts.head(told, kind, f"{product.name}: report", standing),
        check_by=check_by,
        about=product.summary,
        reason=told.typed.paragraphs(told.now.facts.reason),
        visit=parts.visit(told),
        team=parts.team(told),
        lines=parts.lines(told),
        focus=parts.focus(told),
        summary=told.typed.paragraphs(report.summary) if report else (),
        recommendations=recommended,
        next=parts.owed(told),
    )
