"""The kinds of paper."""

from enum import StrEnum


class Kind(StrEnum):
    """A paper's kind; its value names its template."""

    QUARTERLY_REPORT = "quarterly-report"
    CLOSURE_REPORT = "closure-report"
    DECISION_PAPER = "decision-paper"
    NATIONAL_REPORT = "national-report"

    @property
    def in_words(self) -> str:
        """The quarterly report, in the middle of a sentence: ``quarterly report``."""
        return self.replace("-", " ")


FOR_BOARDS = (Kind.QUARTERLY_REPORT, Kind.CLOSURE_REPORT, Kind.DECISION_PAPER)
