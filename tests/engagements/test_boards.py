"""Papers go to the boards of an authority's route in order, and what each decides is asked for."""

from datetime import date
from typing import Any

import pytest

from config.vocabulary import Characteristic, Role, Stage
from engagements.engagement import NotOnRecord
from engagements.handling import read_command
from engagements.refusals import Malformed
from engagements.stages.boards import PaperNotBeforeBoard
from engagements.stages.closure import BoardHasNotClosed
from engagements.stages.papers import NotOnTheRoute
from engagements.stages.route import PapersCalledFor
from engagements.state.boards import Paper, PaperForBoard
from engagements.state.plan import BoardDecision, QuarterlyReturn
from tests.builders import BOARD, Case, CaseAt
from tests.cast import COORDINATOR

Q1 = "2020-21-Q1"
ON_PAPERS = ("submit_paper", "record_decision", "answer_board", "decide_closure", "close_engagement")
SLT_MEETS = [date(2020, 9, 1), date(2020, 10, 6), date(2020, 12, 8)]
BOARD_MEETS = [date(2020, 8, 25), date(2020, 9, 28), date(2020, 11, 30), date(2021, 1, 25)]


@pytest.fixture
def reporting(case_at: CaseAt) -> Case:
    """An authority that reports to its SLT, and then to its board."""
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.report_through("slt", "board", meetings={"slt": SLT_MEETS, "board": BOARD_MEETS})
    return case


def accepted(case: Case) -> Case:
    """The return for the first quarter is accepted on 10 August 2020."""
    if not case.rows(QuarterlyReturn):
        case.give("OpenPeriod", Role.SYSTEM, {"period": Q1}, on=date(2020, 7, 1))
    case.give("FileNilReturn", Role.AUTHORITY, {"period": Q1}, on=date(2020, 7, 10))
    case.give("AcceptReturn", COORDINATOR, {"period": Q1}, on=date(2020, 8, 10))
    return case


def owed(case: Case) -> list[tuple[str, str, date | None]]:
    return [(due.kind, due.subject, due.due_on) for due in case.obligations() if due.kind in ON_PAPERS]


def submit(case: Case, body: str, met_on: date, number: int = 1, **fields: Any) -> None:
    case.give("SubmitPaper", Role.CLERK, {"number": number, "body": body, "met_on": met_on}, **fields)


def decide(case: Case, body: str, decision: str, about: str = "closure", **fields: Any) -> None:
    """The body decides today."""
    reason = {"reason": "More is to be known."} if decision in ("deferred", "referred_back") else {}
    given = {"board": body, "met_on": case.today, "about": about, "decision": decision}
    case.give("RecordBoardDecision", Role.CLERK, {**given, **reason, **fields})


def before(case: Case, body: str, decision: str, *, on: date, about: str = "closure", number: int = 1) -> None:
    """The paper goes to the body's meeting, which decides."""
    submit(case, body, on, number)
    case.wait(on=on)
    decide(case, body, decision, about)


def test_an_accepted_return_is_reported_to_each_board_in_order(reporting: Case) -> None:
    """The board meets on 25 August, but not before the SLT; papers are open five clear working days before."""
    accepted(reporting)
    assert owed(reporting) == [
        ("submit_paper", f"{Q1}.slt", date(2020, 8, 21)),  # 31 August is a bank holiday
        ("submit_paper", f"{Q1}.board", date(2020, 9, 18)),
    ]
    called = reporting.events()[-1]
    assert isinstance(called, PapersCalledFor)
    assert [(paper.board, paper.met_on) for paper in called.papers] == [
        ("SLT", date(2020, 9, 1)),
        (BOARD, date(2020, 9, 28)),
    ]


def test_five_clear_working_days_count_neither_the_day_of_the_papers_nor_the_meeting(reporting: Case) -> None:
    """The board of the Essex paper met on Monday 26 April 2021; its papers were due on Friday 16 April."""
    calendar, clock = reporting.world.calendar, reporting.world.catalogue
    papers = clock.get("service-to-service-peer-review", 1).clocks["board_papers"]  # type: ignore[index]
    due_on = papers.before(date(2021, 4, 26), calendar)
    assert due_on == date(2021, 4, 16)
    assert calendar.between(due_on, date(2021, 4, 25)) == 5


def test_an_authority_without_a_route_is_asked_for_no_paper(case_at: CaseAt) -> None:
    case = accepted(case_at(Stage.QUARTERLY_REPORTING))
    assert owed(case) == []
    case.settle()
    assert [kind for kind, _, _ in owed(case)] == ["decide_closure"]


def test_one_paper_goes_to_two_boards_each_with_its_own_meeting_and_agenda_item(reporting: Case) -> None:
    accepted(reporting).draft("quarterly", period=Q1)
    submit(reporting, "slt", date(2020, 9, 1), agenda_item="4h")
    submit(reporting, "board", date(2020, 9, 28), agenda_item="10")
    sent = [(p.paper, p.board, p.met_on, p.agenda_item) for p in reporting.rows(PaperForBoard)]
    assert sorted(sent) == [(1, BOARD, date(2020, 9, 28), "10"), (1, "SLT", date(2020, 9, 1), "4h")]
    assert owed(reporting) == [
        ("record_decision", f"{Q1}.slt", date(2020, 9, 8)),
        ("record_decision", f"{Q1}.board", date(2020, 10, 5)),
    ]


