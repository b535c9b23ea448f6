"""The authority answers each recommendation and plans what it will do."""

from datetime import date
from typing import Any

import pytest

from config.vocabulary import Role, Stage
from engagements.stages.follow_up_plan import (
    ActionRefTaken,
    DueInThePast,
    FindingWithoutAction,
    NoPlanToApprove,
    ReasonRequired,
    RecommendationUnanswered,
    UnknownFinding,
)
from engagements.state.plan import Action
from tests.builders import BOARD, Case, CaseAt
from tests.cast import ADVISER, COORDINATOR

DUE = date(2021, 3, 31)


@pytest.fixture
def planning(case_at: CaseAt) -> Case:
    """The report is final, with two recommendations; the visit ended on 24 March 2020."""
    return case_at(Stage.FOLLOW_UP_PLAN)


@pytest.fixture
def answered(planning: Case) -> Case:
    planning.respond()
    return planning


def propose(case: Case, *actions: tuple[str, list[str], date]) -> dict[str, Any]:
    return {"actions": [{**case.action(ref, "R1", due), "findings": findings} for ref, findings, due in actions]}


def statuses(case: Case) -> dict[str, str]:
    return {action.ref: action.status for action in case.rows(Action)}


def test_a_plan_is_due_five_months_after_the_visit(planning: Case) -> None:
    assert planning.due("propose_plan") == date(2020, 8, 24)


def test_every_recommendation_is_owed_an_answer_within_twenty_working_days(planning: Case) -> None:
    final = planning.today
    for number in ("1", "2"):
        assert planning.due("respond_to_recommendation", number) == planning.world.calendar.after(final, 20)
    planning.give("RespondToRecommendation", Role.AUTHORITY, number=2, answer="accepted")
    open_still = [due.subject for due in planning.obligations() if due.kind == "respond_to_recommendation"]
    assert open_still == ["1"]


@pytest.mark.parametrize("answer", ["partly_accepted", "rejected"])
def test_a_recommendation_is_not_fully_accepted_only_with_a_reason(planning: Case, answer: str) -> None:
    refusal = planning.refused("RespondToRecommendation", Role.AUTHORITY, number=1, answer=answer)
    assert isinstance(refusal, ReasonRequired)
    assert str(refusal) == f"Say why recommendation 1 is {answer.replace('_', ' ')}: fill in reason."
    planning.give("RespondToRecommendation", Role.AUTHORITY, number=1, answer=answer, reason="Done already.")


def test_an_answer_may_change_while_the_plan_is_made(planning: Case) -> None:
    planning.give("RespondToRecommendation", Role.AUTHORITY, number=1, answer="rejected", reason="No money.")
    planning.give("RespondToRecommendation", Role.AUTHORITY, number=1, answer="accepted")
    planning.give("RespondToRecommendation", Role.AUTHORITY, number=2, answer="accepted")
    planning.propose_plan()


def test_there_is_no_plan_before_every_recommendation_is_answered(planning: Case) -> None:
    planning.give("RespondToRecommendation", Role.AUTHORITY, number=1, answer="accepted")
    refusal = planning.refused("ProposePlan", Role.AUTHORITY, propose(planning, ("A1", ["R1"], DUE)))
    assert isinstance(refusal, RecommendationUnanswered)
    assert str(refusal).endswith("not answered yet: 2.")


def test_one_finding_leads_to_many_actions_and_one_action_serves_several_findings(answered: Case) -> None:
    answered.give(
        "ProposePlan",
        Role.AUTHORITY,
        propose(answered, ("A1", ["R1"], DUE), ("A2", ["R1"], DUE), ("A3", ["R1", "R2"], DUE)),
    )
    assert [action.findings for action in answered.rows(Action)] == [["R1"], ["R1"], ["R1", "R2"]]


def test_every_accepted_recommendation_leads_to_an_action(answered: Case) -> None:
    refusal = answered.refused("ProposePlan", Role.AUTHORITY, propose(answered, ("A1", ["R2"], DUE)))
    assert isinstance(refusal, FindingWithoutAction)
    assert str(refusal) == "No action answers R1. Add one for each."


@pytest.mark.parametrize("finding", ["R3", "C1"])
def test_an_action_answers_something_that_was_found(answered: Case, finding: str) -> None:
    plan = propose(answered, ("A1", ["R1", "R2", finding], DUE))
    refusal = answered.refused("ProposePlan", Role.AUTHORITY, plan)
    assert isinstance(refusal, UnknownFinding)
    assert finding in str(refusal)


