"""Exceptions: what a board is to read of, in the quarter to which it belongs, and since when."""

from datetime import date, timedelta

import pytest

from config.exceptions import Thresholds
from config.vocabulary import ExceptionKind, Role, Stage
from engagements.database import reading
from engagements.exceptions import Exceptional, exceptions, exceptions_on
from engagements.loading import load_whole
from engagements.state.engagement import Obligation
from engagements.sweeping import open_periods
from engagements.texts import recall
from tests.builders import BOARD, Case, CaseAt
from tests.cast import ADVISER, COORDINATOR

Q1, Q2, Q3, Q4, NEXT = "2020-21-Q1", "2020-21-Q2", "2020-21-Q3", "2020-21-Q4", "2021-22-Q1"
LATE = "The supplier was late."
A1_DUE = date(2021, 2, 9)
SHIPPED = Thresholds.shipped()


@pytest.fixture
def reporting(case_at: CaseAt) -> Case:
    """The plan was approved in May 2020: A1 is due on 9 February 2021, A2 on 7 May."""
    return case_at(Stage.QUARTERLY_REPORTING)


def of(case: Case, period: str, known_on: date = date.max) -> list[tuple[ExceptionKind, str | None, str]]:
    return [(one.kind, one.action, one.first_period) for one in _found(case, period, known_on)]


def _found(case: Case, period: str, known_on: date = date.max) -> tuple[Exceptional, ...]:
    with reading(case.engine) as connection:
        return exceptions(load_whole(connection, str(case.ref), case.world), period, SHIPPED, known_on)


def on(case: Case, day: date) -> list[tuple[ExceptionKind, str | None, str]]:
    with reading(case.engine) as connection:
        found = exceptions_on(load_whole(connection, str(case.ref), case.world), day, SHIPPED)
    return [(one.kind, one.action, one.first_period) for one in found]


def words(case: Case, ref: str | None) -> str:
    with reading(case.engine) as connection:
        return recall(connection, [str(ref)])[str(ref)]


def open_all(case: Case, on: date) -> None:
    list(open_periods(case.engine, case.world, case.wait(on=on).now))


def file(case: Case, period: str, rating: str | None, text: str | None = None, days: int = 5) -> None:
    updates = [{"action": "A1", "rating": rating, "text": text}, {"action": "A2"}]
    case.give("FileReturn", Role.AUTHORITY, period=period, updates=updates, days=days)


def test_a_quiet_quarter_has_nothing_exceptional(reporting: Case) -> None:
    open_all(reporting, date(2020, 7, 1))
    reporting.give("FileNilReturn", Role.AUTHORITY, period=Q1)
    assert of(reporting, Q1) == []
    assert on(reporting, reporting.today) == []


def test_an_action_is_overdue_from_the_day_after_its_date(reporting: Case) -> None:
    assert on(reporting, A1_DUE) == []
    assert on(reporting, A1_DUE + timedelta(1)) == [(ExceptionKind.OVERDUE, "A1", Q4)]


def test_what_goes_on_says_since_when(reporting: Case) -> None:
    assert of(reporting, Q3) == []
    assert of(reporting, Q4) == [(ExceptionKind.OVERDUE, "A1", Q4)]
    assert of(reporting, NEXT) == [(ExceptionKind.OVERDUE, "A1", Q4), (ExceptionKind.OVERDUE, "A2", NEXT)]


def test_a_rating_belongs_to_the_quarter_of_its_return_however_late_that_comes(reporting: Case) -> None:
    open_all(reporting, date(2020, 7, 1))
    file(reporting, Q1, "off_track", LATE)
    assert of(reporting, Q1) == [(ExceptionKind.OFF_TRACK, "A1", Q1)]
    assert of(reporting, Q1, known_on=date(2020, 7, 1)) == []  # nobody had said so yet
    open_all(reporting, date(2020, 10, 1))
    file(reporting, Q2, None)
    [still] = _found(reporting, Q2)
    assert (still.kind, still.first_period, words(reporting, still.cause)) == (ExceptionKind.OFF_TRACK, Q1, LATE)
    assert words(reporting, still.owner) == "Head of Protection"


