"""Looks at the quarterly return, from the first page to the receipt, and at its actions one by one."""

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


def of_action(page: str, state: str, world: str, below: str = "", words: str = "") -> Look:
    """A page about action A1, below one of the pages that lead to it."""
    route = f"{page}{{action}}{below}"
    return of_guest(route, state, world, words, f"{{ref}}/{route.format(period=Q1, action='A1')}")


BY_ITSELF, OF_RETURN, OF_ANSWER = "complete-action/", f"{RETURN}/actions/", f"{QUERY}/actions/"

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
    of_return("/raise", "nothing raised", "return owed"),
    of_return("/raise", "nothing raised", "return queried", QUERY),
    of_return("/spreadsheet", "to be filled in", "return owed"),
    of_return("/spreadsheet", "to be filled in", "return queried", QUERY),
    of_guest("answer-query/{period}", "asked", "return queried", path=f"{{ref}}/answer-query/{Q1}"),
    of_action(BY_ITSELF, "open", "full"),
    of_action(BY_ITSELF, "settled", "settled"),
    of_action(OF_RETURN, "open", "return owed"),
    of_action(OF_ANSWER, "open", "return queried"),
    of_action(BY_ITSELF, "to be asked for", "full", "/later-date"),
    of_action(OF_RETURN, "to be asked for", "return owed", "/later-date"),
    of_action(OF_ANSWER, "asked for", "return queried", "/later-date"),
    of_action(BY_ITSELF, "to be handed over", "full", "/transfer"),
    of_action(OF_RETURN, "to be handed over", "return owed", "/transfer"),
    of_action(OF_ANSWER, "to be handed over", "return queried", "/transfer"),
)
