"""Agreeing the scope, and the charge."""

from collections.abc import Callable

from config.vocabulary import Role, Stage
from tests.builders import Case, CaseAt
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]


def proposed(case: Case) -> Case:
    case.give("HoldScopingMeeting", Role.COORDINATOR, days=5, held_on=case.today, summary="Protection, mostly.")
    case.wait(days=2).propose_scope(focus="The audits of high-rise buildings.")
    return case


def scope_page(case: Case) -> str:
    return f"/to-do/{case.ref}/agree-scope"


def test_the_authority_reads_what_was_proposed_and_agrees(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = proposed(case_at(Stage.SCOPING))
    guest = visits_to(case).as_guest()
    page = guest.get(scope_page(case))
    assert says(page, "Agree the scope", "Protecting the public through fire regulation", "high-rise buildings")
    answer = guest.press(scope_page(case), "Agree this scope")
    assert (answer.status_code, answer.headers["location"]) == (303, scope_page(case))
    assert case.facts.stage is Stage.TEAM_ASSIGNMENT


def test_what_was_done_is_told_with_its_day_and_who_did_it(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = proposed(case_at(Stage.SCOPING))
    guest = visits_to(case).as_guest()
    guest.press(scope_page(case), "Agree this scope")
    page = guest.get(scope_page(case))
    assert says(page, "This has been done. Scope agreed on", "by Essex authority")
    assert "command_id" not in page.text


def test_a_double_click_counts_once(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = proposed(case_at(Stage.SCOPING))
    guest = visits_to(case).as_guest()
    form = guest.form(scope_page(case))
    first, second = (guest.post(scope_page(case), data=form.filled({})) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert [type(event).__name__ for event in case.events()].count("ScopeAgreed") == 1


def test_before_anything_is_proposed_the_page_says_so(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.SCOPING)
    assert says(visits_to(case).as_guest().get(scope_page(case)), "There is nothing to do here yet", "Coordinator")


def test_a_scope_that_changed_meanwhile_is_looked_at_again(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = proposed(case_at(Stage.SCOPING))
    guest = visits_to(case).as_guest()
    form = guest.form(scope_page(case))
    case.propose_scope(focus="Something else altogether.")
    answer = guest.post(scope_page(case), data=form.filled({}))
    assert answer.status_code == 422
    assert says(answer, "after you opened this page", "Something else altogether")


def test_others_of_the_authority_are_told_whose_it_is(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = proposed(case_at(Stage.SCOPING))
    page = visits_to(case).as_guest("essex-clerk").get(scope_page(case))
    assert says(page, "This is not yours to do", "Essex authority")
    assert conceals(page, "high-rise")


def test_whoever_it_is_escalated_to_reads_it_and_may_give_it_away(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = proposed(case_at(Stage.SCOPING)).wait(days=30)
    page = visits_to(case).as_guest("essex-chief-fire-officer").get(scope_page(case))
    assert says(page, "brought to you because it is late", "Essex authority", "high-rise")
    assert f"{scope_page(case)}/not-me" in page.text


def test_on_hold_nothing_is_to_be_done(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = proposed(case_at(Stage.SCOPING))
    case.give("PutOnHold", Role.COORDINATOR, reason="An election.")
    assert says(visits_to(case).as_guest().get(scope_page(case)), "has been on hold since")


def test_the_payer_gives_an_order_number(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = proposed(case_at(Stage.SCOPING, "equality-framework-peer-challenge"))
    guest, page = visits_to(case).as_guest("essex-payer"), f"/to-do/{case.ref}/agree-charge"
    assert says(guest.fill_in(page), "There is a problem", "Enter the order number")
    assert guest.fill_in(page, {"order": "PO 1234"}).status_code == 303
    assert says(guest.get(page), "This has been done. Charge agreed on")
