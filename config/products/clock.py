"""Clocks: how long a step may take, as a product promises it."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from config.calendar import WorkingDays


class ClockName(StrEnum):
    """Every clock that a product sets. Each comment says what the clock runs from, or runs up to."""

    TRIAGE = "triage"  # from the request
    SCOPING_MEETING = "scoping_meeting"  # from acceptance
    SCOPE_PROPOSAL = "scope_proposal"  # from the scoping meeting
    SCOPE_AGREEMENT = "scope_agreement"  # from the proposal of the scope
    CHARGE_AGREEMENT = "charge_agreement"  # from the proposal of the scope, where the product is chargeable
    INVITATION_ANSWER = "invitation_answer"  # from the invitation
    NOTICE_TO_PEERS = "notice_to_peers"  # the least time between agreeing the scope and the visit
    TEAM_CONFIRMED = "team_confirmed"  # up to the visit
    VISIT_SCHEDULE = "visit_schedule"  # from the confirmation of the team
    TIMETABLE = "timetable"  # up to the visit
    SELF_ASSESSMENT = "self_assessment"  # up to the visit
    REPORT_DRAFT = "report_draft"  # from the visit
    ACCURACY_CHECK_SENT = "accuracy_check_sent"  # from the draft
    ACCURACY_CHECK = "accuracy_check"  # from the sending of the draft
    CORRECTION_DECISION = "correction_decision"  # from the return of the accuracy check
    REPORT_FINAL = "report_final"  # from the return of the accuracy check
    PUBLICATION = "publication"  # from the visit
    RESPONSE = "response"  # from the final report
    PLAN = "plan"  # from the visit
    PLAN_FOR_CAUSE_OF_CONCERN = "plan_for_cause_of_concern"  # as PLAN, where the engagement answers one
    PLAN_APPROVAL = "plan_approval"  # from the proposal of the plan
    QUARTERLY_RETURN = "quarterly_return"  # from the last day of the quarter
    QUERY_ANSWER = "query_answer"  # from the query on a return
    RETURN_ACCEPTANCE = "return_acceptance"  # from the filing of the return
    EXTENSION_DECISION = "extension_decision"  # from the request for an extension
    EVIDENCE_CHECK = "evidence_check"  # from the completion of an action
    BOARD_PAPERS = "board_papers"  # up to the meeting of the board, where the meeting does not say
    BOARD_PAPERS_UNSCHEDULED = "board_papers_unscheduled"  # from when a paper falls due, where no meeting is on record
    DECISION_RECORD = "decision_record"  # from the meeting of the board
    BOARD_ANSWER = "board_answer"  # from the record of what a board referred back
    BOARD_DECISION = "board_decision"  # from the settling of the last action
    CLOSURE = "closure"  # from the board's approval of closure
    PROGRESS_REVIEW = "progress_review"  # from the visit


class Clock(BaseModel):
    """A length of time and where the figure comes from: a published guidance by name, or "assumption"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Annotated[int, Field(strict=True, gt=0)]
    unit: Literal["working days", "days", "weeks", "months"]
    source: Annotated[str, Field(min_length=1)]

    def after(self, start: date, calendar: WorkingDays) -> date:
        """The day this clock runs out when it starts on `start`. Only working days heed the calendar."""
        match self.unit:
            case "working days":
                return calendar.after(start, self.amount)
            case "days":
                return start + timedelta(days=self.amount)
            case "weeks":
                return start + timedelta(weeks=self.amount)
            case "months":
                return _months_on(start, self.amount)

    def before(self, day: date, calendar: WorkingDays) -> date:
        """The day this clock must start to run out on `day`. Only working days heed the calendar."""
        match self.unit:
            case "working days":
                return calendar.before(day, self.amount)
            case "days":
                return day - timedelta(days=self.amount)
            case "weeks":
                return day - timedelta(weeks=self.amount)
            case "months":
                return _months_on(day, -self.amount)


def _months_on(day: date, months: int) -> date:
    """The same day of another month, or its last where it is shorter: a month after 31 January is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
