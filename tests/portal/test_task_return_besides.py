"""Besides the form of a return: a spreadsheet instead, what is raised in passing, and a query about what was filed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl.reader.excel import load_workbook

from config.vocabulary import Role, Stage
from engagements.state.plan import Action, QuarterlyReturn, RaisedException
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR
from tests.portal.reading import conceals, says
from tests.portal.visits import Browser, Visits

VisitsTo = Callable[[Case], Visits]
Q1 = "2020-21-Q1"
WHY = "The supplier was late."


@pytest.fixture
def visits(case_at: CaseAt, visits_to: VisitsTo) -> Visits:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    return visits_to(case)


@pytest.fixture
def guest(visits: Visits) -> Browser:
    return visits.as_guest(errands=[page(visits)])


def page(visits: Visits, below: str = "") -> str:
    return f"/to-do/{visits.case.ref}/file-return/{Q1}{below}"


def query(visits: Visits, below: str = "") -> str:
    return f"/to-do/{visits.case.ref}/answer-query/{Q1}{below}"


def filled(visits: Visits, guest: Browser, **cells: Any) -> bytes:
    """The return's spreadsheet with these cells: ``E2="Off track"``."""
    book = load_workbook(BytesIO(guest.get(page(visits, "/spreadsheet/return.xlsx")).content))
    for cell, value in cells.items():
        book["Return"][cell] = value
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def send(visits: Visits, guest: Browser, content: bytes, name: str = "return.xlsx") -> httpx.Response:
    return guest.fill_in(page(visits, "/spreadsheet"), files=[("file", (name, content))])


def test_a_return_is_filled_in_in_a_spreadsheet_and_checked_before_it_is_filed(guest: Browser, visits: Visits) -> None:
    asked = guest.fill_in(page(visits), {"then": "spreadsheet"})
    assert asked.headers["location"] == page(visits, "/spreadsheet")
    sheet = filled(visits, guest, E2="Off track", F2=WHY, G2=date(2021, 6, 30))
    answer = send(visits, guest, sheet)
    assert answer.headers["location"] == page(visits, "/check")
    assert says(guest.get(page(visits, "/check")), "Off track now", WHY, "Asks for a later date: 30 June 2021")
    assert guest.press(page(visits, "/check"), "File this return").status_code == 303
    assert [action.rating for action in visits.case.rows(Action)] == ["off_track", "not_started"]


def test_what_is_wrong_with_a_spreadsheet_is_told_by_row_and_column(guest: Browser, visits: Visits) -> None:
    answer = send(visits, guest, filled(visits, guest, E2="Amber", E3="Off track"))
    assert answer.status_code == 422
    assert says(answer, "Nothing was written: 2 things need mending", "Return 2 E (Rating)", "Return 3 F (Cause)")
    assert conceals(guest.get(page(visits)), "Saved on")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("return.xlsx", b"%PDF-1.7", "is not a spreadsheet"), ("return.xlsx", b"PK\x03\x04broken", "is damaged")],
)
def test_a_file_that_is_no_spreadsheet_is_refused_in_words(
    guest: Browser, visits: Visits, name: str, content: bytes, words: str
) -> None:
    assert says(send(visits, guest, content, name), words)


def test_two_who_save_at_the_same_moment_both_count(visits: Visits) -> None:
    officers = [visits.as_guest(), visits.as_guest()]
    for time in range(5):
        sent = [
            officer.form(page(visits)).filled({f"updates.{at}.text": f"Officer {at}, time {time}.", "then": "save"})
            for at, officer in enumerate(officers)
        ]
        with ThreadPoolExecutor(2) as together:
            answers = [
                together.submit(officer.post, page(visits), data=form)
                for officer, form in zip(officers, sent, strict=True)
            ]
        assert [answer.result().status_code for answer in answers] == [303, 303]
        assert says(officers[0].get(page(visits)), f"Officer 0, time {time}.", f"Officer 1, time {time}.")


def test_two_clicks_at_the_same_moment_file_once(visits: Visits) -> None:
    guest = visits.as_guest()
    guest.fill_in(page(visits), {"updates.0.text": WHY, "then": "check"})
    form = guest.form(page(visits, "/check")).filled({})
    with ThreadPoolExecutor(2) as together:
        clicks = [together.submit(guest.post, page(visits, "/check"), data=form) for _ in range(2)]
    assert [click.result().headers.get("location") for click in clicks] == [page(visits, "/receipt")] * 2
    assert visits.case.rows(QuarterlyReturn)[0].filings == 1


