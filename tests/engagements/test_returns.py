"""What a return may say and ask, how a late one is marked, and how a question about it is answered."""

from datetime import date
from typing import Any

import pytest

from config.vocabulary import Role, Stage, Trend
from engagements.database import reading
from engagements.date_history import date_history
from engagements.engagement import Engagement
from engagements.loading import load_whole
from engagements.periods import ReportingPeriod
from engagements.refusals import Malformed, NotAtThisStage
from engagements.stages.acceptance import NoQuery
from engagements.stages.extensions import NotAnExtension
from engagements.stages.quarterly_reporting import PeriodNotOpen
from engagements.stages.returns import CauseRequired, NotARating, ReturnIncomplete
from engagements.state.plan import Action, ActionUpdate, ExtensionRequest, QuarterlyReturn
from engagements.sweeping import open_periods
from engagements.trends import trends
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR

Q1 = "2020-21-Q1"
LATER, LATEST = date(2021, 6, 30), date(2021, 9, 30)
WHY = "The supplier was late."


@pytest.fixture
def opened(case_at: CaseAt) -> Case:
    """The first quarter of 2020-21 is over, and its return is due on 21 July; A1 is due on 9 February 2021."""
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    return case


def of(period: str = Q1, **a1: Any) -> dict[str, Any]:
    return {"period": period, "updates": [{"action": "A1", **a1}, {"action": "A2"}]}


def standing(case: Case) -> QuarterlyReturn:
    return case.rows(QuarterlyReturn)[-1]


def whole(case: Case) -> Engagement:
    with reading(case.engine) as connection:
        return load_whole(connection, str(case.ref), case.world)


def test_a_rating_that_is_not_given_stands(opened: Case) -> None:
    opened.give("FileReturn", Role.AUTHORITY, of(rating="at_risk", text=WHY))
    opened.give("FileReturn", Role.AUTHORITY, of(text="As before."))
    assert [action.rating for action in opened.rows(Action)] == ["at_risk", "not_started"]
    assert [update.rating for update in opened.rows(ActionUpdate) if update.action == "A1"] == ["at_risk", "at_risk"]


@pytest.mark.parametrize(
    ("fields", "rule", "words"),
    [
        (of(rating="amber"), NotARating, "use on_track, not_started, at_risk, off_track"),
        (of(rating="of_track"), NotARating, "Did you mean off_track"),
        (of(rating="complete"), NotARating, "completed or transferred by its own command"),
        (of(rating="Off track!"), Malformed, "updates.0.rating: "),
        (of(rating="at_risk"), CauseRequired, "Say why A1 went from not started to at risk"),
        (of(due_to=LATER), CauseRequired, "Say why A1 needs until 30 June 2021"),
        (of(due_to=date(2020, 12, 1), text=WHY), NotAnExtension, "ask for a later day to come"),
        (of(period="2020-21-Q2"), PeriodNotOpen, "Opened so far: 2020-21-Q1"),
        ({"period": Q1, "updates": [{"action": "Z9"}]}, ReturnIncomplete, "Z9 is not an open action of the plan"),
    ],
)
def test_what_a_return_gets_wrong_is_told_in_words(
    opened: Case, fields: dict[str, Any], rule: type, words: str
) -> None:
    refusal = opened.refused("FileReturn", Role.AUTHORITY, fields)
    assert isinstance(refusal, rule)
    assert words in str(refusal)


def test_nothing_is_filed_after_closure(opened: Case) -> None:
    opened.at_stage(Stage.CLOSED)
    refusal = opened.refused("FileReturn", Role.AUTHORITY, of())
    assert isinstance(refusal, NotAtThisStage)
    assert "is closed; FileReturn cannot be given now" in str(refusal)


def test_a_return_asks_for_a_later_date_in_the_same_act(opened: Case) -> None:
    opened.give("FileReturn", Role.AUTHORITY, of(due_to=LATER, text=WHY))
    [request] = opened.rows(ExtensionRequest)
    [update, _] = opened.rows(ActionUpdate)
    assert (request.due_to, request.reason, update.due_to) == (LATER, update.text, LATER)
    assert opened.due("decide_extension", "A1") == opened.world.calendar.after(opened.today, 5)
    assert opened.due("complete_action", "A1") == date(2021, 2, 9)  # asking moves nothing


def test_a_return_that_is_replaced_asks_for_the_same_date_once(opened: Case) -> None:
    for _ in range(2):
        opened.give("FileReturn", Role.AUTHORITY, of(due_to=LATER, text=WHY))
    assert len(opened.rows(ExtensionRequest)) == 1
    refusal = opened.refused("FileReturn", Role.AUTHORITY, of(due_to=LATEST, text=WHY))
    assert isinstance(refusal, NotAnExtension)
    assert "An extension of A1 to 30 June 2021 waits for a decision already" in str(refusal)


