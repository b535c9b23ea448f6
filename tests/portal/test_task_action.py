"""One action by a link: completed with evidence that is kept as it comes, given a later date, or handed over."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from config.vocabulary import Role, Stage
from engagements.state.plan import Action, Evidence, ExtensionRequest
from tests.builders import Case, CaseAt
from tests.cast import ADVISER
from tests.portal.reading import conceals, says
from tests.portal.visits import Browser, Visits

VisitsTo = Callable[[Case], Visits]
Q1 = "2020-21-Q1"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def visits(case_at: CaseAt, visits_to: VisitsTo) -> Visits:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    return visits_to(case)


@pytest.fixture
def guest(visits: Visits) -> Browser:
    return visits.as_guest(errands=[page(visits)])


def page(visits: Visits, below: str = "") -> str:
    return f"/to-do/{visits.case.ref}/complete-action/A1{below}"


def in_a_return(visits: Visits, below: str = "") -> str:
    return f"/to-do/{visits.case.ref}/file-return/{Q1}/actions/A1{below}"


def sent(name: str = "targets.pdf", content: bytes = PDF) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (name, content))]


def of(visits: Visits) -> Action:
    return visits.case.rows(Action)[0]


def test_an_action_is_reported_complete_with_a_file_and_a_link(guest: Browser, visits: Visits) -> None:
    typed = {"title": "The published targets", "link": "https://example.org/targets", "then": "complete"}
    answer = guest.fill_in(page(visits), typed, files=sent())
    assert (answer.status_code, answer.headers["location"]) == (303, page(visits))
    assert of(visits).status == "completed"
    given = visits.case.rows(Evidence)
    assert [bool(one.sha256) for one in given] == [True, False]
    assert says(guest.get(page(visits)), "Reported complete", "The principal adviser checks the evidence")


def test_evidence_is_kept_as_it_comes_and_may_be_taken_away(guest: Browser, visits: Visits) -> None:
    guest.fill_in(page(visits), {"then": "add"}, files=sent())
    guest.fill_in(page(visits), {"then": "add", "link": "https://example.org/wrong"})
    assert says(guest.get(page(visits)), "Evidence so far targets.pdf", "https://example.org/wrong")
    guest.fill_in(page(visits), {"then": "remove.2"})
    assert conceals(guest.get(page(visits)), "example.org/wrong")
    guest.fill_in(page(visits), {"then": "complete"})
    assert len(visits.case.rows(Evidence)) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("targets.exe", b"MZ", "cannot be evidence. Give one of pdf"),
        ("targets.docm", b"PK", "may hold macros"),
        ("targets.pdf", b"GIF89a", "is called pdf, and its content is something else"),
        ("targets.pdf", b"", "is empty"),
        ("../../etc/passwd", b"root", "cannot be evidence"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words_and_what_came_with_it_is_kept(
    guest: Browser, visits: Visits, name: str, content: bytes, words: str
) -> None:
    typed = {"link": "https://example.org/targets", "then": "complete"}
    answer = guest.fill_in(page(visits), typed, files=[*sent(name, content), *sent()])
    assert answer.status_code == 422
    assert says(answer, "There is a problem", words, "Evidence so far targets.pdf", "https://example.org/targets")
    assert of(visits).status == "open"


def test_a_file_that_is_too_large_is_refused(case_at: CaseAt, tmp_path: Any) -> None:
    visits = Visits(case_at(Stage.QUARTERLY_REPORTING), tmp_path, largest_evidence_mb=1)
    answer = visits.as_guest().fill_in(page(visits), {"then": "add"}, files=sent(content=PDF + b"0" * 1024**2))
    assert says(answer, "is larger than 1 MB. Make it smaller, or give a link")
    assert not list(tmp_path.rglob("*.pdf"))


def test_without_evidence_nothing_is_reported(guest: Browser, visits: Visits) -> None:
    assert says(guest.fill_in(page(visits), {"then": "complete"}), "Add what shows that it is complete")
    assert says(guest.fill_in(page(visits), {"then": "complete", "link": "ask me"}), "Enter an address that begins")


def test_a_double_click_reports_once(guest: Browser, visits: Visits) -> None:
    form = guest.form(page(visits)).filled({"link": "https://example.org/targets", "then": "complete"})
    assert [guest.post(page(visits), data=form).status_code for _ in range(2)] == [303, 303]
    assert len(visits.case.rows(Evidence)) == 1


def test_what_happened_meanwhile_is_told_and_the_evidence_is_kept(guest: Browser, visits: Visits) -> None:
    form = guest.form(page(visits))
    visits.case.give("AddNote", Role.COORDINATOR, text="A word.")
    answer = guest.post(page(visits), data=form.filled({"link": "https://example.org/targets", "then": "complete"}))
    assert answer.status_code == 422
    assert says(answer, "What happened meanwhile", "Note added", "Evidence so far https://example.org/targets")


def test_an_action_is_completed_in_passing_from_its_return(visits: Visits) -> None:
    guest = visits.as_guest(errands=[f"/to-do/{visits.case.ref}/file-return/{Q1}"])
    answer = guest.fill_in(in_a_return(visits), {"then": "complete", "link": "https://example.org/targets"})
    assert answer.headers["location"] == f"/to-do/{visits.case.ref}/file-return/{Q1}"
    assert of(visits).status == "completed"
    assert guest.get(page(visits)).status_code == 403  # the link was for the return


def test_a_later_date_is_asked_for_with_its_reason_and_the_board_that_knows(guest: Browser, visits: Visits) -> None:
    later = page(visits, "/later-date")
    day = {"due_to.day": "30", "due_to.month": "6", "due_to.year": "2021"}
    assert says(guest.fill_in(later, day), "Say why it needs longer", "Ask for a later date")
    typed = {**day, "reason": "The supplier was late.", "known_to": "Performance and Resources Board"}
    assert says(guest.fill_in(later, {**typed, "due_to.year": "2020"}), "ask for a later day to come")
    assert guest.fill_in(later, typed).status_code == 303
    [request] = visits.case.rows(ExtensionRequest)
    assert (request.due_to, request.known_to) == (date(2021, 6, 30), "Performance and Resources Board")
    assert says(guest.get(page(visits)), "30 June 2021 is asked for and waits for a decision", "The supplier was late.")
    assert says(guest.get(later), "One at a time is decided")


def test_an_action_is_handed_over_with_an_owner_a_reason_and_a_day_to_look_again(
    guest: Browser, visits: Visits
) -> None:
    hand_over = page(visits, "/transfer")
    assert says(guest.fill_in(hand_over), "Enter the post that carries it on", "Enter the day on which somebody looks")
    day = {"check_back_on.day": "1", "check_back_on.month": "7", "check_back_on.year": "2021"}
    typed = {**day, "owner": "Head of Digital", "reason": "Tied to the wider digital work."}
    early = guest.fill_in(hand_over, {**typed, "check_back_on.year": "2019"})
    assert says(early, "Choose a day after today")
    assert 'value="Head of Digital"' in early.text
    assert guest.fill_in(hand_over, typed).status_code == 303
    assert of(visits).status == "transferred"


def test_what_was_said_before_is_all_there(visits: Visits) -> None:
    case, q1 = visits.case, {"period": Q1}
    updates = [{"action": "A1", "rating": "at_risk", "text": "The supplier was late."}, {"action": "A2"}]
    case.give("FileReturn", Role.AUTHORITY, {**q1, "updates": updates})
    asked = {"action": "A1", "due_to": "2021-06-30", "reason": "It needs longer."}
    case.give("RequestExtension", Role.AUTHORITY, asked)
    case.give("DecideExtension", ADVISER, action="A1", grant=True, reason="Agreed with the board.")
    case.complete("A1")
    case.give("RejectEvidence", ADVISER, action="A1", reason="The page is empty.")
    answer = visits.as_guest().get(page(visits))
    assert says(
        answer,
        "April to June 2020 At risk The supplier was late.",
        "30 June 2021 instead of 9 February 2021",
        "granted on",
        "It needs longer.",
        "The decision: Agreed with the board.",
        "Rejected on",
        "The page is empty.",
        "It was first due on 9 February 2021, and is now due on 30 June 2021",
    )


def test_nobody_else_sees_the_action(visits: Visits) -> None:
    for stranger in (visits.as_outsider(), visits.as_guest("kent-authority")):
        assert stranger.get(page(visits)).status_code == 404
    for below in ("", "/later-date", "/transfer"):
        answer = visits.as_guest("essex-clerk").get(page(visits, below))
        assert says(answer, "not yours to do")
        assert conceals(answer, "Do what R1 asks")


def test_an_action_that_never_was_is_not_there(visits: Visits) -> None:
    assert visits.as_guest().get(f"/to-do/{visits.case.ref}/complete-action/Z9").status_code == 404


def test_files_are_kept_once_by_their_content(guest: Browser, visits: Visits) -> None:
    for _ in range(2):
        guest.fill_in(page(visits), {"then": "add"}, files=sent())
    assert len(visits.case.rows(Action)) == 2
    assert says(guest.get(page(visits)), "Evidence so far targets.pdf Take away")
    assert guest.get(page(visits)).text.count("remove.") == 1
