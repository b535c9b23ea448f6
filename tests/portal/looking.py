"""Looking at pages: each world brought about and served once, whatever is looked at in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.builders import Case
from tests.databases import SqliteDesk
from tests.portal.access import accessible
from tests.portal.browser import Portal, portal_of
from tests.portal.look import Look
from tests.portal.worlds import WORLDS

PortalIn = Callable[[str], Portal]


@contextmanager
def portals(template: Path, folders: pytest.TempPathFactory, browser: Browser) -> Iterator[PortalIn]:
    """The portal of a world by its name."""
    with ExitStack() as served:

        @cache
        def bring_about(world: str) -> Portal:
            folder = folders.mktemp(world)
            desk = SqliteDesk(folder / "world.db")
            served.callback(desk.cleared)
            case = WORLDS[world](Case(desk.holding(template)), folder)
            return served.enter_context(portal_of(case, browser, folder))

        yield bring_about


def named(look: Look) -> str:
    return f"{look.route or look.path} {look.state}"


def take(look: Look, portal: Portal) -> None:
    """Open the page as it is meant to be seen. Fails with everything that keeps people out of it."""
    with portal.window(look.who(portal.visits)) as window:
        page = window.open((look.path or look.route).format(ref=portal.visits.case.ref), look.status)
        if look.act:
            look.act(page)
        accessible(window)
