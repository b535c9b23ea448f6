"""Everybody can use every page, in every state: looked at by axe in Chromium, on a phone and on a desktop."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.app import routes
from tests.builders import Case
from tests.databases import SqliteDesk
from tests.portal.access import accessible
from tests.portal.browser import Portal, portal_of
from tests.portal.look import Look
from tests.portal.looks import LOOKS, NO_PAGES
from tests.portal.visits import Visits
from tests.portal.worlds import WORLDS

PortalOf = Callable[[str], Portal]


@pytest.fixture(scope="module")
def portal_in(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[PortalOf]:
    """The portal of a world by name, brought about and served once for all looks."""
    with ExitStack() as served:

        @cache
        def bring_about(world: str) -> Portal:
            folder = tmp_path_factory.mktemp(world)
            desk = SqliteDesk(folder / "world.db")
            served.callback(desk.cleared)
            case = WORLDS[world](Case(desk.holding(sqlite_template)), folder)
            return served.enter_context(portal_of(case, browser, folder))

        yield bring_about


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.route or look.path} {look.state}")
def test_everybody_can_use_the_page(look: Look, portal_in: PortalOf) -> None:
    portal = portal_in(look.world)
    with portal.window(look.who(portal.visits)) as window:
        page = window.open((look.path or look.route).format(ref=portal.visits.case.ref), look.status)
        if look.act:
            look.act(page)
        accessible(window)


def test_every_page_is_looked_at(visits: Visits) -> None:
    pages = {
        route.path for route in routes(visits.app) if "GET" in (route.methods or ()) and not route.include_in_schema
    }
    assert pages, "The application's pages are no longer where this test looks for them."
    looked_at = {look.route for look in LOOKS}
    assert pages - NO_PAGES <= looked_at, (
        f"Nobody looks at {sorted(pages - NO_PAGES - looked_at)}. Add a line for each state of each to "
        "tests/portal/looks.py: empty, full, and what a refused form says."
    )
    gone = (looked_at | NO_PAGES) - pages - {""}
    assert not gone, f"tests/portal/looks.py has lines for pages that are gone: {sorted(gone)}."