def test_no_file_at_all_is_asked_for(guest: Browser, visits: Visits) -> None:
    assert says(guest.fill_in(page(visits, "/spreadsheet")), "Choose the spreadsheet that you filled in")


def test_an_exception_is_raised_in_passing_and_what_was_typed_is_saved(guest: Browser, visits: Visits) -> None:
    answer = guest.fill_in(page(visits), {"updates.0.text": WHY, "then": "raise"})
    assert answer.headers["location"] == page(visits, "/raise")
    empty = guest.fill_in(page(visits, "/raise"))
    assert says(empty, "Choose one of the two", "Say what happened", "Say what is done about it")
    typed = {"kind": "raised", "cause": "Two inspectors left.", "response": "Two are recruited.", "action": "A2"}
    assert guest.fill_in(page(visits, "/raise"), typed).status_code == 303
    assert [(one.kind, one.action) for one in visits.case.rows(RaisedException)] == [("raised", "A2")]
    assert says(guest.get(page(visits)), "Action A2: Two inspectors left.", WHY)
    guest.fill_in(page(visits), {"then": "check"})
    assert says(guest.get(page(visits, "/check")), "What your board will read of Raised Action A2", "Two are recruited")


def test_good_practice_is_shared(guest: Browser, visits: Visits) -> None:
    typed = {"kind": "good_practice", "cause": "Audits by tablet.", "response": "The form is free to use."}
    guest.fill_in(page(visits, "/raise"), typed)
    assert [one.kind for one in visits.case.rows(RaisedException)] == ["good_practice"]


@pytest.fixture
def queried(visits: Visits) -> Visits:
    updates = [{"action": "A1", "rating": "at_risk", "text": WHY}, {"action": "A2"}]
    visits.case.give("FileReturn", Role.AUTHORITY, {"period": Q1, "updates": updates})
    visits.case.give("QueryReturn", COORDINATOR, period=Q1, question="Which supplier?")
    return visits


def test_a_query_is_answered_where_what_was_filed_can_stand(queried: Visits) -> None:
    guest = queried.as_guest(errands=[query(queried)])
    assert says(guest.get(query(queried)), "What the LGA asks Which supplier?", "What was filed for April to June 2020")
    assert says(guest.fill_in(query(queried)), "Enter your answer, or file the return again")
    assert guest.fill_in(query(queried), {"answer": "The one for tablets."}).status_code == 303
    assert queried.case.rows(QuarterlyReturn)[0].status == "answered"
    assert says(guest.get(query(queried)), "This has been done", "You answered: The one for tablets.")


def test_a_query_is_answered_by_filing_the_return_again(queried: Visits) -> None:
    guest = queried.as_guest(errands=[query(queried)])
    again = query(queried, "/return")
    assert says(guest.get(again), "The LGA asked about it: “Which supplier?”")
    typed = {"updates.0.text": "The one for tablets.", "then": "check"}
    assert guest.fill_in(again, typed).headers["location"] == f"{again}/check"
    assert guest.press(f"{again}/check", "File this return").headers["location"] == f"{again}/receipt"
    assert queried.case.rows(QuarterlyReturn)[0].filings == 2
    assert guest.get(page(queried)).status_code == 403


def test_a_query_that_nobody_made_has_nothing_to_do(visits: Visits) -> None:
    guest = visits.as_guest()
    assert says(guest.get(query(visits)), "There is nothing to do here yet")
    assert guest.get(f"/to-do/{visits.case.ref}/answer-query/never").status_code == 404


def test_nobody_else_keeps_the_spreadsheet_or_reads_the_query(queried: Visits) -> None:
    clerk = queried.as_guest("essex-clerk")
    for below in ("/spreadsheet", "/spreadsheet/return.xlsx"):
        assert clerk.get(page(queried, below)).status_code == 404
    assert conceals(clerk.get(query(queried)), "Which supplier?")
    assert conceals(clerk.get(page(queried, "/raise")), "Raise it")