def test_what_was_mended_and_comes_back_is_new(reporting: Case) -> None:
    for day, period, rating in (
        (date(2020, 7, 1), Q1, "off_track"),
        (date(2020, 10, 1), Q2, "on_track"),
        (date(2021, 1, 4), Q3, "off_track"),
    ):
        open_all(reporting, day)
        file(reporting, period, rating, LATE)
    assert of(reporting, Q2) == []
    assert of(reporting, Q3) == [(ExceptionKind.OFF_TRACK, "A1", Q3)]
    assert of(reporting, Q1) == [(ExceptionKind.OFF_TRACK, "A1", Q1)]  # history does not change


def test_a_decision_on_a_date_is_exceptional_in_its_quarter_alone(reporting: Case) -> None:
    for grant, due_to in ((False, date(2021, 6, 30)), (True, date(2021, 4, 30))):
        reporting.give("RequestExtension", Role.AUTHORITY, action="A1", due_to=due_to, reason=LATE, on=date(2020, 8, 3))
        reporting.give("DecideExtension", ADVISER, action="A1", grant=grant, reason="As agreed.")
    refused, moved = _found(reporting, Q2)
    assert (refused.kind, words(reporting, refused.cause)) == (ExceptionKind.EXTENSION_REFUSED, "As agreed.")
    assert (moved.kind, words(reporting, moved.cause)) == (ExceptionKind.DATE_MOVED, LATE)
    assert of(reporting, Q1) == of(reporting, Q3) == []
    assert of(reporting, Q4) == []  # not overdue: its date moved to April
    assert (ExceptionKind.OVERDUE, "A1", NEXT) in of(reporting, NEXT)


def test_what_was_overdue_before_its_date_moved_was_overdue_then(reporting: Case) -> None:
    later = {"action": "A1", "due_to": date(2021, 9, 30), "reason": LATE}
    reporting.give("RequestExtension", Role.AUTHORITY, later, on=date(2021, 5, 4))
    reporting.give("DecideExtension", ADVISER, action="A1", grant=True, reason="As agreed.")
    assert of(reporting, Q4) == [(ExceptionKind.OVERDUE, "A1", Q4)]
    assert (ExceptionKind.OVERDUE, "A1", Q4) not in of(reporting, NEXT)


def test_rejected_evidence_is_exceptional_in_the_quarter_of_the_verdict(reporting: Case) -> None:
    reporting.wait(on=date(2020, 9, 28)).complete("A1")
    reporting.give("RejectEvidence", ADVISER, on=date(2020, 10, 5), action="A1", reason="A draft.")
    assert of(reporting, Q2) == []
    assert of(reporting, Q3) == [(ExceptionKind.EVIDENCE_REJECTED, "A1", Q3)]


def test_a_return_that_does_not_come_is_no_update_received(reporting: Case) -> None:
    open_all(reporting, date(2020, 7, 1))  # due on 21 July
    assert of(reporting, Q1, date(2020, 8, 10)) == []
    assert of(reporting, Q1, date(2020, 8, 11)) == [(ExceptionKind.NO_UPDATE, None, Q1)]
    assert on(reporting, date(2020, 8, 11)) == [(ExceptionKind.NO_UPDATE, None, Q1)]
    file(reporting, Q1, None, days=40)
    assert of(reporting, Q1) == [(ExceptionKind.NO_UPDATE, None, Q1)]  # it came, five weeks late
    assert on(reporting, reporting.today) == []


