"""A look at a page: as whom, where, in which state; and the ways to lead on from there."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page, expect

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


def refused(words: str) -> Callable[[Page], None]:
    """Press the button of these words; the page must say what is wrong."""

    def act(page: Page) -> None:
        page.get_by_role("button", name=words, exact=True).click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()

    return act


def follow(words: str) -> Callable[[Page], None]:
    """Follow the first link that says these words."""
    return lambda page: page.get_by_role("link", name=words).first.click()


def of_guest(task: str, state: str, world: str, words: str = "", path: str = "", who: str = "essex-authority") -> Look:
    """A task of an authority's contact. ``words``: of a button that is refused as the form stands."""
    act = refused(words) if words else None
    return Look(
        f"/to-do/{{ref}}/{task}", state, world, lambda visits: visits.as_guest(who), path and f"/to-do/{path}", act=act
    )


def of_peer(task: str, state: str, world: str, path: str, words: str = "") -> Look:
    """A task of the lead peer's."""
    act = refused(words) if words else None
    return Look(f"/to-do/{{ref}}/{task}", state, world, Visits.as_peer, f"/to-do/{{ref}}/{path}", act=act)


def of_clerk(task: str, state: str, world: str, path: str = "", words: str = "") -> Look:
    """A task of the clerk's."""
    act = refused(words) if words else None
    path = path and f"/to-do/{{ref}}/{path}"
    return Look(f"/to-do/{{ref}}/{task}", state, world, lambda visits: visits.as_guest("essex-clerk"), path, act=act)
