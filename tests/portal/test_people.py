"""People on record: put there, away and back, and turned to at the right address."""

import pytest

from engagements.database import reading
from engagements.people import on_record
from engagements.state.people import Contact, Peer
from tests.cast import LEAD
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits


def contact(visits: Visits, person: str) -> Contact:
    with reading(visits.case.engine) as connection:
        found = on_record(connection, person)
    assert isinstance(found, Contact)
    return found


def test_a_coordinator_finds_somebody_by_name_role_or_authority(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    assert says(coordinator.get("/people?role=clerk&of=essex"), "Essex clerk", "Showing 1 to 1 of 1 people")
    assert conceals(coordinator.get("/people?role=clerk&of=essex"), "Kent clerk")
    assert says(coordinator.get("/people?text=KENT-CLERK"), "Kent clerk", "Showing 1 to 1 of 1 people")
    assert says(coordinator.get("/people?text=%25"), "Nobody fits")


def test_a_contact_and_a_peer_are_put_on_record(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    typed = {"name": "Avon clerk", "email": "avon-clerk@example.org", "role": "clerk", "authority": "avon"}
    answer = coordinator.fill_in("/people/new/contact", typed | {"id": "avon-clerk"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/avon-clerk")
    assert contact(visits, "avon-clerk").authority == "avon"
    peer = {"name": "Kent member", "email": "kent-member@example.org", "kind": "member_peer", "service": "kent"}
    assert coordinator.fill_in("/people/new/peer", peer | {"id": "kent-member"}).status_code == 303
    with reading(visits.case.engine) as connection:
        assert isinstance(on_record(connection, "kent-member"), Peer)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"email": "nobody"}, "address"),
        ({"role": "clerk", "authority": ""}, "belongs to an authority"),
        ({"id": "essex-clerk"}, "on record already"),
        ({"id": "Essex Clerk"}, "Short name"),
        ({"name": "a\x00b"}, "control character"),
    ],
)
def test_what_cannot_be_used_is_refused_with_all_that_was_typed(
    visits: Visits, typed: dict[str, str], told: str
) -> None:
    right = {"name": "New clerk", "email": "new@example.org", "role": "clerk", "authority": "essex", "id": "new-clerk"}
    answer = visits.as_coordinator().fill_in("/people/new/contact", right | typed)
    assert answer.status_code == 422
    assert says(answer, "There is a problem", told)
    assert "new@example.org" in answer.text or "nobody" in answer.text


def test_an_absence_names_a_deputy_of_the_same_authority(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    days = {"first-day": "3", "first-month": "2", "first-year": "2020"}
    answer = coordinator.fill_in("/people/essex-clerk/absence", days | {"deputy": "essex-chair"})
    assert answer.status_code == 303
    assert contact(visits, "essex-clerk").deputy == "essex-chair"
    assert says(coordinator.get("/people/essex-clerk"), "from 3 February 2020", "Essex chair")
    elsewhere = coordinator.fill_in("/people/essex-clerk/absence", days | {"deputy": "kent-chair"})
    assert elsewhere.status_code == 422
    assert coordinator.fill_in("/people/essex-clerk/back").status_code == 303
    assert contact(visits, "essex-clerk").absent_from is None


def test_whoever_leaves_a_role_is_turned_to_no_more(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    gone = {"last-day": "31", "last-month": "1", "last-year": "2020"}
    assert coordinator.fill_in("/people/essex-clerk/leaving", gone).status_code == 303
    left = contact(visits, "essex-clerk").holds_to
    assert left
    assert left.isoformat() == "2020-01-31"


def test_an_address_changes_for_contacts_and_peers_and_a_peer_has_no_deputy(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    assert coordinator.fill_in(f"/people/{LEAD}/address", {"email": "lead@example.org"}).status_code == 303
    assert says(coordinator.get(f"/people/{LEAD}"), "lead@example.org")
    assert coordinator.get(f"/people/{LEAD}/absence").status_code == 404
    assert coordinator.get("/people/nobody").status_code == 404
    assert coordinator.get("/people/new/king").status_code == 404
