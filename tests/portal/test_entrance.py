"""Coming in and going out."""

from pathlib import Path

import pytest
from sqlalchemy import select

from config.vocabulary import PeerKind
from engagements.database import reading, writing
from engagements.state.people import Contact, Peer
from portal.cookies import SESSION, cookie
from tests.builders import Case
from tests.cast import COORDINATOR
from tests.portal.visits import Visits


def test_staff_sign_in_and_out(visits: Visits) -> None:
    browser = visits.as_anyone()
    posted = browser.fill_in("/sign-in?next=/sign-in", {"person": COORDINATOR.id})
    assert (posted.status_code, posted.headers["location"]) == (303, "/sign-in")
    assert "Sign out" in browser.get("/sign-in").text
    assert browser.press("/sign-in", "Sign out").status_code == 303
    assert "Sign out" not in browser.get("/sign-in").text


def test_a_form_without_its_token_is_refused(visits: Visits) -> None:
    browser = visits.as_anyone()
    browser.get("/sign-in")
    assert browser.post("/sign-in", data={"person": COORDINATOR.id}).status_code == 403


def test_a_page_that_is_not_there_says_so(visits: Visits) -> None:
    answer = visits.as_anyone().get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_everybody_of_the_cast_can_come_in(visits: Visits) -> None:
    for browser in (visits.as_coordinator(), visits.as_principal_adviser(), visits.as_operator()):
        assert "Sign out" in browser.get("/sign-in").text
    for browser in (visits.as_guest(), visits.as_peer(), visits.as_outsider(), visits.as_anyone()):
        assert "Sign out" not in browser.get("/sign-in").text


def test_signing_out_is_for_guests_too(visits: Visits) -> None:
    browser = visits.as_guest()
    form = browser.form("/link", "/link/fresh")
    assert browser.post("/link/end", data=form.filled({})).headers["location"] == "/link"
    assert "header__visitor" not in browser.get("/sign-in").text


PUBLIC = {"portal_url": "https://peer-support.example.org"}


@pytest.mark.parametrize(
    ("settings", "headers"),
    [
        (PUBLIC, {}),
        ({**PUBLIC, "portal_host": "0.0.0.0"}, {}),
        ({}, {"x-forwarded-for": "192.0.2.1"}),
        ({}, {"forwarded": "for=192.0.2.1"}),
    ],
)
def test_nobody_chooses_who_they_are_where_others_can_reach_the_portal(
    case: Case, tmp_path: Path, settings: dict[str, str], headers: dict[str, str]
) -> None:
    visits = Visits(case, tmp_path, **settings)
    browser = visits.as_anyone()
    assert "Nobody can sign in here yet" in browser.get("/sign-in", headers=headers).text
    form = browser.form("/link", "/link/fresh").filled({"person": "coordinator"})
    assert browser.post("/sign-in", data=form, headers=headers).status_code == 404
    assert browser.post("/sign-in/example-people", data=form, headers=headers).status_code == 404


def test_a_newcomer_puts_example_people_on_record_and_is_one_of_them(visits: Visits) -> None:
    with writing(visits.case.engine) as connection:
        for kind in (Contact, Peer):
            connection.execute(kind.table.delete())
    browser = visits.as_anyone()
    assert browser.press("/sign-in", "Put example people on record").status_code == 303
    with reading(visits.case.engine) as connection:
        contacts, peers = (connection.execute(select(kind.table)).all() for kind in (Contact, Peer))
    assert {"essex", "kent"} <= {contact.authority for contact in contacts}
    assert len({peer.service for peer in peers}) >= 3
    assert {peer.kind for peer in peers} == set(PeerKind)
    assert all(person.email.endswith("@example.org") for person in (*contacts, *peers))
    assert browser.fill_in("/sign-in", {"person": "coordinator"}).status_code == 303
    again = browser.post("/sign-in/example-people", data=browser.form("/sign-in").filled({}))
    assert again.status_code == 303
    with reading(visits.case.engine) as connection:
        assert len(connection.execute(select(Peer.table)).all()) == len(peers)


@pytest.mark.parametrize("next", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "x"])
def test_signing_in_leads_to_no_other_site(visits: Visits, next: str) -> None:
    browser = visits.as_anyone()
    answer = browser.fill_in("/sign-in", {"person": COORDINATOR.id, "next": next})
    assert answer.headers["location"] == "/"


def test_signing_in_leads_to_the_page_that_was_asked_for(visits: Visits) -> None:
    browser = visits.as_anyone()
    asked = browser.get("/pipeline?stage=scoping&sort=ref")
    assert asked.status_code == 303
    answer = browser.fill_in(asked.headers["location"], {"person": COORDINATOR.id}, action="/sign-in")
    assert answer.headers["location"] == "/pipeline?stage=scoping&sort=ref"


def test_where_to_report_a_weakness_is_told_where_the_settings_say_it(case: Case, tmp_path: Path) -> None:
    address = "/.well-known/security.txt"
    assert Visits(case, tmp_path).as_anyone().get(address).status_code == 404
    told = Visits(case, tmp_path, security_contact="mailto:security@example.org").as_anyone().get(address)
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.text.startswith("Contact: mailto:security@example.org\nExpires: 2020-")


def test_the_name_in_the_header_leads_everybody_to_where_they_begin(visits: Visits) -> None:
    begins = {
        Visits.as_coordinator: "/today",
        Visits.as_operator: "/operators",
        Visits.as_guest: "/to-do",
        Visits.as_anyone: "/sign-in",
    }
    for come, where in begins.items():
        assert come(visits).get("/").headers["location"] == where


def test_a_visit_by_link_and_a_session_of_staff_go_on_beside_each_other(visits: Visits) -> None:
    browser, guest = visits.as_coordinator(), visits.as_guest()
    browser.hold(cookie(SESSION, visits.office), guest.cookies[cookie(SESSION, visits.office)])
    assert browser.get("/today").status_code == browser.get("/to-do").status_code == 200
    assert browser.fill_in("/to-do", action="/link/end").status_code == 303
    assert browser.get("/to-do").status_code != 200
    assert browser.get("/today").status_code == 200
