"""The way in: signing in, links, and what is open to anyone."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from playwright.sync_api import Page

from engagements.engagement import UK
from engagements.obligations import Owed
from notifications.errands import Errand
from notifications.links import Links
from tests.portal.look import Look, refused
from tests.portal.visits import KEYS, Visits
from tests.portal.worlds import TODAY


def show_groups(page: Page) -> None:
    """Have the political groups shown."""
    page.get_by_role("button", name="Show political groups (your reading is recorded)").click()


def by_link(kind: Owed, subject: str = "", days_ago: int = 0) -> Callable[[Page], None]:
    """Open a link of the authority's contact."""

    def act(page: Page) -> None:
        root = page.url.removesuffix("/link")
        links, sent = Links(KEYS, root, 45), datetime.combine(TODAY, time(10), UK) - timedelta(days=days_ago)
        errand = Errand.about("ESSEX-2020-4", kind, subject)
        page.goto(links.issue("essex-authority", errand, "essex-authority@example.org", sent, 1))

    return act


ENTRANCE = (
    Look("/sign-in", "people to choose from", "empty", Visits.as_anyone),
    Look("/engagements/{ref}/political-groups", "before anybody looked"),
    Look("/engagements/{ref}/political-groups", "none on record", act=show_groups),
    Look("/people/{person}/links", "messages went out", path="/people/essex-authority/links"),
    Look("/people/{person}/links", "none", "empty", path="/people/essex-authority/links"),
    Look("/link", "asks for an address", "empty", Visits.as_anyone),
    Look("/link", "no address", "empty", Visits.as_anyone, act=refused("Send me a fresh link")),
    Look("/link/sent", "", "empty", Visits.as_anyone),
    Look("/link/{token}", "forged", "empty", Visits.as_anyone, "/link/forged", 404),
    Look("/link/{token}", "open", who=Visits.as_anyone, path="/link", act=by_link(Owed.FILE_RETURN, "2020-21-Q1")),
    Look("/link/{token}", "open, as somebody else", path="/link", act=by_link(Owed.FILE_RETURN, "2020-21-Q1")),
    Look("/link/{token}", "done", who=Visits.as_anyone, path="/link", act=by_link(Owed.AGREE_SCOPE)),
    Look("/link/{token}", "expired", who=Visits.as_anyone, path="/link", act=by_link(Owed.AGREE_SCOPE, days_ago=50)),
    Look("/accessibility", "for anyone", "empty", Visits.as_anyone),
    Look("/accessibility", "for staff", "empty"),
    Look("/security", "for anyone", "empty", Visits.as_anyone),
    Look("", "not there", "empty", Visits.as_anyone, "/nowhere", 404),
)