def test_an_action_may_answer_a_cause_of_concern(answered: Case) -> None:
    answered.give("RecordCauseOfConcern", COORDINATOR, CONCERN)
    answered.give("ProposePlan", Role.AUTHORITY, propose(answered, ("A1", ["R1", "R2", "C1"], DUE)))


CONCERN = {
    "question": "protecting the public through fire regulation",
    "issued_on": date(2020, 4, 1),
    "text": "Too few audits.",
}


def test_a_rejected_recommendation_needs_no_action_and_takes_none(planning: Case) -> None:
    planning.give("RespondToRecommendation", Role.AUTHORITY, number=1, answer="accepted")
    planning.give("RespondToRecommendation", Role.AUTHORITY, number=2, answer="rejected", reason="Done already.")
    refusal = planning.refused("ProposePlan", Role.AUTHORITY, propose(planning, ("A1", ["R1", "R2"], DUE)))
    assert isinstance(refusal, UnknownFinding)
    planning.give("ProposePlan", Role.AUTHORITY, propose(planning, ("A1", ["R1"], DUE)))


def test_an_authority_that_rejects_everything_has_an_empty_plan_and_may_close(planning: Case) -> None:
    for number in (1, 2):
        planning.give("RespondToRecommendation", Role.AUTHORITY, number=number, answer="rejected", reason="Done.")
    planning.give("ProposePlan", Role.AUTHORITY)
    planning.give("ApprovePlan", Role.CLERK, board=BOARD, met_on=planning.today)
    assert "decide_closure" in [due.kind for due in planning.obligations()]
    planning.board_approves_closure()
    planning.give("CloseEngagement", COORDINATOR, summary="Every recommendation was rejected.")


def test_a_reference_names_one_action(answered: Case) -> None:
    refusal = answered.refused(
        "ProposePlan", Role.AUTHORITY, propose(answered, ("A1", ["R1"], DUE), ("A1", ["R2"], DUE))
    )
    assert isinstance(refusal, ActionRefTaken)
    assert "A1" in str(refusal)


def test_a_reference_stays_taken_after_a_reopening(case_at: CaseAt) -> None:
    case = case_at(Stage.CLOSED)
    case.give("Reopen", ADVISER, reason="The inspectorate came back.")
    refusal = case.refused("ProposePlan", Role.AUTHORITY, propose(case, ("A1", ["R1"], date(2022, 3, 31))))
    assert isinstance(refusal, ActionRefTaken)


def test_an_action_is_due_on_a_day_to_come(answered: Case) -> None:
    refusal = answered.refused("ProposePlan", Role.AUTHORITY, propose(answered, ("A1", ["R1", "R2"], answered.today)))
    assert isinstance(refusal, DueInThePast)
    assert "choose a day after today" in str(refusal)


def test_a_plan_is_replaced_until_it_is_approved(answered: Case) -> None:
    answered.propose_plan()
    answered.give("ProposePlan", Role.AUTHORITY, propose(answered, ("A2", ["R1"], DUE), ("A3", ["R2"], DUE)), days=1)
    assert statuses(answered) == {"A1": "replaced", "A2": "proposed", "A3": "proposed"}
    assert [due.kind for due in answered.obligations()].count("approve_plan") == 1
    answered.give("ApprovePlan", Role.GOVERNANCE_BODY, board=BOARD, met_on=answered.today)
    assert statuses(answered) == {"A1": "replaced", "A2": "open", "A3": "open"}


def test_the_governance_body_approves_what_was_proposed_at_a_meeting_since(answered: Case) -> None:
    approve = {"board": BOARD, "met_on": answered.today}
    assert isinstance(answered.refused("ApprovePlan", Role.GOVERNANCE_BODY, approve), NoPlanToApprove)
    answered.propose_plan()
    for met_on in (date(2020, 4, 1), DUE):
        refusal = answered.refused("ApprovePlan", Role.GOVERNANCE_BODY, {**approve, "met_on": met_on})
        assert isinstance(refusal, NoPlanToApprove)
        assert str(refusal).startswith("Give the day of the meeting")
    answered.give("ApprovePlan", Role.GOVERNANCE_BODY, approve)


def test_an_approved_plan_makes_each_action_owed_on_its_own_day(answered: Case) -> None:
    plan = propose(answered, ("A1", ["R1"], DUE), ("A2", ["R2"], date(2021, 5, 31)))
    answered.give("ProposePlan", Role.AUTHORITY, plan)
    answered.give("ApprovePlan", Role.GOVERNANCE_BODY, board=BOARD, met_on=answered.today)
    assert (answered.due("complete_action", "A1"), answered.due("complete_action", "A2")) == (DUE, date(2021, 5, 31))
    assert answered.due("review_progress") == date(2021, 1, 24)  # ten months after the visit
