"""No page is forgotten when pages are looked at."""

from portal.app import routes
from tests.portal.looks import BY_LINK, BY_STAFF, NO_PAGES
from tests.portal.visits import Visits


def test_every_page_is_looked_at(visits: Visits) -> None:
    pages = {
        route.path for route in routes(visits.app) if "GET" in (route.methods or ()) and not route.include_in_schema
    }
    assert pages, "The application's pages are no longer where this test looks for them."
    looked_at = {look.route for look in (*BY_STAFF, *BY_LINK)}
    assert pages - NO_PAGES <= looked_at, (
        f"Nobody looks at {sorted(pages - NO_PAGES - looked_at)}. Add a line for each state of each to "
        "tests/portal/looks/: empty, full, and what a refused form says."
    )
    gone = (looked_at | NO_PAGES) - pages - {""}
    assert not gone, f"tests/portal/looks/ has lines for pages that are gone: {sorted(gone)}."
