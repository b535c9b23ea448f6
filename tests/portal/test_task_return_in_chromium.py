"""A whole return on a phone 320 pixels wide, in Chromium, with evidence sent in passing; without a script as well."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from config.vocabulary import Role, Stage
from engagements.state.plan import Action, Evidence, QuarterlyReturn
from tests.builders import CaseAt
from tests.portal.access import accessible
from tests.portal.browser import PHONE, Portal, portal_of

Q1 = "2020-21-Q1"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def portal(case_at: CaseAt, browser: Browser, tmp_path: Path) -> Iterator[Portal]:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    with portal_of(case, browser, tmp_path) as served:
        yield served


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_return_is_filed_on_a_phone_with_evidence_in_passing(portal: Portal, tmp_path: Path, scripts: bool) -> None:
    case = portal.visits.case
    path = f"/to-do/{case.ref}/file-return/{Q1}"
    evidence = tmp_path / "targets.pdf"
    evidence.write_bytes(PDF)
    guest = portal.visits.as_guest(errands=[path])
    with portal.window(guest, java_script_enabled=scripts) as window:
        page = window.open(path)
        page.set_viewport_size(PHONE)
        look: Callable[[], None] = (lambda: accessible(window)) if scripts else (lambda: None)
        look()
        page.set_viewport_size(PHONE)
        page.locator("#action-A1").get_by_label("Change to Off track").check()
        page.get_by_role("button", name="Check your answers").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        look()
        page.get_by_role("link", name="Say why A1 went from").click()
        page.keyboard.type("The supplier was late.")
        page.locator("#action-A2").get_by_role("button", name="Complete it, hand it over").click()
        expect(page.get_by_role("heading", name="Action A2")).to_be_visible()
        look()
        page.get_by_label("What does it show?").fill("The published targets")
        page.get_by_label("Files").set_input_files(evidence)
        page.get_by_role("button", name="Report it complete").click()
        expect(page.get_by_text("Action A2 is reported complete")).to_be_visible()
        assert page.get_by_label("Why?").input_value() == "The supplier was late."
        page.get_by_role("button", name="Check your answers").click()
        expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
        look()
        page.get_by_role("button", name="File this return").click()
        expect(page.get_by_role("heading", name="Your return is filed")).to_be_visible()
        look()
    assert [(one.ref, one.status, one.rating) for one in case.rows(Action)] == [
        ("A1", "open", "off_track"),
        ("A2", "completed", "complete"),
    ]
    assert [one.status for one in case.rows(QuarterlyReturn)] == ["filed"]
    assert len(case.rows(Evidence)) == 1


def test_every_other_page_of_reporting_is_accessible(portal: Portal) -> None:
    case = portal.visits.case
    root = f"/to-do/{case.ref}/file-return/{Q1}"
    with portal.window(portal.visits.as_guest()) as window:
        for path in ("/to-do", f"{root}/raise", f"{root}/spreadsheet", f"{root}?by=owner", f"{root}/actions/A1"):
            window.open(path)
            accessible(window)
        for below in ("later-date", "transfer"):
            page = window.open(f"/to-do/{case.ref}/complete-action/A1/{below}")
            accessible(window)
            page.locator("main form button").click()
            accessible(window)
    updates = [{"action": "A1", "rating": "at_risk", "text": "Late."}, {"action": "A2"}]
    case.give("FileReturn", Role.AUTHORITY, {"period": Q1, "updates": updates})
    case.give("QueryReturn", Role.COORDINATOR, period=Q1, question="Which supplier?")
    with portal.window(portal.visits.as_guest()) as window:
        for path in (f"/to-do/{case.ref}/answer-query/{Q1}", f"/to-do/{case.ref}/answer-query/{Q1}/return", "/to-do"):
            window.open(path)
            accessible(window)
    with portal.window(portal.visits.as_outsider()) as window:
        window.open("/to-do")
        accessible(window)


def test_the_enter_key_saves_and_files_nothing(portal: Portal) -> None:
    case = portal.visits.case
    path = f"/to-do/{case.ref}/file-return/{Q1}"
    with portal.window(portal.visits.as_guest(errands=[path])) as window:
        page = window.open(path)
        page.locator("#action-A1 summary").click()
        page.locator("#updates-0-due_to").fill("30")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Saved. You, or a colleague")).to_be_visible()
        assert page.locator("#updates-0-due_to").input_value() == "30"
    assert case.rows(QuarterlyReturn)[0].status == "due"
