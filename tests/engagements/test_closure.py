"""The boards' closure, the regulator's, and what a reopening asks for."""

from datetime import date

import pytest

from config.vocabulary import Role, Stage, Status
from engagements.stages.boards import MeetingNotYetHeld, SayWhy
from engagements.stages.closure import ActionsUnsettled, BoardHasNotClosed, ConcernRemoved, EngagementClosed
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import BoardDecision
from tests.builders import BOARD, Case, CaseAt
from tests.cast import ADVISER, COORDINATOR

TRANSFER = {"owner": "Head of Digital", "reason": "Tied to digital.", "check_back_on": date(2022, 3, 31)}
SUMMARY = {"summary": "All but one delivered."}
CONCERN = {
    "question": "protecting the public through fire regulation",
    "issued_on": date(2019, 12, 17),
    "text": "Too few audits.",
}


@pytest.fixture
def reporting(case_at: CaseAt) -> Case:
    return case_at(Stage.QUARTERLY_REPORTING)


@pytest.fixture
def closed(case_at: CaseAt) -> Case:
    """A1 verified, A2 transferred to business as usual."""
    return case_at(Stage.CLOSED)


def decide(case: Case, decision: str, **fields: object) -> None:
    meeting = {"board": BOARD, "met_on": case.today, "about": "closure", "decision": decision}
    case.give("RecordBoardDecision", Role.CLERK, {**meeting, **fields})


def kinds(case: Case) -> set[str]:
    return {due.kind for due in case.obligations()}


def test_an_engagement_closes_only_when_every_action_is_verified_or_transferred(reporting: Case) -> None:
    reporting.board_approves_closure()
    reporting.complete("A1")
    refusal = reporting.refused("CloseEngagement", COORDINATOR, SUMMARY)
    assert isinstance(refusal, ActionsUnsettled)
    assert str(refusal).startswith("Not settled yet: A1 (completed), A2 (open). Verify each, or have the authority ")
    reporting.give("VerifyAction", ADVISER, action="A1")
    assert "A2 (open)" in str(reporting.refused("CloseEngagement", COORDINATOR, SUMMARY))
    reporting.give("TransferToBau", Role.AUTHORITY, TRANSFER, action="A2")
    reporting.give("CloseEngagement", COORDINATOR, SUMMARY)
    assert (reporting.facts.status, reporting.facts.closed_on) == (Status.CLOSED, reporting.today)


def test_a_board_approves_closure_before_an_engagement_closes(reporting: Case) -> None:
    reporting.settle()
    refusal = reporting.refused("CloseEngagement", COORDINATOR, SUMMARY)
    assert isinstance(refusal, BoardHasNotClosed)
    assert "the clerk records its decision first" in str(refusal)
    reporting.board_approves_closure()
    assert "close_engagement" in kinds(reporting)
    reporting.give("CloseEngagement", ADVISER, SUMMARY)


@pytest.mark.parametrize("decision", ["noted", "deferred", "referred_back"])
def test_a_board_that_does_not_approve_is_owed_a_decision_still(reporting: Case, decision: str) -> None:
    reporting.settle()
    decide(reporting, decision, reason="The digital work has no owner yet.")
    assert isinstance(reporting.refused("CloseEngagement", COORDINATOR, SUMMARY), BoardHasNotClosed)
    assert "decide_closure" in kinds(reporting)


def test_a_board_may_think_again_before_the_engagement_closes(reporting: Case) -> None:
    reporting.settle()
    decide(reporting, "approved")
    decide(reporting, "deferred", reason="The auditors came.")
    assert isinstance(reporting.refused("CloseEngagement", COORDINATOR, SUMMARY), BoardHasNotClosed)
    assert "close_engagement" not in kinds(reporting)
    decide(reporting, "approved")
    reporting.give("CloseEngagement", COORDINATOR, SUMMARY)


@pytest.mark.parametrize("decision", ["deferred", "referred_back"])
def test_a_board_that_puts_a_matter_off_says_why(reporting: Case, decision: str) -> None:
    refusal = reporting.refused(
        "RecordBoardDecision", Role.CLERK, board=BOARD, met_on=reporting.today, about="progress", decision=decision
    )
    assert isinstance(refusal, SayWhy)
    assert str(refusal).endswith("fill in reason.")


def test_a_decision_is_recorded_after_the_meeting(reporting: Case) -> None:
    tomorrow = reporting.world.calendar.after(reporting.today, 1)
    refusal = reporting.refused(
        "RecordBoardDecision", Role.CLERK, board=BOARD, met_on=tomorrow, about="closure", decision="approved"
    )
    assert isinstance(refusal, MeetingNotYetHeld)


