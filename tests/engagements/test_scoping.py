"""What the peers will look at, and when."""

from datetime import date

import pytest

from config.vocabulary import Role, Stage
from engagements.stages.scoping import (
    AlreadyAgreed,
    DatesInWrongOrder,
    FreeOfCharge,
    MeetingNotYetHeld,
    UnknownLineOfEnquiry,
    VisitNotOnWorkingDays,
    VisitTooSoon,
)
from engagements.state.team import Scope
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, PROTECTION

EQUALITY = "equality-framework-peer-challenge"


@pytest.fixture
def scoping(case_at: CaseAt) -> Case:
    """Accepted on Wednesday 8 January 2020."""
    return case_at(Stage.SCOPING)


def scope(first: date, last: date, *lines: str) -> dict[str, object]:
    return {"lines_of_enquiry": lines or (PROTECTION,), "visit_from": first, "visit_to": last}


def test_the_meeting_the_proposal_and_the_agreement_each_have_their_clock(scoping: Case) -> None:
    assert scoping.due("hold_scoping_meeting") == date(2020, 1, 29)  # 15 working days after acceptance
    scoping.give("HoldScopingMeeting", COORDINATOR, days=5, held_on=date(2020, 1, 14), summary="Protection.")
    assert scoping.due("propose_scope") == date(2020, 1, 29)  # 10 after the meeting was recorded, on 15 January
    scoping.wait(on=date(2020, 1, 20)).propose_scope()
    assert scoping.due("agree_scope") == date(2020, 2, 3)  # 10 after the proposal
    scoping.give("AgreeScope", Role.AUTHORITY)
    assert [owed.kind for owed in scoping.obligations()] == ["confirm_team"]


def test_a_meeting_is_recorded_after_it_was_held(scoping: Case) -> None:
    refusal = scoping.refused("HoldScopingMeeting", COORDINATOR, held_on=date(2020, 1, 9), summary="Protection.")
    assert isinstance(refusal, MeetingNotYetHeld)
    assert str(refusal) == "Record the meeting of 9 January 2020 once it has been held."


def test_a_second_meeting_asks_for_no_second_proposal(scoping: Case) -> None:
    for _ in range(2):
        scoping.give("HoldScopingMeeting", COORDINATOR, days=1, held_on=scoping.today, summary="Protection.")
    assert [owed.kind for owed in scoping.obligations()] == ["propose_scope"]


def test_peers_are_owed_six_weeks_notice(scoping: Case) -> None:
    refusal = scoping.refused("ProposeScope", COORDINATOR, scope(date(2020, 2, 18), date(2020, 2, 20)))
    assert isinstance(refusal, VisitTooSoon)
    assert str(refusal) == "Choose a visit on or after 19 February 2020, so that peers can be released."
    scoping.give("ProposeScope", COORDINATOR, scope(date(2020, 2, 19), date(2020, 2, 20)))


def test_notice_counts_from_the_agreement_however_early_the_proposal(scoping: Case) -> None:
    scoping.give("ProposeScope", COORDINATOR, scope(date(2020, 2, 19), date(2020, 2, 20)))
    refusal = scoping.refused("AgreeScope", Role.AUTHORITY, days=1)
    assert isinstance(refusal, VisitTooSoon)
    scoping.give("ProposeScope", COORDINATOR, scope(date(2020, 2, 20), date(2020, 2, 21)))
    scoping.give("AgreeScope", Role.AUTHORITY)


def test_the_earliest_visit_that_a_refusal_names_is_a_working_day(scoping: Case) -> None:
    scoping.wait(on=date(2020, 2, 28))  # six weeks later is Good Friday
    refusal = scoping.refused("ProposeScope", COORDINATOR, scope(date(2020, 3, 2), date(2020, 3, 3)))
    assert "on or after 14 April 2020" in str(refusal)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2020, 4, 4), date(2020, 4, 6), "4 April 2020 is not a working day in England"),  # a Saturday
        (date(2020, 4, 7), date(2020, 4, 10), "10 April 2020 is not a working day in England"),  # Good Friday
    ],
)
def test_a_visit_begins_and_ends_on_working_days(scoping: Case, first: date, last: date, why: str) -> None:
    refusal = scoping.refused("ProposeScope", COORDINATOR, scope(first, last))
    assert isinstance(refusal, VisitNotOnWorkingDays)
    assert why in str(refusal)


def test_a_visit_ends_after_it_begins(scoping: Case) -> None:
    refusal = scoping.refused("ProposeScope", COORDINATOR, scope(date(2020, 4, 7), date(2020, 4, 6)))
    assert isinstance(refusal, DatesInWrongOrder)


def test_a_product_is_asked_only_about_its_own_lines_of_enquiry(scoping: Case) -> None:
    refusal = scoping.refused("ProposeScope", COORDINATOR, scope(date(2020, 4, 6), date(2020, 4, 7), "catering"))
    assert isinstance(refusal, UnknownLineOfEnquiry)
    assert "understanding-risk" in str(refusal)


def test_a_later_proposal_replaces_an_earlier_one(scoping: Case) -> None:
    scoping.propose_scope()
    scoping.wait(days=3).propose_scope(focus="Out-of-hours cover.")
    assert scoping.due("agree_scope") == date(2020, 1, 27)
    scoping.give("AgreeScope", Role.AUTHORITY)
    first, second = scoping.rows(Scope)
    assert (first.agreed_on, second.agreed_on) == (None, scoping.today)
    assert (scoping.facts.visit_from, scoping.facts.visit_to) == (second.visit_from, second.visit_to)


@pytest.mark.parametrize("first", ["AgreeScope", "AgreeCharge"])
def test_a_chargeable_product_waits_for_who_pays(case_at: CaseAt, first: str) -> None:
    case = case_at(Stage.SCOPING, EQUALITY)
    case.propose_scope()
    assert {owed.kind: owed.owed_by for owed in case.obligations()} == {
        "agree_scope": Role.AUTHORITY,
        "agree_charge": Role.PAYER,
    }
    agreements = {"AgreeScope": (Role.AUTHORITY, {}), "AgreeCharge": (Role.PAYER, {"order": "Order 1"})}
    case.give(first, *agreements.pop(first))
    assert not any(owed.kind == "confirm_team" for owed in case.obligations())
    [(second, (role, fields))] = agreements.items()
    case.give(second, role, fields)
    assert case.facts.stage is Stage.TEAM_ASSIGNMENT


def test_nobody_pays_for_what_is_free(scoping: Case) -> None:
    scoping.propose_scope()
    assert isinstance(scoping.refused("AgreeCharge", Role.PAYER, order="Order 1"), FreeOfCharge)


@pytest.mark.parametrize(("name", "role"), [("AgreeScope", Role.AUTHORITY), ("AgreeCharge", Role.PAYER)])
def test_an_agreement_is_given_once(case_at: CaseAt, name: str, role: Role) -> None:
    case = case_at(Stage.SCOPING, EQUALITY)
    case.propose_scope()
    agreement = {"order": "Order 1"} if role is Role.PAYER else {}
    case.give(name, role, agreement)
    refusal = case.refused(name, role, agreement)
    assert isinstance(refusal, AlreadyAgreed)
    assert "was agreed on 8 January 2020" in str(refusal)


def test_a_new_proposal_asks_anew_who_pays(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING, EQUALITY)
    case.propose_scope()
    case.give("AgreeCharge", Role.PAYER, order="Order 1")
    case.propose_scope()
    case.give("AgreeScope", Role.AUTHORITY)
    assert case.facts.stage is Stage.SCOPING
    assert [owed.kind for owed in case.obligations()] == ["agree_charge"]
