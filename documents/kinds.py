"""The kinds of paper."""

from enum import StrEnum


class Kind(StrEnum):
    """A paper's kind; its value names its template."""

    SCOPE = "scope"
    INVITATION_LETTER = "invitation-letter"
    TEAM_BRIEF = "team-brief"
    TIMETABLE = "timetable"
    FEEDBACK_NOTE = "feedback-note"
    DRAFT_REPORT = "draft-report"
    FINAL_REPORT = "final-report"
    LETTER_TO_CHAIR = "letter-to-chair"
    QUARTERLY_REPORT = "quarterly-report"
    CLOSURE_REPORT = "closure-report"
    DECISION_PAPER = "decision-paper"
    NATIONAL_REPORT = "national-report"

    @property
    def in_words(self) -> str:
        """The quarterly report, in the middle of a sentence: ``quarterly report``."""
        return self.replace("-", " ").replace("to chair", "to the chair")


FOR_BOARDS = (Kind.QUARTERLY_REPORT, Kind.CLOSURE_REPORT, Kind.DECISION_PAPER)
OF_STAGES = tuple(kind for kind in Kind if kind not in (*FOR_BOARDS, Kind.NATIONAL_REPORT))
"""What the stages before the plan give their people to read."""
