"""Sessions end: by themselves, by signing out, and when what somebody was let in as is theirs no more."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from engagements.database import reading, writing
from engagements.state.people import Contact
from portal import sessions
from portal.cookies import NOTICE, SESSION, STAFF, VISIT, cookie
from portal.sessions import IDLE, LONGEST, Session
from tests.portal.visits import Browser, Visits


def is_in(browser: Browser) -> bool:
    """Whether the portal knows them: a page for nobody in particular names them in its header."""
    return "header__visitor" in browser.get("/sign-in").text


@pytest.mark.parametrize("of_staff", [True, False])
def test_a_session_ends_when_nothing_happens_for_a_while(visits: Visits, of_staff: bool) -> None:
    browser = visits.as_coordinator() if of_staff else visits.as_guest()
    visits.case.now += IDLE[of_staff] - timedelta(minutes=1)
    assert is_in(browser)  # which is something: it counts anew from here
    visits.case.now += IDLE[of_staff] - timedelta(minutes=1)
    assert is_in(browser)
    visits.case.now += IDLE[of_staff]
    assert not is_in(browser)


@pytest.mark.parametrize("of_staff", [True, False])
def test_a_session_ends_after_its_hours_however_busy(visits: Visits, of_staff: bool) -> None:
    browser = visits.as_coordinator() if of_staff else visits.as_guest()
    ends_at = visits.office.now() + LONGEST[of_staff]
    while visits.office.now() + IDLE[of_staff] / 2 < ends_at:
        assert is_in(browser)
        visits.case.now += IDLE[of_staff] / 2
    visits.case.now = ends_at
    assert not is_in(browser)


def test_signing_out_ends_the_session_itself_not_only_the_cookie(visits: Visits) -> None:
    browser = visits.as_coordinator()
    kept = browser.cookies[cookie(STAFF, visits.office)]
    browser.press("/sign-in", "Sign out")
    browser.hold(cookie(STAFF, visits.office), kept)
    assert not is_in(browser)


def test_all_sessions_of_a_person_can_be_ended_and_nobody_elses(visits: Visits) -> None:
    first, second, other = visits.as_guest(), visits.as_guest(), visits.as_guest("kent-authority")
    with writing(visits.case.engine) as connection:
        assert sessions.end_all_of(connection, "essex-authority", visits.office.now()) == 2
    assert [is_in(each) for each in (first, second, other)] == [False, False, True]


@pytest.mark.parametrize("person", ["coordinator", "essex-authority"])
def test_who_leaves_office_is_out_the_next_day(visits: Visits, person: str) -> None:
    browser = visits.as_coordinator() if person == "coordinator" else visits.as_guest()
    name = cookie(STAFF if person == "coordinator" else SESSION, visits.office)
    visit = of(visits, browser.cookies[name])
    visits.case.now = visits.case.now.replace(hour=23, minute=50)
    with writing(visits.case.engine) as connection:
        secret = sessions.begin(connection, visits.office.now(), **visit)
        last_day: date = visits.office.today
        connection.execute(update(Contact.table).where(Contact.table.c.id == person).values(holds_to=last_day))
    browser.hold(name, sessions.sealed(visits.office, secret))
    assert is_in(browser)
    visits.later(minutes=15)
    assert not is_in(browser)


def of(visits: Visits, held: str) -> dict[str, Any]:
    with reading(visits.case.engine) as connection:
        visitor = sessions.visitor_of(connection, visits.office, held)
    assert visitor
    return {"name": visitor.name, "doors": visitor.doors, "hats": visitor.hats}


def test_the_database_holds_nothing_that_opens_a_session(visits: Visits) -> None:
    browser = visits.as_coordinator()
    held = browser.cookies[cookie(STAFF, visits.office)]
    with reading(visits.case.engine) as connection:
        row = connection.execute(select(Session.table)).one()
    for value in (row.id, row.secret):
        browser.hold(cookie(STAFF, visits.office), sessions.sealed(visits.office, value))
        assert not is_in(browser)
        assert value not in held


def test_a_session_that_somebody_else_planted_is_not_gone_on_with(visits: Visits) -> None:
    """Session fixation: signing in gives a new secret, whatever cookies the browser brought along."""
    planted = visits.as_principal_adviser().cookies[cookie(STAFF, visits.office)]
    browser = visits.as_anyone()
    browser.hold(cookie(VISIT, visits.office), "planted")
    browser.hold(cookie(STAFF, visits.office), planted)
    posted = browser.fill_in("/sign-in", {"person": "coordinator"})
    assert posted.status_code == 303
    assert browser.cookies[cookie(STAFF, visits.office)] != planted
    thief = visits.as_anyone()
    thief.hold(cookie(STAFF, visits.office), planted)
    assert "Coordinator" not in thief.get("/sign-in").text.partition("<main")[0]


@pytest.mark.parametrize("change", [lambda c: c[:-1] + "!", lambda c: c.upper(), lambda c: "", lambda c: "a.b.c"])
def test_a_cookie_that_was_changed_is_nobodys(visits: Visits, change: Callable[[str], str]) -> None:
    browser = visits.as_coordinator()
    held = browser.cookies[cookie(STAFF, visits.office)]
    browser.hold(cookie(STAFF, visits.office), change(held))
    assert not is_in(browser)


def test_sessions_that_are_long_over_are_forgotten(visits: Visits) -> None:
    visits.as_coordinator()
    visits.later(days=32)
    visits.as_guest()
    with reading(visits.case.engine) as connection:
        assert len(connection.execute(select(Session.table)).all()) == 1


def test_cookies_are_for_this_host_alone_and_out_of_reach_of_scripts(visits: Visits, secure: Visits) -> None:
    for each, prefix in ((visits, "peer-support-"), (secure, "__Host-peer-support-")):
        given = each.as_anyone().get("/link").headers.get_list("set-cookie")
        given += each.as_coordinator().press("/sign-in", "Sign out").headers.get_list("set-cookie")
        assert {one.partition("=")[0] for one in given} >= {f"{prefix}{name}" for name in (VISIT, STAFF, NOTICE)}
        for one in given:
            assert "HttpOnly" in one
            assert "SameSite=lax" in one
            assert "Path=/" in one
            assert "Domain" not in one
            assert ("Secure" in one) is each.office.is_secure
