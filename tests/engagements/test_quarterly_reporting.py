"""Quarterly returns: by exception, one update for each open action, appended and never edited."""

from datetime import date
from typing import Any

import pytest

from config.vocabulary import Role, Stage
from engagements.stages.acceptance import NothingFiled
from engagements.stages.quarterly_reporting import PeriodNotOpen
from engagements.stages.returns import CauseRequired, ReturnIncomplete, SomethingIsExceptional
from engagements.state.plan import Action, ActionUpdate, QuarterlyReturn, RaisedException
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR

Q1 = "2020-21-Q1"


@pytest.fixture
def reporting(case_at: CaseAt) -> Case:
    """The plan was approved in May 2020: A1 is due in February 2021, A2 in May 2021."""
    return case_at(Stage.QUARTERLY_REPORTING)


@pytest.fixture
def opened(reporting: Case) -> Case:
    """The first quarter of 2020-21 is over, and its return is owed."""
    reporting.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    return reporting


def updates(a1: str = "on_track", a2: str = "on_track", **texts: str) -> dict[str, Any]:
    rated = [{"action": "A1", "rating": a1}, {"action": "A2", "rating": a2}]
    return {"period": Q1, "updates": [{**update, "text": texts.get(update["action"])} for update in rated]}


def status(case: Case) -> str:
    [standing] = case.rows(QuarterlyReturn)
    return standing.status


def test_a_return_is_due_fifteen_working_days_after_the_quarter(opened: Case) -> None:
    assert opened.due("file_return", Q1) == date(2020, 7, 21)


def test_a_period_opens_once_it_is_over(reporting: Case) -> None:
    refusal = reporting.refused("OpenPeriod", Role.SYSTEM, on=date(2020, 6, 30), period=Q1)
    assert isinstance(refusal, PeriodNotOpen)
    assert "lasts until 30 June 2020" in str(refusal)
    reporting.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    assert "was opened already" in str(reporting.refused("OpenPeriod", Role.SYSTEM, period=Q1))


def test_no_return_is_owed_for_a_quarter_that_ended_before_there_was_a_plan(reporting: Case) -> None:
    refusal = reporting.refused("OpenPeriod", Role.SYSTEM, period="2019-20-Q4")
    assert isinstance(refusal, PeriodNotOpen)
    assert "after the period 2019-20-Q4 ended" in str(refusal)


def test_a_return_rates_every_open_action_and_no_other(opened: Case) -> None:
    given = updates()["updates"]
    for wrong, problem in (
        (given[:1], "no update for A2"),
        ([*given, {"action": "A9", "rating": "on_track"}], "A9 is not an open action of the plan"),
        ([*given, given[0]], "A1 is named twice"),
    ):
        refusal = opened.refused("FileReturn", Role.AUTHORITY, period=Q1, updates=wrong)
        assert isinstance(refusal, ReturnIncomplete)
        assert problem in str(refusal)
    opened.give("FileReturn", Role.AUTHORITY, updates())
    assert [action.rating for action in opened.rows(Action)] == ["on_track", "on_track"]


def test_a_settled_action_is_reported_no_more(opened: Case) -> None:
    opened.complete("A1")
    opened.give("FileReturn", Role.AUTHORITY, period=Q1, updates=updates()["updates"][1:])


@pytest.mark.parametrize(
    ("before", "after", "asks"),
    [
        ("not_started", "on_track", False),
        ("not_started", "at_risk", True),
        ("on_track", "at_risk", True),
        ("on_track", "off_track", True),
        ("at_risk", "at_risk", False),
        ("off_track", "on_track", False),
    ],
)
def test_where_a_rating_worsens_the_return_says_why(opened: Case, before: str, after: str, asks: bool) -> None:
    if before != "not_started":
        opened.give("FileReturn", Role.AUTHORITY, updates(before, A1="It began so."))
    if asks:
        refusal = opened.refused("FileReturn", Role.AUTHORITY, updates(after))
        assert isinstance(refusal, CauseRequired)
        assert "Say why A1" in str(refusal)
        assert "fill in its text" in str(refusal)
        opened.give("FileReturn", Role.AUTHORITY, updates(after, A1="The supplier was late."))
    else:
        opened.give("FileReturn", Role.AUTHORITY, updates(after))


