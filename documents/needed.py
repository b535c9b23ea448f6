"""Which paper needs which facts, who gathers them, and for whom the paper is: the one place that says so.

A template may name the facts of its paper's shape and no others; a test fills in every template, with each fact and
with none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from config.vocabulary import Role
from documents.facts.board import BoardPaper
from documents.facts.brief import TeamBrief, brief
from documents.facts.chair import LetterToChair, letter_to_chair
from documents.facts.feedback import FeedbackNote, feedback
from documents.facts.invitation import InvitationLetter, invitation
from documents.facts.national import NationalReport
from documents.facts.report import ReportPaper, draft_report, final_report
from documents.facts.scope import ScopePaper, scope
from documents.facts.timetable import TimetablePaper, timetable
from documents.facts.told import Told
from documents.kinds import Kind

OfAStage: TypeAlias = (
    ScopePaper | InvitationLetter | TeamBrief | TimetablePaper | FeedbackNote | ReportPaper | LetterToChair
)
Facts: TypeAlias = BoardPaper | NationalReport | OfAStage


@dataclass(frozen=True, slots=True)
class Needs:
    """The shape of a paper's facts; ``gathered`` by whom, for the papers of the stages; and who may read it by a link;
    ``until_the_report``: only until the report is final.

    The LGA's people read every paper. Papers for boards are told to the clerk and the scrutiny members, and are on
    their pages.
    """

    facts: type[Facts]
    gathered: Callable[[Told], OfAStage] | None = None
    readers: frozenset[Role] = frozenset()
    until_the_report: bool = False


LEADING = (Role.AUTHORITY, Role.CHIEF_FIRE_OFFICER, Role.CHAIR)
TEAM = (Role.PEER, Role.LEAD_PEER)

NEEDED: dict[Kind, Needs] = {
    Kind.SCOPE: Needs(ScopePaper, scope, frozenset({*LEADING, Role.PAYER, *TEAM})),
    Kind.INVITATION_LETTER: Needs(InvitationLetter, invitation, frozenset(TEAM)),
    Kind.TEAM_BRIEF: Needs(TeamBrief, brief, frozenset(TEAM), until_the_report=True),
    Kind.TIMETABLE: Needs(TimetablePaper, timetable, frozenset({*LEADING, *TEAM})),
    Kind.FEEDBACK_NOTE: Needs(FeedbackNote, feedback, frozenset({*LEADING, *TEAM})),
    Kind.DRAFT_REPORT: Needs(ReportPaper, draft_report, frozenset({*LEADING, Role.LEAD_PEER})),
    Kind.FINAL_REPORT: Needs(ReportPaper, final_report, frozenset({*LEADING, Role.CLERK, Role.GOVERNANCE_BODY, *TEAM})),
    Kind.LETTER_TO_CHAIR: Needs(LetterToChair, letter_to_chair, frozenset({*LEADING, Role.CLERK})),
    Kind.QUARTERLY_REPORT: Needs(BoardPaper),
    Kind.CLOSURE_REPORT: Needs(BoardPaper),
    Kind.DECISION_PAPER: Needs(BoardPaper),
    Kind.NATIONAL_REPORT: Needs(NationalReport),
}