def test_decisions_about_other_matters_settle_nothing_about_closure(reporting: Case) -> None:
    reporting.settle()
    decide(reporting, "approved", about="progress")
    assert "decide_closure" in kinds(reporting)
    assert isinstance(reporting.refused("CloseEngagement", COORDINATOR, SUMMARY), BoardHasNotClosed)


def test_each_board_of_the_route_has_its_own_decision(reporting: Case) -> None:
    decide(reporting, "noted", board="SLT", agenda_item="4h", about="progress")
    decide(reporting, "approved", board=BOARD, agenda_item="10")
    assert [(d.board, d.agenda_item) for d in reporting.rows(BoardDecision)] == [("SLT", "4h"), (BOARD, "10")]


def test_the_closure_report_names_the_transferred_actions_first(closed: Case) -> None:
    report = closed.events()[-1]
    assert isinstance(report, EngagementClosed)
    assert list(report.own())[:2] == ["transferred", "verified"]
    assert (report.transferred, report.verified) == (("A2",), ("A1",))


def test_nobody_owes_anything_after_closure_but_a_look_at_what_was_transferred(closed: Case) -> None:
    assert [(due.kind, due.subject) for due in closed.obligations()] == [("check_back", "A2")]


def test_a_board_closure_leaves_the_regulators_concern_open(reporting: Case) -> None:
    reporting.give("RecordCauseOfConcern", COORDINATOR, CONCERN)
    reporting.close()
    report = reporting.events()[-1]
    assert isinstance(report, EngagementClosed)
    assert report.concerns_open == (1,)
    reporting.give("RecordRevisit", ADVISER, number=1, revisited_on=reporting.today, outcome="Not enough.")
    reporting.give("RecordConcernRemoved", ADVISER, on=date(2021, 3, 1), number=1, removed_on=date(2021, 3, 1))
    [concern] = reporting.rows(CauseOfConcern)
    assert concern.removed_on == date(2021, 3, 1)
    assert reporting.facts.status is Status.CLOSED


def test_a_cause_of_concern_reopens_a_closed_engagement_and_asks_for_a_plan_in_28_days(closed: Case) -> None:
    closed.wait(on=date(2021, 10, 4))
    closed.give("RecordCauseOfConcern", ADVISER, CONCERN)
    closed.give("Reopen", ADVISER, reason="The concern was issued again.", cause_of_concern=1)
    assert (closed.facts.stage, closed.facts.status) == (Stage.FOLLOW_UP_PLAN, Status.ACTIVE)
    assert closed.facts.closed_on is None
    assert closed.due("propose_plan") == date(2021, 11, 1)


def test_a_reopening_for_another_reason_has_the_usual_clock(closed: Case) -> None:
    closed.give("Reopen", COORDINATOR, on=date(2021, 10, 4), reason="The new chief asked.")
    assert closed.due("propose_plan") == date(2022, 3, 4)


def test_a_concern_that_was_removed_is_no_reason_to_reopen(closed: Case) -> None:
    closed.give("RecordCauseOfConcern", ADVISER, CONCERN)
    closed.give("RecordConcernRemoved", ADVISER, number=1, removed_on=closed.today)
    refusal = closed.refused("Reopen", ADVISER, reason="It haunts us.", cause_of_concern=1)
    assert isinstance(refusal, ConcernRemoved)


def test_a_reopened_engagement_closes_on_a_new_decision_of_the_board(closed: Case) -> None:
    closed.give("Reopen", ADVISER, reason="The inspectorate came back.")
    plan = [closed.action("B1", "R1", date(2022, 3, 31))]
    closed.give("ProposePlan", Role.AUTHORITY, days=10, actions=plan)
    closed.give("ApprovePlan", Role.GOVERNANCE_BODY, board=BOARD, met_on=closed.today)
    assert closed.due("review_progress") == closed.today.replace(year=2021, month=closed.today.month - 2)
    closed.complete("B1")
    closed.give("VerifyAction", ADVISER, action="B1")
    assert isinstance(closed.refused("CloseEngagement", COORDINATOR, SUMMARY), BoardHasNotClosed)
    assert "decide_closure" in kinds(closed)
    closed.board_approves_closure()
    closed.give("CloseEngagement", COORDINATOR, SUMMARY)
    assert closed.verify().problems == []