def test_when_nothing_is_exceptional_one_word_is_enough(opened: Case) -> None:
    opened.give("FileNilReturn", Role.AUTHORITY, period=Q1)
    [standing] = opened.rows(QuarterlyReturn)
    assert (standing.status, standing.nil) == ("filed", True)
    assert opened.due("accept_return", Q1) == opened.world.calendar.after(opened.today, 10)
    opened.give("AcceptReturn", COORDINATOR, period=Q1)
    assert status(opened) == "accepted"


def test_a_nil_return_says_that_nothing_is_off_track(opened: Case) -> None:
    opened.give("FileReturn", Role.AUTHORITY, updates("off_track", A1="The supplier was late."))
    refusal = opened.refused("FileNilReturn", Role.AUTHORITY, period=Q1)
    assert isinstance(refusal, SomethingIsExceptional)
    assert str(refusal) == "File a full return, since something is exceptional: off track: A1."


def test_a_nil_return_says_that_nothing_is_overdue(opened: Case) -> None:
    refusal = opened.refused("FileNilReturn", Role.AUTHORITY, on=date(2021, 3, 1), period=Q1)
    assert isinstance(refusal, SomethingIsExceptional)
    assert str(refusal).endswith("overdue: A1.")


def test_a_queried_return_is_answered_by_filing_again(opened: Case) -> None:
    opened.give("FileReturn", Role.AUTHORITY, updates("at_risk", A1="Late."))
    opened.give("QueryReturn", ADVISER, days=1, period=Q1, question="How late?")
    assert opened.due("answer_query", Q1) == opened.world.calendar.after(opened.today, 5)
    refusal = opened.refused("AcceptReturn", COORDINATOR, period=Q1)
    assert isinstance(refusal, NothingFiled)
    assert "is queried" in str(refusal)
    opened.give("FileReturn", Role.AUTHORITY, updates("at_risk", A1="Two months late."), days=2)
    assert [due.kind for due in opened.obligations() if due.subject == Q1] == ["accept_return"]
    opened.give("AcceptReturn", ADVISER, period=Q1)


def test_updates_are_appended_never_edited(opened: Case) -> None:
    opened.give("FileReturn", Role.AUTHORITY, updates())
    opened.give("FileReturn", Role.AUTHORITY, updates("at_risk", A1="Late."))
    assert [update.rating for update in opened.rows(ActionUpdate) if update.action == "A1"] == ["on_track", "at_risk"]
    [standing] = opened.rows(QuarterlyReturn)
    assert standing.filings == 2


def test_an_accepted_return_stands(opened: Case) -> None:
    opened.give("FileReturn", Role.AUTHORITY, updates())
    opened.give("AcceptReturn", ADVISER, period=Q1)
    for name, fields in (("FileReturn", updates()), ("FileNilReturn", {"period": Q1})):
        refusal = opened.refused(name, Role.AUTHORITY, fields)
        assert isinstance(refusal, PeriodNotOpen)
        assert "put what is new into the next one" in str(refusal)
    for name, fields in (("QueryReturn", {"period": Q1, "question": "How late?"}), ("AcceptReturn", {"period": Q1})):
        assert isinstance(opened.refused(name, ADVISER, fields), NothingFiled)


def test_a_return_is_filed_for_a_period_that_is_open(reporting: Case) -> None:
    for name, fields in (("FileReturn", updates()), ("FileNilReturn", {"period": Q1})):
        refusal = reporting.refused(name, Role.AUTHORITY, fields)
        assert isinstance(refusal, PeriodNotOpen)
        assert "Opened so far: none yet" in str(refusal)


def test_an_authority_raises_exceptions_of_its_own(opened: Case) -> None:
    exception = {"period": Q1, "cause": "A strike.", "response": "Audits moved to May."}
    opened.give("RaiseException", Role.AUTHORITY, exception, action="A1")
    opened.give("RaiseException", Role.AUTHORITY, exception)
    assert [raised.action for raised in opened.rows(RaisedException)] == ["A1", None]
    assert "has no action A9" in str(opened.refused("RaiseException", Role.AUTHORITY, exception, action="A9"))
    refusal = opened.refused("RaiseException", Role.AUTHORITY, {**exception, "period": "2020-21-Q2"})
    assert isinstance(refusal, PeriodNotOpen)


def test_progress_is_reviewed_about_ten_months_after_the_visit(reporting: Case) -> None:
    assert reporting.due("review_progress") == date(2021, 1, 24)
    reporting.give("ReviewProgress", COORDINATOR, on=date(2021, 1, 20), summary="Half of it is done.")
    assert "review_progress" not in [due.kind for due in reporting.obligations()]
