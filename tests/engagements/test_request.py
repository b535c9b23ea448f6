"""Asking for support."""

from dataclasses import replace
from datetime import date

import pytest

from config.products import Catalogue
from config.vocabulary import Role, Stage, Status
from engagements.stages.request import CannotBeginThere, NoSuchWindow, NotAnEligibleService, NotOffered
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR, KENT


def test_a_request_is_triaged_within_five_working_days(case: Case) -> None:
    case.request()
    [owed] = case.obligations()
    assert (owed.kind, owed.owed_by) == ("triage_request", Role.PRINCIPAL_ADVISER)
    assert owed.due_on == date(2020, 1, 13)


def test_an_accepted_request_goes_to_scoping_and_somebody_owes_the_next_step(case: Case) -> None:
    case.request()
    case.accept()
    assert case.facts.stage is Stage.SCOPING
    assert [owed.kind for owed in case.obligations()] == ["hold_scoping_meeting"]


def test_a_request_says_when_the_authority_would_like_the_visit(case: Case) -> None:
    case.request(window_from=date(2020, 5, 1), window_to=date(2020, 7, 31))
    assert (case.facts.window_from, case.facts.window_to) == (date(2020, 5, 1), date(2020, 7, 31))


def test_a_window_does_not_end_before_it_begins(case: Case) -> None:
    with pytest.raises(NoSuchWindow, match="The window begins on 1 May 2020"):
        case.request(window_from=date(2020, 5, 1), window_to=date(2020, 4, 30))


def test_engagements_are_numbered_by_authority_and_year(case: Case) -> None:
    assert case.request().ref == "ESSEX-2020-1"
    assert case.request().ref == "ESSEX-2020-2"
    assert case.request(authority=KENT).ref == "KENT-2020-1"
    assert case.wait(on=date(2021, 1, 1)).request(authority=KENT).ref == "KENT-2021-1"


def test_the_year_of_a_reference_is_englands(case: Case) -> None:
    case.wait(on=date(2020, 7, 1))
    case.now = case.now.replace(year=2021, month=1, day=1, hour=0)
    assert case.request().ref == "ESSEX-2021-1"


def test_a_product_may_enter_at_recommendations(case: Case) -> None:
    case.request()
    case.give("AcceptRequest", ADVISER, enter_at="recommendations")
    assert case.facts.stage is Stage.RECOMMENDATIONS
    assert case.due("draft_report") == date(2020, 1, 27)
    case.at_stage(Stage.CLOSED)
    assert case.verify().problems == []


def test_a_product_enters_only_where_it_says(case: Case) -> None:
    case.request("targeted-peer-support")
    refusal = case.refused("AcceptRequest", ADVISER, enter_at="recommendations")
    assert isinstance(refusal, CannotBeginThere)
    assert str(refusal) == "Targeted peer support begins at scoping, not at recommendations."


def test_a_declined_request_owes_nothing_more(case: Case) -> None:
    case.request()
    case.give("DeclineRequest", ADVISER, reason="Another programme fits better.")
    assert (case.facts.status, case.facts.closed_on) == (Status.DECLINED, case.today)
    assert case.obligations() == []


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
def test_an_authority_may_withdraw_until_closure(case_at: CaseAt, stage: Stage) -> None:
    case = case_at(stage)
    case.give("WithdrawRequest", Role.AUTHORITY, reason="The merger takes all our time.")
    assert case.facts.status is Status.WITHDRAWN
    assert case.obligations() == []


def test_an_authority_may_withdraw_while_on_hold(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    case.give("PutOnHold", COORDINATOR, reason="An inspection comes first.")
    case.give("WithdrawRequest", COORDINATOR, reason="It found nothing.")
    assert case.obligations() == []


def test_a_service_is_supported_only_while_it_exists(case: Case) -> None:
    before = case.wait(on=date(2021, 3, 31))
    refusal = before.refused("RequestSupport", COORDINATOR, _for("hampshire-and-isle-of-wight"))
    assert isinstance(refusal, NotAnEligibleService)
    before.give("RequestSupport", COORDINATOR, _for("hampshire"))
    after = case.wait(on=date(2021, 4, 1))
    refusal = after.refused("RequestSupport", COORDINATOR, _for("hampshire"))
    assert "It was followed by hampshire-and-isle-of-wight." in str(refusal)
    after.give("RequestSupport", COORDINATOR, _for("hampshire-and-isle-of-wight"))


def _for(authority: str) -> dict[str, str]:
    return {"authority": authority, "product": "targeted-peer-support", "reason": "Prevention."}


@pytest.mark.parametrize(
    "choices", [{}, {"timing": "after"}, {"timing": "during", "breadth": "broad"}, {"timing": "after", "depth": "deep"}]
)
def test_a_request_makes_the_choices_that_the_product_offers(case: Case, choices: dict[str, str]) -> None:
    request = {"authority": "essex", "product": "inspection-peer-support", "reason": "Protection.", "choices": choices}
    refusal = case.refused("RequestSupport", Role.AUTHORITY, request)
    assert isinstance(refusal, NotOffered)
    assert "timing: before, after; breadth: broad, narrow" in str(refusal)


def test_an_engagement_keeps_the_version_that_it_began_with(case: Case) -> None:
    shipped = case.world.catalogue.products
    second = shipped["targeted-peer-support", 1].model_copy(update={"version": 2, "effective_from": date(2020, 6, 1)})
    catalogue = Catalogue({**shipped, ("targeted-peer-support", 2): second})
    case.world = replace(case.world, catalogue=catalogue)
    case.request("targeted-peer-support")
    case.wait(on=date(2020, 6, 1)).accept()
    assert case.facts.product_version == 1
    case.request("targeted-peer-support")
    assert case.facts.product_version == 2
