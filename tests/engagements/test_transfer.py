"""Transfer to business as usual: with an owner, a reason and a day on which somebody checks back, closed or not."""

from datetime import date

import pytest

from config.vocabulary import Role, Stage, Status
from engagements.refusals import Malformed
from engagements.stages.transfer import CheckBackNotToCome, NothingToCheckBack
from engagements.state.engagement import Obligation
from engagements.state.plan import Action
from engagements.sweeping import sweep_clocks
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR

BACK = date(2022, 3, 31)
TRANSFER = {"action": "A1", "owner": "Head of Digital", "reason": "Tied to digital.", "check_back_on": BACK}
RUNS = {"action": "A1", "outcome": "It is part of the yearly plan.", "still_running": True}


@pytest.fixture
def reporting(case_at: CaseAt) -> Case:
    """The plan is approved: A1 is due on 9 February 2021, A2 on 7 May."""
    return case_at(Stage.QUARTERLY_REPORTING)


@pytest.fixture
def closed(reporting: Case) -> Case:
    """Closed with A1 transferred, and A2 verified."""
    reporting.give("TransferToBau", Role.AUTHORITY, TRANSFER)
    reporting.complete("A2")
    reporting.give("VerifyAction", ADVISER, action="A2")
    reporting.board_approves_closure()
    reporting.give("CloseEngagement", COORDINATOR, summary="All but one delivered.")
    return reporting


def owed(case: Case) -> list[tuple[str, str]]:
    return [(due.kind, due.subject) for due in case.obligations()]


def test_nothing_goes_to_business_as_usual_without_a_day_to_check_back(reporting: Case) -> None:
    without = {name: value for name, value in TRANSFER.items() if name != "check_back_on"}
    assert isinstance(reporting.refused("TransferToBau", Role.AUTHORITY, without), Malformed)
    refusal = reporting.refused("TransferToBau", Role.AUTHORITY, TRANSFER, check_back_on=reporting.today)
    assert isinstance(refusal, CheckBackNotToCome)
    assert str(refusal).startswith("Choose a day after today on which somebody looks whether A1 still runs")


def test_the_principal_adviser_owes_a_look_on_that_day(reporting: Case) -> None:
    reporting.give("TransferToBau", Role.AUTHORITY, TRANSFER)
    assert reporting.due("check_back", "A1") == BACK
    assert [due.kind for due in reporting.obligations(Role.PRINCIPAL_ADVISER)] == ["check_back"]


def test_closing_ends_all_that_is_owed_but_the_look_back(closed: Case) -> None:
    assert closed.facts.status is Status.CLOSED
    assert owed(closed) == [("check_back", "A1")]
    list(sweep_clocks(closed.engine, closed.world, closed.wait(on=date(2022, 4, 4)).now))
    [late] = [row for row in closed.rows(Obligation) if row.is_open]
    assert late.lapsed_on == closed.today
    assert closed.verify().problems == []


def test_withdrawing_ends_it(reporting: Case) -> None:
    reporting.give("TransferToBau", Role.AUTHORITY, TRANSFER)
    reporting.give("WithdrawRequest", Role.AUTHORITY, reason="The service is merged.")
    assert owed(reporting) == []


def test_somebody_checks_back_after_closing_too_and_once(closed: Case) -> None:
    closed.give("CheckBack", ADVISER, RUNS, on=BACK)
    assert owed(closed) == []
    [action] = [action for action in closed.rows(Action) if action.ref == "A1"]
    assert (action.checked_back_on, action.still_running) == (BACK, True)
    refusal = closed.refused("CheckBack", ADVISER, RUNS)
    assert isinstance(refusal, NothingToCheckBack)
    assert str(refusal) == "Somebody checked back on A1 on 31 March 2022 already."


def test_only_what_was_transferred_is_checked_back_on(closed: Case) -> None:
    refusal = closed.refused("CheckBack", ADVISER, RUNS, action="A2")
    assert isinstance(refusal, NothingToCheckBack)
    assert "is verified" in str(refusal)


def test_a_reopened_engagement_still_owes_the_look_back(closed: Case) -> None:
    closed.give("Reopen", ADVISER, reason="It no longer runs.")
    assert ("check_back", "A1") in owed(closed)
    closed.give("CheckBack", COORDINATOR, RUNS, still_running=False)
    assert ("check_back", "A1") not in owed(closed)
