"""What a report says, place by place: as it was drafted, and as corrections and changes left it.

A place is named in the draft's numbers and keeps its name: S for the summary, P3 for paragraph 3, R2 for recommendation
2. Nothing is added once the authority has checked the draft, so every piece of the final report has one in the draft.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, NamedTuple

from pydantic import Field

from config.vocabulary import CorrectionOutcome
from engagements.state.report import Report, ReportCorrection

PlaceInDraft = Annotated[str, Field(pattern=r"^(S|[PR][1-9][0-9]{0,2})$")]
"""S for the summary, P3 for paragraph 3, R2 for recommendation 2, by their numbers in the draft."""

SUMMARY = "S"
KINDS = {"P": "paragraph", "R": "recommendation"}


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands at a place. ``text``: by reference. ``findings``: the numbers of those that a paragraph rests on."""

    place: str
    text: str
    line_of_enquiry: str | None = None
    question: str | None = None
    findings: tuple[int, ...] = ()

    @property
    def drafted(self) -> int:
        """Its number in the draft; 0 for the summary."""
        return int(self.place[1:] or 0)


class Reworded(NamedTuple):
    """What a place says instead, by reference; None where it is taken out."""

    text: str | None


def place_in_words(place: str) -> str:
    """Paragraph 3, for P3, in small letters."""
    return "the summary" if place == SUMMARY else f"{KINDS[place[0]]} {place[1:]}"


def as_drafted(report: Report) -> tuple[Piece, ...]:
    """Every piece of the draft, in its order."""
    summary = Piece(SUMMARY, report.summary)
    paragraphs = (
        Piece(f"P{number}", one["text"], one["line_of_enquiry"], findings=tuple(one["findings"]))
        for number, one in enumerate(report.paragraphs, 1)
    )
    recommended = (Piece(f"R{number}", **one) for number, one in enumerate(report.recommendations, 1))
    return (summary, *paragraphs, *recommended)


def as_corrected(drafted: Iterable[Piece], reworded: Mapping[str, Reworded]) -> Iterator[Piece]:
    """The pieces with what they say now, without those that are taken out."""
    for piece in drafted:
        text = reworded.get(piece.place, Reworded(piece.text)).text
        if text is not None:
            yield replace(piece, text=text)


def by_corrections(corrections: Iterable[ReportCorrection]) -> dict[str, Reworded]:
    """What the accepted corrections make of their places."""
    accepted = (CorrectionOutcome.REWORDED, CorrectionOutcome.TAKEN_OUT)
    return {one.place: Reworded(one.wording) for one in corrections if one.outcome in accepted}


def by_changes(report: Report) -> dict[str, Reworded]:
    """What was changed at its places although no correction asked for it."""
    return {change["place"]: Reworded(change["text"]) for change in report.changes}
