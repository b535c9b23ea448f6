"""Looks at the quarterly return, from the first page to the receipt."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.portal.look import Look, of_guest

RETURN, QUERY = "file-return/{period}", "answer-query/{period}/return"
Q1 = "2020-21-Q1"


def press(words: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=words, exact=True).click()


def off_track_without_a_word(page: Page) -> None:
    page.get_by_label("Off track").first.check()
    page.get_by_role("button", name="Check your answers").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def of_return(below: str, state: str, world: str, task: str = RETURN) -> Look:
    """A page of the return for the first quarter of 2020-21."""
    return of_guest(f"{task}{below}", state, world, path=f"{{ref}}/{task.format(period=Q1)}{below}")


def checked(task: str, world: str) -> Look:
    """The answers to check, as the form leads to them."""
    form = of_return("", "to be filed", world, task)
    return form._replace(route=f"{form.route}/check", act=press("Check your answers"))


RETURNS = (
    of_return("", "late", "full"),
    of_return("", "refused", "return being typed")._replace(act=off_track_without_a_word),
    of_return("", "not yet", "at quarterly_reporting"),
    checked(RETURN, "return owed"),
    of_return("/receipt", "filed", "return filed"),
    of_return("", "filed", "return filed"),
    of_return("", "asked", "return queried", QUERY),
    checked(QUERY, "return queried"),
    of_return("/receipt", "not filed again yet", "return queried", QUERY),
)