def test_a_late_return_is_marked_as_late_as_it_first_came(opened: Case) -> None:
    opened.give("FileReturn", Role.AUTHORITY, of(), on=date(2020, 7, 24))
    opened.give("FileReturn", Role.AUTHORITY, of(), on=date(2020, 7, 31))
    row = standing(opened)
    assert (row.late, row.first_filed_on, row.filings) == (3, date(2020, 7, 24), 2)


def test_a_return_in_time_is_not_late_when_it_is_replaced(opened: Case) -> None:
    opened.give("FileNilReturn", Role.AUTHORITY, period=Q1, on=date(2020, 7, 21))
    opened.give("FileReturn", Role.AUTHORITY, of(), on=date(2020, 8, 3))
    assert (standing(opened).late, standing(opened).nil) == (0, False)


def test_a_question_is_answered_where_what_was_filed_can_stand(opened: Case) -> None:
    opened.give("FileNilReturn", Role.AUTHORITY, period=Q1)
    assert isinstance(opened.refused("AnswerQuery", Role.AUTHORITY, period=Q1, answer="In May."), NoQuery)
    opened.give("QueryReturn", ADVISER, period=Q1, question="Is nothing late?")
    opened.give("AnswerQuery", Role.AUTHORITY, days=2, period=Q1, answer="Nothing.")
    assert [due.kind for due in opened.obligations() if due.subject == Q1] == ["accept_return"]
    opened.give("QueryReturn", ADVISER, period=Q1, question="Nothing at all?")
    opened.give("FileReturn", Role.AUTHORITY, of())
    first, second = standing(opened).queries
    assert first["answered_on"] == "2020-07-03"
    assert "answer" in first
    assert "answer" not in second  # it was answered by filing again
    assert second["answered_on"] == first["answered_on"]
    opened.give("AcceptReturn", COORDINATOR, period=Q1)
    assert opened.verify().problems == []


def test_the_history_of_a_date_says_who_asked_and_who_decided(opened: Case) -> None:
    opened.give("FileReturn", Role.AUTHORITY, of(due_to=LATER, text=WHY))
    opened.give("DecideExtension", ADVISER, days=2, action="A1", grant=True, reason="Agreed.")
    opened.give("RequestExtension", Role.AUTHORITY, action="A1", due_to=LATEST, reason=WHY)
    opened.give("DecideExtension", COORDINATOR, days=1, action="A1", grant=False, reason="Once is enough.")
    opened.give("PutOnHold", COORDINATOR, reason="A major incident.", on=date(2020, 8, 3))
    opened.give("Resume", COORDINATOR, on=date(2020, 8, 10))
    opened.give("RequestExtension", Role.AUTHORITY, action="A1", due_to=LATEST, reason=WHY)
    history = date_history(whole(opened), "A1")
    assert (history.original, history.moved) == (date(2021, 2, 9), 1)
    assert history.current == date(2021, 7, 7)  # five working days of hold later
    assert [(change.outcome, change.due_from, change.due_to) for change in history.changes] == [
        ("granted", date(2021, 2, 9), LATER),
        ("refused", LATER, LATEST),
        ("hold", LATER, date(2021, 7, 7)),
        ("undecided", date(2021, 7, 7), LATEST),
    ]
    granted = history.changes[0]
    assert (granted.asked_by, granted.decided_by) == ("authority:essex-authority", "principal_adviser:adviser-east")


def test_each_action_has_a_trend_against_the_quarter_before(opened: Case) -> None:
    def trend(quarter: str) -> dict[str, Trend]:
        return trends(whole(opened), ReportingPeriod.parse(quarter))

    opened.give("FileReturn", Role.AUTHORITY, of(rating="at_risk", text=WHY))
    assert trend(Q1) == {"A1": Trend.NEW, "A2": Trend.NEW}
    list(open_periods(opened.engine, opened.world, opened.wait(on=date(2020, 10, 1)).now))
    opened.give("FileReturn", Role.AUTHORITY, of("2020-21-Q2", rating="on_track"))
    assert trend("2020-21-Q2") == {"A1": Trend.BETTER, "A2": Trend.SAME}
    opened.complete("A2")
    opened.give("VerifyAction", ADVISER, action="A2")
    list(open_periods(opened.engine, opened.world, opened.wait(on=date(2021, 1, 4)).now))
    off_track = [{"action": "A1", "rating": "off_track", "text": WHY}]
    opened.give("FileReturn", Role.AUTHORITY, period="2020-21-Q3", updates=off_track)
    assert trend("2020-21-Q3") == {"A1": Trend.WORSE, "A2": Trend.SETTLED}
    assert trend("2020-21-Q2") == {"A1": Trend.BETTER, "A2": Trend.SAME}
