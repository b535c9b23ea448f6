"""Coming in and going out."""

from tests.cast import COORDINATOR
from tests.portal.visits import Visits


def test_staff_sign_in_and_out(visits: Visits) -> None:
    browser = visits.as_anyone()
    posted = browser.fill_in("/sign-in?next=/sign-in", {"person": COORDINATOR.id})
    assert (posted.status_code, posted.headers["location"]) == (303, "/sign-in")
    assert "Sign out" in browser.get("/sign-in").text
    assert browser.press("/sign-in", "Sign out").status_code == 303
    assert "Sign out" not in browser.get("/sign-in").text


def test_a_form_without_its_token_is_refused(visits: Visits) -> None:
    browser = visits.as_anyone()
    browser.get("/sign-in")
    assert browser.post("/sign-in", data={"person": COORDINATOR.id}).status_code == 403


def test_a_page_that_is_not_there_says_so(visits: Visits) -> None:
    answer = visits.as_anyone().get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_everybody_of_the_cast_can_come_in(visits: Visits) -> None:
    for browser in (visits.as_coordinator(), visits.as_principal_adviser(), visits.as_operator()):
        assert "Sign out" in browser.get("/sign-in").text
    for browser in (visits.as_guest(), visits.as_peer(), visits.as_outsider(), visits.as_anyone()):
        assert "Sign out" not in browser.get("/sign-in").text
