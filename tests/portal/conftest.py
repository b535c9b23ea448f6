"""Who comes to the portal: see ``visits.py``; and as a browser shows it: see ``browser.py``."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from config.vocabulary import Role, Stage
from portal.office import Office
from tests.builders import Case, CaseAt
from tests.portal.browser import Portal, chromium, portal_of
from tests.portal.looking import WindowOn, windows
from tests.portal.visits import Visits


@pytest.fixture
def visits_to(tmp_path: Path) -> Callable[[Case], Visits]:
    """Who comes about a case: ``visits_to(case_at(Stage.SCOPING))``. The office goes by the case's clock."""
    return lambda case: Visits(case, tmp_path)


@pytest.fixture
def visits(case: Case, visits_to: Callable[[Case], Visits]) -> Visits:
    """Who comes about a case that has not begun."""
    return visits_to(case)


@pytest.fixture
def scope_proposed(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> Visits:
    """Who comes while the authority is asked to agree the scope."""
    case = case_at(Stage.SCOPING)
    case.give("HoldScopingMeeting", Role.COORDINATOR, days=5, held_on=case.today, summary="Protection, mostly.")
    case.propose_scope()
    return visits_to(case)


@pytest.fixture
def secure(case: Case, tmp_path: Path) -> Visits:
    """The same, where people reach the portal over https."""
    return Visits(case, tmp_path, portal_url="https://peer-support.example.org")


@pytest.fixture
def office(visits: Visits) -> Office:
    return visits.office


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file. While it is open, its loop has the thread: nothing else may run one."""
    with chromium() as started:
        yield started


@pytest.fixture
def portal(case: Case, browser: Browser, tmp_path: Path) -> Iterator[Portal]:
    """The portal of a case that has not begun, with the cast on record."""
    with portal_of(case, browser, tmp_path) as served:
        yield served


@pytest.fixture(scope="module")
def window_on(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[WindowOn]:
    """The portal of a world by name, and a window on it, for all looks of a file."""
    with windows(sqlite_template, tmp_path_factory, browser) as window_on:
        yield window_on
