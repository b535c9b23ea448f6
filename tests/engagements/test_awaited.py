"""Nobody is awaited for what can no longer be done, and nothing that was accepted goes unplanned."""

from config.vocabulary import Role, Stage
from engagements.stages.follow_up_plan import FindingWithoutAction
from tests.builders import CaseAt
from tests.cast import COORDINATOR

EQUALITY = "equality-framework-peer-challenge"


def test_once_the_visit_is_over_nobody_waits_for_what_was_to_prepare_it(case_at: CaseAt) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    case.give("CompleteVisitPhase", Role.LEAD_PEER, on=case.facts.visit_to, number=1)
    case.give("PresentFeedback", Role.LEAD_PEER, feedback="Good people, too few of them.")
    assert [owed.kind for owed in case.obligations()] == ["draft_report"]


def test_a_meeting_while_the_charge_is_waited_for_asks_for_no_new_proposal(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING, EQUALITY)
    case.propose_scope()
    case.give("AgreeScope", Role.AUTHORITY)
    case.give("HoldScopingMeeting", COORDINATOR, held_on=case.today, summary="Once more about the money.")
    case.give("AgreeCharge", Role.PAYER, order="Order 1")
    assert [owed.kind for owed in case.obligations()] == ["confirm_team"]


def test_a_recommendation_accepted_after_the_plan_was_proposed_needs_an_action_too(case_at: CaseAt) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    case.give("RespondToRecommendation", Role.AUTHORITY, number=1, answer="accepted")
    case.give("RespondToRecommendation", Role.AUTHORITY, number=2, answer="rejected", reason="Not ours to do.")
    case.propose_plan(actions=[case.action("A1", "R1", case.world.calendar.after(case.today, 90))])
    case.give("RespondToRecommendation", Role.AUTHORITY, number=2, answer="accepted")
    refusal = case.refused("ApprovePlan", Role.GOVERNANCE_BODY, board="SLT", met_on=case.today)
    assert isinstance(refusal, FindingWithoutAction)
    assert str(refusal) == "No action answers R2. Add one for each."
