"""The plan, and who looks at it: the authority, its board, scrutiny."""

from tests.portal.look import of_clerk, of_guest

PLANS = (
    of_guest("scrutiny", "a plan under way", "full"),
    of_guest("scrutiny", "no plan yet", "at request"),
    of_guest("propose-plan", "recommendations unanswered", "at follow_up_plan"),
    of_guest("propose-plan", "to be written", "plan to come"),
    of_guest("propose-plan", "refused", "plan to come", "Propose this plan"),
    of_guest("propose-plan", "proposed", "plan before board"),
    of_guest("propose-plan", "done", "full"),
    of_guest("propose-plan/spreadsheet", "to be sent", "plan to come"),
    of_guest("propose-plan/spreadsheet", "refused", "plan to come", "Look it over"),
    of_clerk("approve-plan", "to be recorded", "plan before board"),
    of_clerk("approve-plan", "refused", "plan before board", words="Record the approval"),
    of_clerk("approve-plan", "done", "full"),
)
