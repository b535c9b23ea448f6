"""Everything that anyone owes is one thing. This table says who owes each kind, and which clock gives its date.

Dates are computed when deciding and travel in the event, so a later calendar or product never changes history.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from config.calendar import WorkingDays
from config.ladders import LadderName
from config.products import ClockName, Product
from config.vocabulary import Role, Stage
from engagements.messages import Opened


class Owed(StrEnum):
    """What may be owed, named for the act that settles it."""

    TRIAGE_REQUEST = "triage_request"
    HOLD_SCOPING_MEETING = "hold_scoping_meeting"
    PROPOSE_SCOPE = "propose_scope"
    AGREE_SCOPE = "agree_scope"
    AGREE_CHARGE = "agree_charge"
    ANSWER_INVITATION = "answer_invitation"
    CONFIRM_TEAM = "confirm_team"
    SCHEDULE_VISIT = "schedule_visit"
    SUBMIT_SELF_ASSESSMENT = "submit_self_assessment"
    PROVIDE_DOCUMENT = "provide_document"
    ISSUE_TIMETABLE = "issue_timetable"
    COMPLETE_VISIT_PHASE = "complete_visit_phase"
    PRESENT_FEEDBACK = "present_feedback"
    DRAFT_REPORT = "draft_report"
    SEND_FOR_ACCURACY_CHECK = "send_for_accuracy_check"
    RETURN_ACCURACY_CHECK = "return_accuracy_check"
    DECIDE_CORRECTION = "decide_correction"
    FINALISE_REPORT = "finalise_report"
    PUBLISH_REPORT = "publish_report"
    RESPOND_TO_RECOMMENDATION = "respond_to_recommendation"
    PROPOSE_PLAN = "propose_plan"
    APPROVE_PLAN = "approve_plan"
    COMPLETE_ACTION = "complete_action"
    CHECK_EVIDENCE = "check_evidence"
    DECIDE_EXTENSION = "decide_extension"
    FILE_RETURN = "file_return"
    ACCEPT_RETURN = "accept_return"
    ANSWER_QUERY = "answer_query"
    REVIEW_PROGRESS = "review_progress"
    SUBMIT_PAPER = "submit_paper"
    RECORD_DECISION = "record_decision"
    ANSWER_BOARD = "answer_board"
    DECIDE_CLOSURE = "decide_closure"
    CLOSE_ENGAGEMENT = "close_engagement"
    CHECK_BACK = "check_back"


@dataclass(frozen=True, slots=True)
class Duty:
    """Who owes it, by which clock of the product, counted after or before the day that it is counted from.

    ``ladder``: how it is chased. ``may_be_waived``: whether the process can go on without it. ``survives_closing``:
    whether it is owed still when the engagement is closed.
    """

    by: Role
    clock: ClockName | None
    counted: Literal["after", "before"] = "after"
    ladder: LadderName = LadderName.STAGE_OBLIGATION
    may_be_waived: bool = False
    survives_closing: bool = False

    def due(self, product: Product, counted_from: date, calendar: WorkingDays) -> date:
        """The due date; without a clock the day itself."""
        if self.clock is None:
            return counted_from
        clock = product.clock(self.clock)
        return (clock.after if self.counted == "after" else clock.before)(counted_from, calendar)


DUTIES: dict[Owed, Duty] = {
    Owed.TRIAGE_REQUEST: Duty(Role.PRINCIPAL_ADVISER, ClockName.TRIAGE),
    Owed.HOLD_SCOPING_MEETING: Duty(Role.COORDINATOR, ClockName.SCOPING_MEETING),
    Owed.PROPOSE_SCOPE: Duty(Role.COORDINATOR, ClockName.SCOPE_PROPOSAL),
    Owed.AGREE_SCOPE: Duty(Role.AUTHORITY, ClockName.SCOPE_AGREEMENT),
    Owed.AGREE_CHARGE: Duty(Role.PAYER, ClockName.CHARGE_AGREEMENT),
    Owed.ANSWER_INVITATION: Duty(Role.PEER, ClockName.INVITATION_ANSWER, ladder=LadderName.INVITATION),
    Owed.CONFIRM_TEAM: Duty(Role.COORDINATOR, ClockName.TEAM_CONFIRMED, "before"),
    Owed.SCHEDULE_VISIT: Duty(Role.COORDINATOR, ClockName.VISIT_SCHEDULE),
    Owed.SUBMIT_SELF_ASSESSMENT: Duty(Role.AUTHORITY, ClockName.SELF_ASSESSMENT, "before", may_be_waived=True),
    Owed.PROVIDE_DOCUMENT: Duty(Role.AUTHORITY, None, ladder=LadderName.DOCUMENT_REQUEST),
    Owed.ISSUE_TIMETABLE: Duty(Role.COORDINATOR, ClockName.TIMETABLE, "before", may_be_waived=True),
    Owed.COMPLETE_VISIT_PHASE: Duty(Role.COORDINATOR, None),
    Owed.PRESENT_FEEDBACK: Duty(Role.LEAD_PEER, None),
    Owed.DRAFT_REPORT: Duty(Role.COORDINATOR, ClockName.REPORT_DRAFT),
    Owed.SEND_FOR_ACCURACY_CHECK: Duty(Role.COORDINATOR, ClockName.ACCURACY_CHECK_SENT),
    Owed.RETURN_ACCURACY_CHECK: Duty(Role.AUTHORITY, ClockName.ACCURACY_CHECK),
    Owed.DECIDE_CORRECTION: Duty(Role.COORDINATOR, ClockName.CORRECTION_DECISION),
    Owed.FINALISE_REPORT: Duty(Role.COORDINATOR, ClockName.REPORT_FINAL),
    Owed.PUBLISH_REPORT: Duty(Role.AUTHORITY, ClockName.PUBLICATION, may_be_waived=True),
    Owed.RESPOND_TO_RECOMMENDATION: Duty(Role.AUTHORITY, ClockName.RESPONSE),
    Owed.PROPOSE_PLAN: Duty(Role.AUTHORITY, ClockName.PLAN),
    Owed.APPROVE_PLAN: Duty(Role.GOVERNANCE_BODY, ClockName.PLAN_APPROVAL),
    Owed.COMPLETE_ACTION: Duty(Role.AUTHORITY, None, ladder=LadderName.OVERDUE_ACTION),
    Owed.CHECK_EVIDENCE: Duty(Role.PRINCIPAL_ADVISER, ClockName.EVIDENCE_CHECK),
    Owed.DECIDE_EXTENSION: Duty(Role.PRINCIPAL_ADVISER, ClockName.EXTENSION_DECISION),
    Owed.FILE_RETURN: Duty(
        Role.AUTHORITY, ClockName.QUARTERLY_RETURN, ladder=LadderName.QUARTERLY_RETURN, may_be_waived=True
    ),
    Owed.ACCEPT_RETURN: Duty(Role.COORDINATOR, ClockName.RETURN_ACCEPTANCE),
    Owed.ANSWER_QUERY: Duty(Role.AUTHORITY, ClockName.QUERY_ANSWER),
    Owed.REVIEW_PROGRESS: Duty(Role.COORDINATOR, ClockName.PROGRESS_REVIEW, may_be_waived=True),
    Owed.SUBMIT_PAPER: Duty(Role.CLERK, ClockName.BOARD_PAPERS, "before"),
    Owed.RECORD_DECISION: Duty(Role.CLERK, ClockName.DECISION_RECORD),
    Owed.ANSWER_BOARD: Duty(Role.AUTHORITY, ClockName.BOARD_ANSWER),
    Owed.DECIDE_CLOSURE: Duty(Role.CLERK, ClockName.BOARD_DECISION),
    Owed.CLOSE_ENGAGEMENT: Duty(Role.COORDINATOR, ClockName.CLOSURE),
    Owed.CHECK_BACK: Duty(Role.PRINCIPAL_ADVISER, None, survives_closing=True),
}

FIRST_OWED: dict[Stage, Owed] = {
    Stage.REQUEST: Owed.TRIAGE_REQUEST,
    Stage.SCOPING: Owed.HOLD_SCOPING_MEETING,
    Stage.TEAM_ASSIGNMENT: Owed.CONFIRM_TEAM,
    Stage.CHALLENGE_VISIT: Owed.SCHEDULE_VISIT,
    Stage.RECOMMENDATIONS: Owed.DRAFT_REPORT,
    Stage.FOLLOW_UP_PLAN: Owed.PROPOSE_PLAN,
    Stage.QUARTERLY_REPORTING: Owed.REVIEW_PROGRESS,
}
"""What somebody owes from the moment that an engagement enters a stage: no stage begins with nobody awaited."""


def opened(kind: Owed, product: Product, counted_from: date, calendar: WorkingDays, subject: str = "") -> Opened:
    """The obligation as an event carries it."""
    duty = DUTIES[kind]
    return Opened(
        kind=kind,
        subject=subject,
        owed_by=duty.by,
        counted_from=counted_from,
        due_on=duty.due(product, counted_from, calendar),
    )
