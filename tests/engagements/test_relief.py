"""What somebody owes may be waived or extended, with a reason, by those who may; nobody lets themselves off."""

from datetime import date

import pytest

from config.vocabulary import Role, Stage
from engagements.authorising import NotForOneself
from engagements.stages.relief import MayNotBeWaived, NotMoreTime, NotOwed
from engagements.state.engagement import Obligation
from engagements.state.plan import QuarterlyReturn
from engagements.sweeping import open_periods
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR

Q1 = "2020-21-Q1"
REASON = "The inspectorate is with them."


@pytest.fixture
def case(case_at: CaseAt) -> Case:
    case = case_at(Stage.QUARTERLY_REPORTING).wait(on=date(2020, 7, 1))
    list(open_periods(case.engine, case.world, case.now))
    return case


def test_a_return_may_be_waived_with_a_reason(case: Case) -> None:
    case.give("WaiveObligation", COORDINATOR, kind="file_return", subject=Q1, reason=REASON)
    [waived] = [o for o in case.rows(Obligation) if o.kind == "file_return"]
    assert (waived.ended, case.rows(QuarterlyReturn)[0].status) == ("waived", "waived")
    assert case.verify().problems == []


def test_what_comes_next_needs_cannot_be_waived(case_at: CaseAt) -> None:
    refusal = case_at(Stage.SCOPING).refused("WaiveObligation", ADVISER, kind="hold_scoping_meeting", reason=REASON)
    assert refusal.rule == MayNotBeWaived.__name__
    assert "ExtendObligation" in str(refusal)


def test_nobody_lets_themselves_off(case: Case) -> None:
    refusal = case.refused("WaiveObligation", COORDINATOR, kind="review_progress", reason=REASON)
    assert refusal.rule == NotForOneself.__name__
    case.give("WaiveObligation", ADVISER, kind="review_progress", reason=REASON)


def test_the_authority_does_not_waive_its_own_return(case: Case) -> None:
    assert case.refused("WaiveObligation", Role.AUTHORITY, kind="file_return", subject=Q1, reason=REASON)


def test_more_time_moves_the_date_everywhere_it_stands(case: Case) -> None:
    later = {"kind": "file_return", "subject": Q1, "due_on": date(2020, 8, 7)}
    case.give("ExtendObligation", COORDINATOR, later, reason=REASON)
    assert case.due("file_return", Q1) == date(2020, 8, 7)
    assert case.rows(QuarterlyReturn)[0].due_on == date(2020, 8, 7)
    assert case.verify().problems == []


@pytest.mark.parametrize("day", [date(2020, 7, 21), date(2020, 7, 1), date(2020, 6, 1)])
def test_more_time_is_a_later_day_to_come(case: Case, day: date) -> None:
    fields = {"kind": "file_return", "subject": Q1, "due_on": day, "reason": REASON}
    assert case.refused("ExtendObligation", COORDINATOR, fields).rule == NotMoreTime.__name__


def test_an_actions_date_moves_only_by_a_request_that_the_paper_shows(case: Case) -> None:
    fields = {"kind": "complete_action", "subject": "A1", "due_on": date(2022, 1, 4), "reason": REASON}
    assert "RequestExtension" in str(case.refused("ExtendObligation", COORDINATOR, fields))


def test_a_waiver_of_what_nobody_owes_says_what_is_owed(case: Case) -> None:
    fields = {"kind": "file_return", "subject": "2020-21-Q2", "reason": REASON}
    refusal = case.refused("WaiveObligation", COORDINATOR, fields)
    assert refusal.rule == NotOwed.__name__
    assert Q1 in str(refusal)
