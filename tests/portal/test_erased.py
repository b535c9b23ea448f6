"""Pages that tell of somebody who was erased: each still opens, and none says who it was."""

from cli.erasing import Wish, erase
from config.vocabulary import Role, Stage
from tests import cast as people
from tests.portal.addresses import address, pages
from tests.portal.visits import Visits


def test_every_page_of_staff_opens_without_the_name_of_whoever_was_erased(visits: Visits) -> None:
    case = visits.case.at_stage(Stage.CLOSED)
    for person in (people.LEAD, str(people.contact_of(people.ESSEX, Role.AUTHORITY).id)):
        erase(case.engine, visits.office.settings, case.world, Wish(person), case.now, dry_run=False)
    browser = visits.as_coordinator()
    for path, _ in pages(visits.app, "GET"):
        answer = browser.get(address(path, str(case.ref), people.ESSEX, people.LEAD))
        assert answer.status_code in (200, 303, 403, 404, 503), path
        for words in ("Lead peer of Hertfordshire", "Essex authority", f"{people.LEAD}@"):
            assert words not in answer.text, f"{path} says {words}"
    team = browser.get(f"/engagements/{case.ref}/team").text
    assert "[name erased]" in team
