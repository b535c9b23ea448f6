"""The report of a visit, and what the authority corrected in its draft."""

from datetime import date
from typing import Any, ClassVar

from sqlmodel import JSON, Field

from config.vocabulary import CorrectionOutcome
from engagements.state.row import OfEngagement, kept_in
from engagements.state.words import Words


@kept_in("report")
class Report(OfEngagement):
    """The one report of an engagement: as drafted, and as finalised. Its texts are references.

    ``paragraphs``: text, line_of_enquiry and findings of each, by their numbers. ``recommendations``: text,
    line_of_enquiry and question. ``final_paragraphs``: as ``paragraphs``, and ``drafted``, the number in the draft; the
    final recommendations are rows of their own. ``changes``: place, text and reason of what no correction asked for.
    """

    summary: str
    paragraphs: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    recommendations: list[dict[str, Any]] = Field(sa_type=JSON)
    drafted_on: date
    sent_on: date | None = None
    returned_on: date | None = None
    finalised_on: date | None = None
    final_summary: str | None = None
    final_paragraphs: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    published_on: date | None = None
    address: str | None = None


@kept_in("report_correction")
class ReportCorrection(OfEngagement):
    """A factual error that the authority found at a place of the draft, and what became of it.

    ``place``: S, P3 or R2, see ``engagements.reports.draft_and_final``. ``wording``: what the place says instead.
    """

    IDENTITY: ClassVar = ("number",)

    number: int = Field(primary_key=True)
    place: str
    text: str
    outcome: CorrectionOutcome | None = Field(default=None, sa_type=Words(CorrectionOutcome))
    wording: str | None = None
    reason: str | None = None
    decided_on: date | None = None
