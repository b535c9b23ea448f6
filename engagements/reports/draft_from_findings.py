"""The draft of a report as the peers' findings suggest it: what the coordinator begins to write from."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from config.vocabulary import FindingKind
from engagements.state.report import Report
from engagements.state.visit_findings import VisitFinding

Typed = Callable[[str], str]
"""What somebody typed, by its reference."""


def draft_from(findings: Iterable[VisitFinding], lines: Sequence[str], typed: Typed) -> dict[str, Any]:
    """Fields of ``DraftReport``, without the summary, which somebody has to write.

    A paragraph for each finding that stands, line of enquiry by line, and in each the strengths before the areas to
    consider and the good practice; a recommendation for each area to consider. ``lines``: in the report's order.
    """
    told = sorted((one for one in findings if one.withdrawn_on is None), key=lambda one: _place(one, lines))
    return {
        "paragraphs": [
            {"text": typed(one.text), "line_of_enquiry": one.line, "findings": [one.number]} for one in told
        ],
        "recommendations": [
            {"text": typed(one.text), "line_of_enquiry": one.line}
            for one in told
            if one.kind is FindingKind.AREA_TO_CONSIDER
        ],
    }


def _place(finding: VisitFinding, lines: Sequence[str]) -> tuple[int, int, bool, int]:
    """Within its line and kind, what the feedback told comes first, in the feedback's order."""
    line = lines.index(finding.line) if finding.line in lines else len(lines)
    told = finding.in_feedback is not None
    return line, list(FindingKind).index(finding.kind), not told, finding.in_feedback or finding.number


def draft_again(report: Report, typed: Typed) -> dict[str, Any]:
    """Fields of ``DraftReport`` as the draft stands: to change it before it is sent."""
    return {
        "summary": typed(report.summary),
        "paragraphs": [{**one, "text": typed(one["text"])} for one in report.paragraphs],
        "recommendations": [{**one, "text": typed(one["text"])} for one in report.recommendations],
    }
