"""Nobody is awaited for what can no longer be done, or by a date that nobody gave; what was accepted is planned."""

from dataclasses import replace
from datetime import timedelta

from config.products import Catalogue
from config.vocabulary import Role, Stage
from engagements.stages.follow_up_plan import FindingWithoutAction
from tests.builders import Case, CaseAt
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


def with_the_same_clocks(case: Case) -> Case:
    """Where the product has a second version that changes no clock."""
    products = dict(case.world.catalogue.products)
    products |= {(slug, 2): product.model_copy(update={"version": 2}) for (slug, _), product in products.items()}
    case.world = replace(case.world, catalogue=Catalogue(products))
    return case


def test_another_version_leaves_the_time_that_a_hold_gave_back(case_at: CaseAt) -> None:
    case = with_the_same_clocks(case_at(Stage.SCOPING))
    case.give("PutOnHold", COORDINATOR, reason="An election.")
    case.give("Resume", COORDINATOR, days=60)
    due_on = case.due("hold_scoping_meeting")
    case.give("MigrateToVersion", COORDINATOR, version=2)
    assert case.due("hold_scoping_meeting") == due_on


def test_another_version_leaves_the_28_days_for_a_cause_of_concern(case_at: CaseAt) -> None:
    case = with_the_same_clocks(case_at(Stage.CLOSED))
    concern = {"question": "understanding risk", "issued_on": case.today, "text": "No risk profile."}
    case.give("RecordCauseOfConcern", Role.PRINCIPAL_ADVISER, concern)
    case.give("Reopen", Role.PRINCIPAL_ADVISER, reason="Because of it.", cause_of_concern=1)
    case.give("MigrateToVersion", COORDINATOR, version=2)
    assert case.due("propose_plan") == case.today + timedelta(28)
