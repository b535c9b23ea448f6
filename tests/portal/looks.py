"""Every page, in every state in which people meet it: a line each, opened by ``test_looks.py`` in Chromium.

Whoever adds a page adds its lines here; a test names the page that has none. A look may click and type, as long as
nothing comes of it but the page that it is about: the worlds are shared.
"""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from tests.portal.visits import Browser as Visitor
from tests.portal.visits import Visits


class Look(NamedTuple):
    """``route``: as the application declares it. ``state``: what is to be seen, in a word or two.

    ``world``: one of ``worlds.WORLDS``. ``path``: the address, where it is not the route itself; {ref} is the world's
    main engagement. ``status``: of the answer. ``act``: leads on from there, by the page's own buttons.
    """

    route: str
    state: str
    world: str = "full"
    who: Callable[[Visits], Visitor] = Visits.as_coordinator
    path: str = ""
    status: int = 200
    act: Callable[[Page], None] | None = None


def press(words: str) -> Callable[[Page], None]:
    """Press a button of these words, whatever was typed."""
    return lambda page: page.get_by_role("button", name=words, exact=True).click()


LOOKS = (
    Look("/sign-in", "people to choose from", "empty", Visits.as_anyone),
    Look("/accessibility", "for anyone", "empty", Visits.as_anyone),
    Look("/accessibility", "for staff", "empty"),
    Look("/security", "for anyone", "empty", Visits.as_anyone),
    Look("/to-do/{ref}/agree-scope", "to be agreed", "scope proposed", Visits.as_guest),
    Look("/to-do/{ref}/agree-scope", "agreed", "full", Visits.as_guest),
    Look("/to-do/{ref}/agree-scope", "not yet", "at request", Visits.as_guest),
    Look("/to-do/{ref}/agree-charge", "agreed", "full", Visits.as_guest, "/to-do/ESSEX-2020-2/agree-charge"),
    Look("/to-do/{ref}/submit-self-assessment", "to be done", "at challenge_visit", Visits.as_guest),
    Look("/to-do/{ref}/submit-self-assessment", "done", "full", Visits.as_guest),
    Look("/to-do/{ref}/publish-report", "to be done", "full", Visits.as_guest),
    Look("", "not there", "empty", Visits.as_anyone, "/nowhere", 404),
)

NO_PAGES = frozenset[str]()
"""Routes that answer with a file, or with nothing to look at."""
