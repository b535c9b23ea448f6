"""An agreed scope is amended: lines come and go, the authority's own among them, but none that sessions cover."""

import pytest

from config.products import Catalogue
from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.lines_of_enquiry import lines
from engagements.stages.scope_changes import LineHasSessions, LineNotInScope, NothingToAmend
from engagements.stages.scoping import UnknownLineOfEnquiry
from engagements.state.team import Scope
from engagements.texts import recall
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, PROTECTION

RISK = "understanding-risk"
CHALLENGE = "fire-peer-challenge"


@pytest.fixture
def visit(case_at: CaseAt) -> Case:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    return case


def asked_for(case: Case) -> dict[str, str]:
    scope = case.rows(Scope)[-1]
    with reading(case.engine) as connection:
        texts = recall(connection, scope.focuses.values())
    product = case.world.catalogue.get(case.facts.product, case.facts.product_version)
    return {line.slug: line.title for line in lines(scope, product, texts)}


def test_a_scope_holds_areas_questions_and_focuses_of_the_authoritys_own(case: Case) -> None:
    """One real challenge looked at seven assessment areas, six leadership questions, and three focuses of its own."""
    asks = [line.slug for line in Catalogue.shipped().get(CHALLENGE, 1).lines_of_enquiry]
    areas, leadership = asks[:7], asks[-6:]
    assert all(line.startswith("leadership-") == (line in leadership) for line in areas + leadership)
    case.at_stage(Stage.SCOPING, product=CHALLENGE)
    case.give("HoldScopingMeeting", COORDINATOR, held_on=case.today, summary="All of it.")
    own = ["The control room", "On-call crews", "The merger"]
    case.propose_scope(lines_of_enquiry=[*areas, *leadership], focuses=own)
    asked = asked_for(case)
    assert len(asked) == 16
    assert [asked[f"own-{number}"] for number in (1, 2, 3)] == own
    assert list(asked)[-3:] == ["own-1", "own-2", "own-3"]


def test_lines_come_and_go_and_a_number_of_ones_own_is_never_used_again(visit: Case) -> None:
    visit.give("AmendScope", COORDINATOR, lines_of_enquiry=[RISK], focuses=["The control room"], reason="The board.")
    assert list(asked_for(visit)) == [PROTECTION, RISK, "own-1"]
    visit.give("AmendScope", COORDINATOR, remove=[RISK, "own-1"], reason="Too much for three days.")
    visit.give("AmendScope", COORDINATOR, focuses=["On-call crews"], reason="The board.")
    assert asked_for(visit)["own-2"] == "On-call crews"
    assert list(asked_for(visit)) == [PROTECTION, "own-2"]
    assert visit.rows(Scope)[-1].amended_on == visit.today


def test_what_is_added_to_the_scope_must_be_covered_before_the_timetable_is_issued(visit: Case) -> None:
    visit.plan_sessions({})
    visit.give("AmendScope", COORDINATOR, focuses=["The control room"], reason="The board.")
    assert "No session covers the line of enquiry own-1." in str(visit.refused("IssueTimetable", COORDINATOR))
    visit.plan_sessions({"lines": ["own-1"], "starts": "14:00", "ends": "15:00"})
    visit.give("IssueTimetable", COORDINATOR)


def test_a_line_that_sessions_cover_stays_until_they_are_changed_or_cancelled(visit: Case) -> None:
    visit.give("AmendScope", COORDINATOR, lines_of_enquiry=[RISK], reason="The board.")
    visit.plan_sessions({}, {"starts": "14:00", "ends": "15:00", "lines": [PROTECTION]})
    refusal = visit.refused("AmendScope", COORDINATOR, remove=[RISK], reason="Too much.")
    assert isinstance(refusal, LineHasSessions)
    assert "is covered by session 1 (interview, 10:00 to 11:00 on 20 March 2020). Change" in str(refusal)
    visit.give("ChangeSession", COORDINATOR, number=1, lines=[PROTECTION])
    visit.give("AmendScope", COORDINATOR, remove=[RISK], reason="Too much.")


def test_a_scope_is_amended_by_what_there_is_and_keeps_something(visit: Case) -> None:
    for refused, fields in (
        (UnknownLineOfEnquiry, {"lines_of_enquiry": ["catering"]}),
        (LineNotInScope, {"remove": [RISK]}),
        (NothingToAmend, {"lines_of_enquiry": [PROTECTION]}),
        (NothingToAmend, {"remove": [PROTECTION]}),
    ):
        assert isinstance(visit.refused("AmendScope", COORDINATOR, fields, reason="A reason."), refused)


def test_a_scope_is_amended_by_the_coordinator_from_its_agreement_to_the_end_of_the_visit(case_at: CaseAt) -> None:
    added = {"focuses": ["The control room"], "reason": "The board."}
    assert case_at(Stage.CHALLENGE_VISIT).refused("AmendScope", Role.AUTHORITY, added).rule == "NotAllowed"
    for stage in (Stage.SCOPING, Stage.RECOMMENDATIONS):
        assert case_at(stage).refused("AmendScope", COORDINATOR, added).rule == "NotAtThisStage"
    case_at(Stage.TEAM_ASSIGNMENT).give("AmendScope", COORDINATOR, added)
