"""Political groups in the console: after a press of the button alone, and on record."""

from collections.abc import Callable

import pytest

from config.vocabulary import Role
from engagements import political_groups
from engagements.database import reading, writing
from tests import cast as people
from tests.builders import Case
from tests.desk import everything
from tests.portal.addresses import address as an_address
from tests.portal.addresses import pages
from tests.portal.visits import Browser, Visits

GROUP = "The Example Group"
BUTTON = "Show political groups (your reading is recorded)"


@pytest.fixture
def address(visits: Visits) -> str:
    visits.case.request()
    with writing(visits.case.engine) as connection:
        political_groups.record(connection, people.MEMBER, GROUP, "coordinator", visits.case.now)
    return f"/engagements/{visits.case.ref}/political-groups"


def test_they_are_shown_after_the_press_of_a_button_that_says_it_is_recorded(visits: Visits, address: str) -> None:
    browser, before = visits.as_coordinator(), everything(visits.case.engine)
    assert GROUP not in browser.get(address).text
    assert everything(visits.case.engine) == before
    assert GROUP in browser.press(address, BUTTON).text
    with reading(visits.case.engine) as connection:
        [one] = political_groups.audit(connection)
    assert (one.peer, one.read_by, one.ref) == (people.MEMBER, "coordinator:coordinator", visits.case.ref)


@pytest.mark.parametrize("come", [Visits.as_principal_adviser, Visits.as_operator, Visits.as_guest, Visits.as_peer])
def test_nobody_else_is_shown_them(visits: Visits, address: str, come: Callable[[Visits], Browser]) -> None:
    browser = come(visits)
    form = browser.form("/link", "/link/fresh")
    for answer in (browser.get(address), browser.post(address, data=form.filled({}))):
        assert answer.status_code == 403
        assert GROUP not in answer.text
    with reading(visits.case.engine) as connection:
        assert not political_groups.audit(connection)


def test_no_other_page_shows_them(visits: Visits, address: str) -> None:
    for browser in (visits.as_coordinator(), visits.as_principal_adviser(), visits.as_guest()):
        for path, _ in pages(visits.app, "GET"):
            assert GROUP not in browser.get(an_address(path, str(visits.case.ref), "essex", people.MEMBER)).text, path


def test_an_engagement_that_is_not_there_has_none(visits: Visits) -> None:
    assert visits.as_coordinator().get("/engagements/ESSEX-1999-9/political-groups").status_code == 404


def test_the_coordinator_of_another_engagement_is_refused(visits: Visits, address: str, case: Case) -> None:
    case.accept()
    case.give("ReassignCoordinator", Role.PRINCIPAL_ADVISER, coordinator=people.OTHER_COORDINATOR.id)
    answer = visits.as_coordinator().press(address, BUTTON)
    assert answer.status_code == 422
    assert GROUP not in answer.text