def test_a_waived_return_and_a_stopped_clock_are_not_missed(reporting: Case) -> None:
    open_all(reporting, date(2020, 7, 1))
    reporting.give("PutOnHold", COORDINATOR, reason="A major incident.")
    assert of(reporting, Q1, date(2020, 12, 1)) == []
    assert of(reporting, Q4, date(2021, 3, 31)) == []  # and nothing is overdue
    reporting.give("Resume", COORDINATOR, days=1)
    reporting.give("WaiveObligation", COORDINATOR, kind="file_return", subject=Q1, reason="The plan is new.")
    assert of(reporting, Q1, date(2020, 12, 1)) == []


def test_after_a_hold_nothing_was_overdue_on_it(reporting: Case) -> None:
    reporting.give("PutOnHold", COORDINATOR, reason="A major incident.", on=date(2021, 2, 1))
    reporting.give("Resume", COORDINATOR, on=date(2021, 6, 1))
    assert of(reporting, Q4) == []


def test_the_end_of_the_ladder_lists_a_return(reporting: Case) -> None:
    open_all(reporting, date(2020, 7, 1))
    with reading(reporting.engine) as connection:
        whole = load_whole(connection, str(reporting.ref), reporting.world)
    rows = dict(whole.rows[Obligation])
    for identity, row in rows.items():
        if isinstance(row, Obligation) and row.kind == "file_return":
            rows[identity] = row.amended({"listed_on": date(2020, 8, 4)})
    listed = whole.after([])
    listed = type(whole)(whole.facts, whole.world, {**whole.rows, Obligation: rows})
    assert [one.kind for one in exceptions(listed, Q1, SHIPPED, date(2020, 8, 5))] == [ExceptionKind.NO_UPDATE]
    assert exceptions(listed, Q1, SHIPPED, date(2020, 8, 3)) == ()


def test_a_board_that_does_not_close_is_an_exception_with_its_reason(reporting: Case) -> None:
    decision = {"board": BOARD, "met_on": date(2020, 9, 1), "about": "closure", "decision": "deferred"}
    reporting.give("RecordBoardDecision", Role.CLERK, decision, on=date(2020, 9, 2), reason="Two actions are open.")
    [refused] = _found(reporting, Q2)
    assert (refused.kind, words(reporting, refused.cause)) == (ExceptionKind.CLOSURE_REFUSED, "Two actions are open.")


def test_what_the_authority_raises_is_listed_and_answers_for_the_same_action(reporting: Case) -> None:
    open_all(reporting, date(2020, 7, 1))
    file(reporting, Q1, "off_track", LATE)
    raised = {"period": Q1, "cause": "A strike.", "response": "Audits moved to May."}
    reporting.give("RaiseException", Role.AUTHORITY, raised, action="A1")
    reporting.give("RaiseException", Role.AUTHORITY, raised, kind="good_practice")
    off_track, strike, practice = _found(reporting, Q1)
    assert (off_track.kind, strike.kind, practice.kind) == (
        ExceptionKind.OFF_TRACK,
        ExceptionKind.RAISED,
        ExceptionKind.GOOD_PRACTICE,
    )
    assert words(reporting, off_track.response) == words(reporting, strike.response) == "Audits moved to May."
    assert (off_track.positive, practice.positive) == (False, True)


def test_an_action_verified_well_before_its_original_date_is_good_news(reporting: Case) -> None:
    reporting.wait(on=date(2020, 9, 1)).complete("A1")
    assert of(reporting, Q2) == []  # nobody has checked it yet
    reporting.give("VerifyAction", ADVISER, action="A1")
    assert of(reporting, Q2) == [(ExceptionKind.DELIVERED_EARLY, "A1", Q2)]


def test_a_quarter_is_judged_by_the_thresholds_of_its_time(reporting: Case) -> None:
    [first] = SHIPPED.thresholds
    lenient = first.model_copy(update={"effective_from": date(2021, 4, 1), "overdue_days": 366})
    history = Thresholds(thresholds=(first, lenient))
    with reading(reporting.engine) as connection:
        whole = load_whole(connection, str(reporting.ref), reporting.world)
    assert [one.action for one in exceptions(whole, Q4, history)] == ["A1"]
    assert exceptions(whole, NEXT, history) == ()
