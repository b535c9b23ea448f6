"""Links as messages bring them, for tests: sent now, by the office's own keys."""

from engagements.obligations import Owed
from notifications.errands import EVERYTHING, Errand
from notifications.links import Links
from tests.portal.visits import KEYS, Visits

AUTHORITY = "essex-authority"


def scope(visits: Visits) -> Errand:
    return Errand.about(str(visits.case.ref), Owed.AGREE_SCOPE)


def link(visits: Visits, errand: Errand = EVERYTHING, person: str = AUTHORITY, keys: tuple[str, ...] = KEYS) -> str:
    """The path of a link that was sent now."""
    url = Links(keys, visits.office.settings.portal_url, 45).issue(
        person, errand, f"{person}@example.org", visits.office.now(), 1
    )
    return url.removeprefix(visits.office.settings.portal_url)
