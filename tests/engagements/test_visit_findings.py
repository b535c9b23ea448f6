"""Findings of a visit: who notes them, when, on what; what the feedback tells; what may be shared."""

from typing import Any

import pytest

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.refusals import NotAllowed, NotAtThisStage
from engagements.stages.visit_findings import NotLookedAt, NotOnTheTeam, VisitNotBegun
from engagements.state.visit_findings import VisitFinding
from engagements.visits.gathering import gathered
from engagements.visits.good_practice import to_share
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, FROM_ESSEX, LEAD, OPERATIONAL, PROTECTION

SEEN: dict[str, Any] = {"line": PROTECTION, "kind": "strength", "text": "Audits follow the risk."}


@pytest.fixture
def visit(case_at: CaseAt) -> Case:
    """The first day of a visit."""
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    return case.wait(on=case.facts.visit_from)


def test_findings_are_noted_from_the_first_day_of_the_visit(case_at: CaseAt) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    assert isinstance(case.refused("NoteFinding", Role.PEER, SEEN, peer=LEAD), VisitNotBegun)
    case.schedule_visit()
    assert isinstance(case.refused("NoteFinding", Role.PEER, SEEN, peer=LEAD), VisitNotBegun)
    case.give("NoteFinding", Role.PEER, SEEN, peer=LEAD, on=case.facts.visit_from)
    [finding] = case.rows(VisitFinding)
    assert (finding.noted_by, finding.noted_on) == (LEAD, case.facts.visit_from)


def test_findings_are_noted_until_the_report_is_final(visit: Case) -> None:
    visit.give("CompleteVisitPhase", Role.LEAD_PEER, on=visit.facts.visit_to, number=1)
    visit.give("PresentFeedback", Role.LEAD_PEER, feedback="Good people.")
    visit.note("strength", "Remembered on the train.")
    visit.report()
    assert isinstance(visit.refused("NoteFinding", Role.PEER, SEEN, peer=LEAD), NotAtThisStage)


def test_a_finding_is_about_a_line_of_the_agreed_scope(visit: Case) -> None:
    refused = visit.refused("NoteFinding", COORDINATOR, SEEN, line="understanding-risk")
    assert isinstance(refused, NotLookedAt)


def test_peers_note_in_their_own_name_alone(visit: Case) -> None:
    other = visit.actor(Role.PEER, {"peer": OPERATIONAL})
    assert isinstance(visit.refused("NoteFinding", other, SEEN, peer=LEAD), NotAllowed)
    assert isinstance(visit.refused("NoteFinding", other, SEEN), NotAllowed)


def test_only_who_accepted_a_place_notes_findings(visit: Case) -> None:
    outside = visit.actor(Role.PEER, {"peer": FROM_ESSEX})
    assert isinstance(visit.refused("NoteFinding", outside, SEEN, peer=FROM_ESSEX), NotAllowed)
    visit.give("DeclineInvitation", Role.PEER, peer=OPERATIONAL, reason="Taken ill.")
    gone = visit.actor(Role.PEER, {"peer": OPERATIONAL})
    assert isinstance(visit.refused("NoteFinding", gone, SEEN, peer=OPERATIONAL), NotOnTheTeam)


def test_the_lead_peer_and_the_coordinator_change_what_anybody_noted(visit: Case) -> None:
    visit.give("NoteFinding", Role.PEER, SEEN, peer=OPERATIONAL)
    better = {**SEEN, "number": 1, "kind": "area_to_consider"}
    visit.give("ChangeFinding", Role.PEER, better, peer=LEAD)
    visit.give("ChangeFinding", COORDINATOR, better, kind="good_practice")
    [finding] = visit.rows(VisitFinding)
    assert (finding.kind, finding.noted_by) == ("good_practice", OPERATIONAL)


def test_a_withdrawn_finding_leaves_the_feedback_and_its_number_is_not_used_again(visit: Case) -> None:
    visit.note("strength", "One.")
    visit.note("strength", "Two.")
    visit.give("GatherFindings", Role.LEAD_PEER, findings=[2, 1])
    visit.give("WithdrawFinding", COORDINATOR, number=2)
    visit.note("strength", "Three.")
    assert [(one.number, one.in_feedback) for one in visit.rows(VisitFinding)] == [(1, 2), (2, None), (3, None)]
    assert _feedback(visit).splitlines()[1:] == ["Strength: One."]
    assert visit.verify().holds


def test_the_feedback_tells_each_line_under_its_title_in_the_order_that_was_chosen(visit: Case) -> None:
    for kind, text in (("strength", "One."), ("area_to_consider", "Two."), ("good_practice", "Three.")):
        visit.note(kind, text)
    visit.give("GatherFindings", COORDINATOR, findings=[3, 2])
    assert _feedback(visit) == (
        "Protecting the public through fire regulation\nGood practice: Three.\nArea to consider: Two."
    )
    visit.give("GatherFindings", COORDINATOR, findings=[])
    assert _feedback(visit) == ""


def test_good_practice_may_be_shared_after_the_engagement_is_closed_and_not_once_it_is_something_else(
    visit: Case,
) -> None:
    visit.note("good_practice", "One.")
    visit.note("good_practice", "Two.")
    visit.give("MarkGoodPractice", COORDINATOR, number=2)
    visit.give("ChangeFinding", COORDINATOR, SEEN, number=2)
    assert [one.share for one in visit.rows(VisitFinding)] == [False, False]
    visit.give("CompleteVisitPhase", Role.LEAD_PEER, on=visit.facts.visit_to, number=1)
    visit.give("PresentFeedback", Role.LEAD_PEER, feedback="Good people.")
    visit.at_stage(Stage.CLOSED).give("MarkGoodPractice", COORDINATOR, number=1)
    with reading(visit.engine) as connection:
        [shared] = to_share(connection, visit.world)
    assert (shared.ref, shared.number, shared.text) == (visit.ref, 1, "One.")
    assert shared.questions == ("protecting the public through fire regulation",)


def _feedback(case: Case) -> str:
    product = case.world.catalogue.get(case.facts.product, case.facts.product_version)
    with reading(case.engine) as connection:
        return gathered(connection, case.facts, product).feedback
