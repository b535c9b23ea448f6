"""Starting an engagement from the console."""

from engagements.database import reading
from engagements.loading import facts_of
from tests.portal.visits import Visits, plain

CHOSEN = "/start?authority=essex&product=inspection-peer-support&next=yes"
TYPED = {"origin": "after_inspection", "choices.timing": "after", "choices.breadth": "broad", "reason": "Protection."}


def test_a_coordinator_starts_an_engagement_in_two_pages(visits: Visits) -> None:
    browser = visits.as_coordinator()
    first = browser.get("/start")
    assert first.text.count("<option") > len(visits.case.world.reference.services(visits.office.today))
    answer = browser.fill_in(CHOSEN, TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, "/engagements/ESSEX-2020-1")
    with reading(visits.case.engine) as connection:
        begun = facts_of(connection, "ESSEX-2020-1")
    assert begun.choices == {"timing": "after", "breadth": "broad"}
    assert "The engagement has begun." in browser.get("/engagements/ESSEX-2020-1").text


def test_whoever_starts_one_sees_what_there_is_already(visits: Visits) -> None:
    visits.case.request()
    page = plain(visits.as_coordinator().get(CHOSEN).text)
    assert "ESSEX-2020-1" in page
    assert "Requires improvement" in page
    assert "is the principal adviser" in page


def test_what_is_missing_is_said_beside_its_field(visits: Visits) -> None:
    browser = visits.as_coordinator()
    assert "Choose a fire and rescue service." in browser.get("/start?authority=&next=yes").text
    refused = browser.fill_in(CHOSEN, {**TYPED, "reason": ""})
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text


def test_every_service_and_every_product_can_be_chosen(visits: Visits) -> None:
    browser = visits.as_coordinator()
    for service in visits.case.world.reference.services(visits.office.today):
        assert browser.get(f"/start?authority={service.slug}&product=fire-peer-challenge").status_code == 200
    for product in visits.case.world.catalogue.slugs():
        assert browser.get(f"/start?authority=essex&product={product}").status_code == 200


def test_sending_the_request_twice_begins_one_engagement(visits: Visits) -> None:
    browser = visits.as_coordinator()
    data = browser.form(CHOSEN, "/start").filled(TYPED)
    first, second = browser.post("/start", data=data), browser.post("/start", data=data)
    assert first.headers["location"] == second.headers["location"]


def test_a_principal_adviser_accepts_and_does_not_ask(visits: Visits) -> None:
    assert visits.as_principal_adviser().get("/start").status_code == 403