@pytest.mark.parametrize("decision", ["noted", "approved"])
def test_progress_that_is_noted_or_approved_asks_nothing_more(reporting: Case, decision: str) -> None:
    accepted(reporting).draft("quarterly", period=Q1)
    before(reporting, "slt", decision, about="progress", on=date(2020, 9, 1))
    assert [subject for _, subject, _ in owed(reporting)] == [f"{Q1}.board"]
    [sent] = reporting.rows(PaperForBoard)
    assert (sent.decision, sent.decided_on) == (decision, date(2020, 9, 1))


def test_a_paper_that_a_board_has_already_is_not_called_for_again(reporting: Case) -> None:
    reporting.give("OpenPeriod", Role.SYSTEM, {"period": Q1}, on=date(2020, 7, 1))
    reporting.draft("quarterly", period=Q1)
    submit(reporting, "slt", date(2020, 9, 1))
    before(reporting, "board", "deferred", about="progress", on=date(2020, 7, 2))
    accepted(reporting)
    due = [(kind, subject) for kind, subject, _ in owed(reporting)]
    assert sorted(due) == [("record_decision", f"{Q1}.slt"), ("submit_paper", f"{Q1}.board")]


def test_a_deferred_paper_is_due_again_for_that_boards_next_meeting(reporting: Case) -> None:
    accepted(reporting).draft("quarterly", period=Q1)
    before(reporting, "slt", "deferred", about="progress", on=date(2020, 9, 1))
    assert ("submit_paper", f"{Q1}.slt", date(2020, 9, 28)) in owed(reporting)
    submit(reporting, "slt", date(2020, 10, 6))
    assert [(p.paper, p.decision) for p in reporting.rows(PaperForBoard)] == [(1, "deferred"), (1, None)]


def test_a_paper_that_is_referred_back_is_answered_by_a_new_one(reporting: Case) -> None:
    accepted(reporting).draft("quarterly", period=Q1)
    before(reporting, "slt", "referred_back", about="progress", on=date(2020, 9, 1))
    assert ("answer_board", f"{Q1}.slt", date(2020, 9, 15)) in owed(reporting)
    reporting.give("DraftPaper", Role.AUTHORITY, kind="quarterly", period=Q1, subject="Again", asks=["note it"])
    assert [paper.number for paper in reporting.rows(Paper)] == [1, 2]
    assert {kind for kind, _, _ in owed(reporting)} == {"submit_paper"}


def test_a_paper_is_replaced_until_a_board_has_decided_on_it(reporting: Case) -> None:
    accepted(reporting).draft("quarterly", period=Q1)
    first = reporting.rows(Paper)[0].subject
    reporting.draft("quarterly", period=Q1, subject="Better said.")
    [paper] = reporting.rows(Paper)
    assert (paper.number, paper.subject == first) == (1, False)


def test_a_decision_paper_says_which_one_it_replaces(reporting: Case) -> None:
    for fields in ({}, {}, {"replaces": 1}):
        reporting.draft("decision", **fields)
    assert [(paper.number, paper.matter) for paper in reporting.rows(Paper)] == [(1, "paper-1"), (2, "paper-2")]
    before(reporting, "slt", "referred_back", about="plan", on=date(2020, 9, 1))
    assert "paper-1.slt" in [subject for _, subject, _ in owed(reporting)]
    reporting.draft("decision", replaces=1)
    assert [paper.matter for paper in reporting.rows(Paper)] == ["paper-1", "paper-2", "paper-1"]


def test_a_meeting_that_is_moved_takes_the_paper_with_it(reporting: Case) -> None:
    accepted(reporting).draft("quarterly", period=Q1)
    submit(reporting, "slt", date(2020, 9, 1))
    submit(reporting, "slt", date(2020, 9, 3))
    assert [(p.met_on.day, p.stands) for p in reporting.rows(PaperForBoard)] == [(1, False), (3, True)]
    assert ("record_decision", f"{Q1}.slt", date(2020, 9, 10)) in owed(reporting)


