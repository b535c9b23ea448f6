"""What every page shares: the way past the menu, the way around, what is printed, and how mistakes are met."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from config.vocabulary import Stage
from tests.builders import Case, CaseAt
from tests.portal.access import accessible
from tests.portal.browser import PHONE, Portal
from tests.portal.visits import Visits

STAFF = ["Today", "Pipeline", "Start", "Insight", "Bulk", "People", "Mailbox"]


def menu(page: str) -> list[str]:
    return re.findall(r'class="govuk-service-navigation__link"[^>]*>(?:<strong[^>]*>)?([^<]+)<', page)


def test_the_first_tab_leads_past_the_menu(portal: Portal) -> None:
    with portal.window(portal.visits.as_coordinator()) as window:
        page = window.open("/accessibility")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to main content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_on_a_phone_the_menu_opens_by_keyboard_and_without_a_script_it_is_open(portal: Portal) -> None:
    visitor = portal.visits.as_coordinator()
    with portal.window(visitor) as window:
        window.page.set_viewport_size(PHONE)
        page = window.open("/accessibility")
        expect(page.get_by_role("link", name="Pipeline")).to_be_hidden()
        page.get_by_role("button", name="Menu").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Pipeline")).to_be_visible()
        accessible(window)
    with portal.window(visitor, java_script_enabled=False) as window:
        window.page.set_viewport_size(PHONE)
        expect(window.open("/accessibility").get_by_role("link", name="Pipeline")).to_be_visible()


def test_nothing_of_the_way_around_is_printed(portal: Portal) -> None:
    with portal.window(portal.visits.as_coordinator()) as window:
        page = window.open("/accessibility")
        page.emulate_media(media="print")
        expect(page.get_by_role("link", name="Pipeline")).to_be_hidden()
        expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
        expect(page.get_by_role("heading", name="Accessibility statement")).to_be_visible()
        after = "element => getComputedStyle(element, '::after').content"
        outside = page.get_by_role("link", name="AbilityNet")
        assert "mcmw.abilitynet.org.uk" in outside.evaluate(after), "An address on paper is all that a reader has."


def test_what_a_form_came_to_is_said_at_once_and_no_second_time(portal: Portal) -> None:
    with portal.window(portal.visits.as_coordinator()) as window:
        page = window.open("/accessibility")
        page.get_by_role("button", name="Sign out").click()
        said = page.get_by_role("alert")
        expect(said).to_contain_text("You are signed out.")
        expect(said).to_be_focused()
        accessible(window)
        page.reload()
        expect(said).to_have_count(0)


def test_only_staff_have_a_menu_and_the_mailbox_is_in_it_where_mail_goes_there(visits: Visits) -> None:
    assert menu(visits.as_coordinator().get("/accessibility").text) == STAFF
    assert menu(visits.as_operator().get("/accessibility").text) == ["Mailbox", "Operators"]
    assert menu(visits.as_guest().get("/accessibility").text) == []
    assert menu(visits.as_anyone().get("/accessibility").text) == []


def test_what_is_no_more_than_a_trial_says_so(visits: Visits, case: Case, tmp_path: Path) -> None:
    assert "A trial on this machine" in visits.as_anyone().get("/accessibility").text
    assert (
        "A trial on this machine"
        not in Visits(case, tmp_path, portal_url="https://peers.example.org").as_anyone().get("/accessibility").text
    )


def test_the_menu_says_in_which_section_a_page_lies(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> None:
    case = case_at(Stage.SCOPING)
    page = visits_to(case).as_coordinator().get(f"/engagements/{case.ref}").text
    assert re.findall(r'href="(\S+)" aria-current="(\w+)"', page)[:1] == [("/pipeline", "true")]
