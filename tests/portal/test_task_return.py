"""The quarterly return by a link: nothing typed is lost, nothing is filed unawares, and it counts once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.saved_forms import saved
from engagements.state.plan import Action, ActionUpdate, ExtensionRequest, QuarterlyReturn
from tests.builders import BOARD, Case, CaseAt
from tests.cast import COORDINATOR
from tests.portal.forms import forms
from tests.portal.reading import conceals, says, words_of
from tests.portal.visits import Browser, Visits

VisitsTo = Callable[[Case], Visits]
Q1 = "2020-21-Q1"
WHY = "The supplier was late."


@pytest.fixture
def visits(case_at: CaseAt, visits_to: VisitsTo) -> Visits:
    """The first quarter of 2020-21 is over, and its return is due on 21 July."""
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    return visits_to(case)


@pytest.fixture
def guest(visits: Visits) -> Browser:
    return visits.as_guest(errands=[page(visits)])


def page(visits: Visits, below: str = "") -> str:
    return f"/to-do/{visits.case.ref}/file-return/{Q1}{below}"


def standing(visits: Visits) -> QuarterlyReturn:
    return visits.case.rows(QuarterlyReturn)[-1]


def worse(at: int = 0, text: str = WHY, rating: str = "off_track") -> dict[str, Any]:
    return {f"updates.{at}.rating": rating, f"updates.{at}.text": text}


def test_the_page_says_what_is_asked_by_when_and_what_happens_if_nothing_comes(guest: Browser, visits: Visits) -> None:
    answer = guest.get(page(visits))
    assert answer.status_code == 200
    assert says(
        answer,
        "Quarterly return for April to June 2020",
        "It is due on 21 July 2020",
        "we write to your chief fire officer",
        "the report to the oversight committee says “no update received”",
        "Do what R1 asks.",
        "Owner: Head of Protection",
        "Keep Not started",
        "Why? (needed where the rating worsens or a date moves)",
    )


def test_nothing_exceptional_is_one_act(guest: Browser, visits: Visits) -> None:
    answer = guest.press(page(visits), "Nothing exceptional to report")
    assert (answer.status_code, answer.headers["location"]) == (303, page(visits, "/receipt"))
    assert (standing(visits).status, standing(visits).nil) == ("filed", True)
    assert says(guest.get(page(visits, "/receipt")), "Your return is filed", "a nil return", "by Essex authority")


def test_a_nil_return_is_not_offered_where_something_is_exceptional(visits: Visits) -> None:
    visits.case.wait(on=date(2021, 3, 1))
    answer = visits.as_guest().get(page(visits))
    assert says(answer, "We need a full return this time", "Overdue A1")
    assert "/nil" not in answer.text


def test_a_return_is_saved_checked_and_filed(guest: Browser, visits: Visits) -> None:
    answer = guest.fill_in(page(visits), {**worse(), "then": "check"})
    assert (answer.status_code, answer.headers["location"]) == (303, page(visits, "/check"))
    assert standing(visits).status == "due"
    assert says(
        guest.get(page(visits, "/check")),
        "Not started last time, Off track now",
        WHY,
        "What your board will read of Off track Action A1",
        "1 action stands as before",
    )
    filed = guest.press(page(visits, "/check"), "File this return")
    assert filed.headers["location"] == page(visits, "/receipt")
    assert [action.rating for action in visits.case.rows(Action)] == ["off_track", "not_started"]
    receipt = guest.get(page(visits, "/receipt"))
    assert says(receipt, f"Receipt number {visits.case.ref}-00", WHY, "Your coordinator accepts it or asks about it")


def test_where_the_rating_worsens_the_cause_is_required_and_everything_typed_is_kept(
    guest: Browser, visits: Visits
) -> None:
    typed = {**worse(text=""), **worse(1, text="Half of it is done.", rating="on_track"), "then": "check"}
    answer = guest.fill_in(page(visits), typed)
    assert answer.status_code == 422
    assert says(answer, "There is a problem", "Say why A1 went from not started to off track", "Half of it is done.")
    assert 'href="#updates-0-text"' in answer.text
    assert 'id="updates-0-text"' in answer.text
    assert answer.text.count(" checked") == 2
    assert 'value="off_track" checked' in answer.text
    assert says(guest.get(page(visits)), "Half of it is done.")  # it is saved all the same


def test_a_later_date_is_asked_for_with_its_reason(guest: Browser, visits: Visits) -> None:
    day = {"updates.1.due_to.day": "30", "updates.1.due_to.month": "6", "updates.1.due_to.year": "2021"}
    assert says(guest.fill_in(page(visits), {**day, "then": "check"}), "Say why A2 needs until 30 June 2021")
    wrong = {**day, "updates.1.due_to.month": "13", "updates.1.text": WHY, "then": "check"}
    assert says(guest.fill_in(page(visits), wrong), "Action A2: enter a real day")
    guest.fill_in(page(visits), {**day, "updates.1.text": WHY, "then": "check"})
    assert says(guest.get(page(visits, "/check")), "Asks for a later date: 30 June 2021")
    guest.press(page(visits, "/check"), "File this return")
    assert [request.due_to for request in visits.case.rows(ExtensionRequest)] == [date(2021, 6, 30)]


def test_what_is_saved_waits_for_whoever_goes_on_and_says_who_saved_it(guest: Browser, visits: Visits) -> None:
    answer = guest.fill_in(page(visits), {**worse(), "then": "save"})
    assert answer.headers["location"].startswith(page(visits))
    assert standing(visits).status == "due"
    colleague = visits.as_guest(errands=[page(visits)])
    assert says(colleague.get(page(visits)), "Saved on 1 July 2020 at 10:00am by Essex authority", WHY)


def test_two_officers_fill_in_different_actions_and_neither_loses_anything(guest: Browser, visits: Visits) -> None:
    other = visits.as_guest(errands=[page(visits)])
    mine, theirs = guest.form(page(visits)), other.form(page(visits))
    other.post(page(visits), data=theirs.filled({**worse(0, "Theirs."), "then": "save"}))
    answer = guest.post(page(visits), data=mine.filled({**worse(1, "Mine."), "then": "save"}))
    assert answer.status_code == 303
    assert says(guest.get(page(visits)), "Theirs.", "Mine.")


def test_two_officers_who_typed_into_the_same_box_are_both_told(guest: Browser, visits: Visits) -> None:
    other = visits.as_guest(errands=[page(visits)])
    mine, theirs = guest.form(page(visits)), other.form(page(visits))
    other.post(page(visits), data=theirs.filled({**worse(0, "Theirs."), "then": "save"}))
    answer = guest.post(page(visits), data=mine.filled({**worse(0, "Mine."), "then": "check"}))
    assert answer.status_code == 422
    assert says(answer, "somebody else saved “Theirs.” here while you typed", "Mine.")
    again = next(form for form in forms(answer.text) if dict(form.fields).get("saved"))
    guest.post(page(visits), data=again.filled({"then": "save"}))
    text = words_of(guest.get(page(visits)))
    assert "Mine." in text
    assert "Theirs." not in text


def test_what_a_colleague_saved_after_the_check_is_not_filed_unseen(guest: Browser, visits: Visits) -> None:
    guest.fill_in(page(visits), {**worse(), "then": "check"})
    checked = guest.form(page(visits, "/check"))
    visits.as_guest().fill_in(page(visits), {**worse(1, "Unseen."), "then": "save"})
    answer = guest.post(page(visits, "/check"), data=checked.filled({}))
    assert answer.status_code == 422
    assert says(answer, "Somebody saved or filed this return", "Unseen.")
    assert standing(visits).status == "due"


def test_what_happened_meanwhile_is_told_and_nothing_typed_is_lost(guest: Browser, visits: Visits) -> None:
    guest.fill_in(page(visits), {**worse(), "then": "check"})
    checked = guest.form(page(visits, "/check"))
    shown = [{"title": "The link", "link": "https://example.org/link"}]
    visits.case.give("CompleteAction", Role.AUTHORITY, {"action": "A2", "evidence": shown})
    answer = guest.post(page(visits, "/check"), data=checked.filled({}))
    assert answer.status_code == 422
    assert says(answer, "after you opened this page", "What happened meanwhile", "Action completed on", WHY)
    assert guest.press(page(visits, "/check"), "File this return").status_code == 303


def test_two_officers_who_file_at_the_same_time_file_once(guest: Browser, visits: Visits) -> None:
    guest.fill_in(page(visits), {**worse(), "then": "check"})
    other = visits.as_guest()
    mine, theirs = guest.form(page(visits, "/check")), other.form(page(visits, "/check"))
    assert other.post(page(visits, "/check"), data=theirs.filled({})).status_code == 303
    answer = guest.post(page(visits, "/check"), data=mine.filled({}))
    assert answer.status_code == 422
    assert says(answer, "Somebody saved or filed this return", "What happened meanwhile Return filed on", WHY)
    assert standing(visits).filings == 1


def test_a_double_click_files_once(guest: Browser, visits: Visits) -> None:
    guest.fill_in(page(visits), {**worse(), "then": "check"})
    form = guest.form(page(visits, "/check"))
    answers = [guest.post(page(visits, "/check"), data=form.filled({})) for _ in range(2)]
    assert [answer.headers["location"] for answer in answers] == [page(visits, "/receipt")] * 2
    assert standing(visits).filings == 1


def test_what_was_saved_is_forgotten_once_the_return_is_filed(guest: Browser, visits: Visits) -> None:
    guest.fill_in(page(visits), {**worse(), "then": "check"})
    guest.press(page(visits, "/check"), "File this return")
    with reading(visits.case.engine) as connection:
        assert saved(connection, visits.case.facts.id, "file-return", Q1) is None


def test_filing_again_replaces_and_begins_with_what_was_filed(guest: Browser, visits: Visits) -> None:
    guest.fill_in(page(visits), {**worse(), "then": "check"})
    guest.press(page(visits, "/check"), "File this return")
    assert says(guest.get(page(visits)), "This return was filed on", "file it again below", "Keep Off track", WHY)
    guest.fill_in(page(visits), {**worse(0, "It was found.", "at_risk"), "then": "check"})
    guest.press(page(visits, "/check"), "File this return")
    assert standing(visits).filings == 2
    assert [one.rating for one in visits.case.rows(ActionUpdate) if one.action == "A1"] == ["off_track", "at_risk"]


def test_an_accepted_return_is_only_read(guest: Browser, visits: Visits) -> None:
    guest.press(page(visits), "Nothing exceptional to report")
    visits.case.give("AcceptReturn", COORDINATOR, period=Q1)
    answer = guest.get(page(visits))
    assert says(answer, "The LGA has accepted it")
    assert conceals(answer, "Check your answers")
    assert guest.get(page(visits, "/check")).status_code == 200


def test_nobody_else_sees_the_return(visits: Visits, guest: Browser) -> None:
    guest.fill_in(page(visits), {**worse(), "then": "save"})
    for stranger in (visits.as_outsider(), visits.as_guest("kent-authority"), visits.as_guest("avon-interested")):
        assert stranger.get(page(visits)).status_code == 404
    for below in ("", "/check", "/receipt"):
        for other in (visits.as_guest("essex-clerk"), visits.as_peer()):
            answer = other.get(page(visits, below))
            assert conceals(answer, WHY, "Do what R1 asks.")
    form = visits.as_guest("essex-clerk").get(page(visits))
    assert says(form, "This is not yours to do")


@pytest.mark.parametrize("period", ["2020-21-Q5", "never", "2020-21-Q1%00"])
def test_a_quarter_that_cannot_be_is_not_there(visits: Visits, period: str) -> None:
    assert visits.as_guest().get(f"/to-do/{visits.case.ref}/file-return/{period}").status_code == 404


def test_a_quarter_to_come_has_nothing_to_do(visits: Visits) -> None:
    answer = visits.as_guest().get(f"/to-do/{visits.case.ref}/file-return/2020-21-Q3")
    assert says(answer, "There is nothing to do here yet")


def test_on_hold_nothing_can_be_filed_and_what_was_typed_is_shown(guest: Browser, visits: Visits) -> None:
    form = guest.form(page(visits))
    visits.case.give("PutOnHold", Role.COORDINATOR, reason="An election.")
    answer = guest.post(page(visits), data=form.filled({**worse(), "then": "check"}))
    assert says(answer, "has been on hold since", "What you had typed", WHY)


def asked_of_the_database(visits: Visits, guest: Browser, path: str) -> int:
    """How many statements a page takes."""
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(visits.case.engine, "before_cursor_execute", note)
    try:
        assert guest.get(path).status_code == 200
    finally:
        event.remove(visits.case.engine, "before_cursor_execute", note)
    return len(statements)


def test_eighty_eight_actions_take_no_more_questions_to_the_database_than_two(
    visits: Visits, guest: Browser, case_at: CaseAt, visits_to: VisitsTo
) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    case.respond()
    due = case.world.calendar.after(case.today, 250)
    actions = [case.action(f"A{number}", f"R{number % 2 + 1}", due) for number in range(1, 89)]
    case.wait(days=10).propose_plan(actions=actions)
    case.wait(days=10).give("ApprovePlan", Role.GOVERNANCE_BODY, board=BOARD, met_on=case.today)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    many = visits_to(case)
    officer = many.as_guest(errands=[page(many)])
    assert says(officer.get(page(many)), "How the 88 open actions stand", "Recommendation 1 (44 actions)")
    typed = {f"updates.{at}.text": f"Part {at} is done." for at in range(88)}
    assert officer.fill_in(page(many), {**typed, "then": "check"}).headers["location"] == page(many, "/check")
    for below in ("", "/check"):
        assert asked_of_the_database(many, officer, page(many, below)) <= asked_of_the_database(
            visits, guest, page(visits, below)
        )
