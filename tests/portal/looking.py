"""Looking at pages: each world brought about, served and opened in a window once, whatever is looked at in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.builders import Case
from tests.databases import SqliteDesk
from tests.portal.access import accessible
from tests.portal.browser import DESKTOP, Portal, Window, portal_of
from tests.portal.look import Look
from tests.portal.worlds import WORLDS

WindowOn = Callable[[str], tuple[Portal, Window]]


@contextmanager
def windows(template: Path, folders: pytest.TempPathFactory, browser: Browser) -> Iterator[WindowOn]:
    """The portal of a world by its name, and a window that everybody uses in turn."""
    with ExitStack() as open_ones:

        @cache
        def bring_about(world: str) -> tuple[Portal, Window]:
            folder = folders.mktemp(world)
            desk = SqliteDesk(folder / "world.db")
            open_ones.callback(desk.cleared)
            case = WORLDS[world](Case(desk.holding(template)), folder)
            portal = open_ones.enter_context(portal_of(case, browser, folder))
            return portal, open_ones.enter_context(portal.window())

        yield bring_about


def named(look: Look) -> str:
    return f"{look.route or look.path} {look.state}"


def take(look: Look, portal: Portal, window: Window) -> None:
    """Open the page as it is meant to be seen. Fails with everything that keeps people out of it."""
    window.is_used_by(look.who(portal.visits))
    window.complaints.clear()
    window.page.set_viewport_size(DESKTOP)
    page = window.open((look.path or look.route).format(ref=portal.visits.case.ref), look.status)
    if look.act:
        look.act(page)
    accessible(window)