def test_where_no_meeting_is_on_record_the_paper_is_due_by_the_clock(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.report_through("slt", meetings={"slt": [date(2020, 8, 12)]})
    accepted(case)  # two days before: too late for papers
    assert owed(case) == [("submit_paper", f"{Q1}.slt", date(2020, 9, 8))]
    called = case.events()[-1]
    assert isinstance(called, PapersCalledFor)
    assert called.papers[0].met_on is None


def test_a_route_that_changes_moves_nothing_that_was_called_for(reporting: Case) -> None:
    accepted(reporting)
    due = owed(reporting)
    reporting.draft("quarterly", period=Q1)
    reporting.report_through("cabinet")
    assert owed(reporting) == due
    submit(reporting, "slt", date(2020, 9, 1))  # which is on the route no longer, and still waits for it
    assert reporting.verify().problems == []


# Closure


def test_closure_goes_through_the_boards_in_order_and_the_last_decides(reporting: Case) -> None:
    reporting.wait(on=date(2020, 8, 3)).settle()
    assert owed(reporting) == [("submit_paper", "closure.slt", date(2020, 8, 21))]
    reporting.draft("closure")
    before(reporting, "slt", "approved", on=date(2020, 9, 1))
    assert owed(reporting) == [("submit_paper", "closure.board", date(2020, 9, 18))]
    refusal = reporting.refused("CloseEngagement", COORDINATOR, summary="All but one delivered.")
    assert isinstance(refusal, BoardHasNotClosed)
    before(reporting, "board", "approved", on=date(2020, 9, 28))
    assert [kind for kind, _, _ in owed(reporting)] == ["close_engagement"]
    reporting.give("CloseEngagement", COORDINATOR, summary="All but one delivered.")
    assert [d.decides_closure for d in reporting.rows(BoardDecision)] == [False, True]
    assert reporting.verify().problems == []


@pytest.mark.parametrize(("decision", "answered"), [("deferred", False), ("referred_back", True), ("noted", False)])
def test_closure_that_the_last_board_does_not_approve_comes_before_it_again(
    reporting: Case, decision: str, answered: bool
) -> None:
    reporting.wait(on=date(2020, 8, 3)).settle()
    reporting.draft("closure")
    before(reporting, "slt", "noted", on=date(2020, 9, 1))
    before(reporting, "board", decision, on=date(2020, 9, 28))
    assert ("submit_paper", "closure.board", date(2020, 11, 20)) in owed(reporting)
    assert ("answer_board" in [kind for kind, _, _ in owed(reporting)]) is answered


def test_closure_is_decided_by_a_board_of_the_route(reporting: Case) -> None:
    reporting.settle()
    decision = {"board": "Full Council", "met_on": reporting.today, "about": "closure", "decision": "approved"}
    refusal = reporting.refused("RecordBoardDecision", Role.CLERK, decision)
    assert isinstance(refusal, NotOnTheRoute)
    assert str(refusal) == f"Closure goes through SLT, {BOARD}; name one of them in board."


def test_boards_that_approved_closure_early_are_not_asked_again(reporting: Case) -> None:
    reporting.wait(on=date(2020, 8, 3)).draft("closure")
    before(reporting, "slt", "approved", on=date(2020, 9, 1))
    before(reporting, "board", "approved", on=date(2020, 9, 28))
    assert owed(reporting) == []
    reporting.settle()
    assert [kind for kind, _, _ in owed(reporting)] == ["close_engagement"]


# What is refused


def test_a_decision_on_an_unknown_paper_is_refused(reporting: Case) -> None:
    decision = {"board": "slt", "met_on": reporting.today, "about": "plan", "decision": "noted", "paper": 9}
    refusal = reporting.refused("RecordBoardDecision", Role.CLERK, decision)
    assert isinstance(refusal, NotOnRecord)
    assert "has no paper 9" in str(refusal)


def test_which_of_several_papers_was_decided_is_to_be_said(reporting: Case) -> None:
    for number in (1, 2):
        reporting.draft("decision")
        submit(reporting, "slt", reporting.today, number)
    decision = {"board": "slt", "met_on": reporting.today, "about": "plan", "decision": "noted"}
    refusal = reporting.refused("RecordBoardDecision", Role.CLERK, decision)
    assert isinstance(refusal, PaperNotBeforeBoard)
    assert str(refusal) == "Say which paper it was about: fill in paper with 1 or 2."
    reporting.give("RecordBoardDecision", Role.CLERK, decision, paper=2)
    assert [sent.decision for sent in reporting.rows(PaperForBoard)] == [None, "noted"]


ALL_NINE = [{"characteristic": one, "impact": "no"} for one in Characteristic]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"equality": []}, "look at race, religion or belief, sex, gender reassignment, age"),
        ({"equality": ALL_NINE[1:]}, "look at race"),
        ({"equality": [*ALL_NINE[:8], ALL_NINE[0]]}, "look at race, sexual orientation"),
        (
            {"equality": [{"characteristic": "age", "impact": "negative"}]},
            "say in text what the negative impact on age",
        ),
        ({"period": Q1}, "give period for a quarterly paper"),
        ({"replaces": 1}, "a closure paper replaces the one before by itself"),
        ({"asks": []}, "asks: too few entries"),
    ],
)
def test_a_paper_that_leaves_something_open_is_refused(wrong: dict[str, Any], reason: str) -> None:
    fields = {"kind": "closure", "subject": "Closure", "asks": ["close the plan"], "equality": ALL_NINE}
    with pytest.raises(Malformed) as refusal:
        read_command("DraftPaper", {**fields, **wrong})
    assert reason in str(refusal.value)
