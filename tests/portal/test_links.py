"""Links: to open one changes nothing, to go on with it lets a guest in, and one that leads nowhere says why."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.obligations import Owed
from engagements.people import change_address
from engagements.state.people import Contact
from notifications.errands import EVERYTHING, Errand, scrutiny
from notifications.revoking import revoke
from portal import sessions
from portal.cookies import SESSION, cookie
from portal.visitors import Visitor
from tests import cast as people
from tests.desk import everything
from tests.portal.arriving import AUTHORITY, link, scope
from tests.portal.visits import KEYS, Browser, Visits, plain


@pytest.fixture
def visits(scope_proposed: Visits) -> Visits:
    return scope_proposed


def visitor(visits: Visits, browser: Browser) -> Visitor:
    with reading(visits.case.engine) as connection:
        found = sessions.visitor_of(connection, visits.office, browser.cookies[cookie(SESSION, visits.office)])
    assert found
    return found


def test_opening_a_link_changes_nothing_and_says_whose_and_what_for_it_is(visits: Visits) -> None:
    browser, before = visits.as_anyone(), everything(visits.case.engine)
    for _ in range(3):
        page = browser.get(link(visits, scope(visits)))
    assert page.status_code == 200
    assert "Essex authority" in page.text
    assert f"Agree the scope ({visits.case.ref})" in plain(page.text)
    assert everything(visits.case.engine) == before
    assert cookie(SESSION, visits.office) not in browser.cookies


def test_going_on_lets_the_guest_in_for_that_errand_alone_and_leaves_no_token_behind(visits: Visits) -> None:
    browser, path = visits.as_anyone(), scope(visits).path
    answer = browser.fill_in(link(visits, scope(visits)))
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert browser.get(path).status_code == 200
    assert visitor(visits, browser).errands == (path,)
    assert browser.get(path.replace("agree-scope", "submit-self-assessment")).status_code == 403
    assert browser.get("/today").status_code == 403


def test_several_links_of_one_person_add_up_under_a_new_secret(visits: Visits) -> None:
    browser = visits.as_anyone()
    browser.fill_in(link(visits, scope(visits)))
    first, form = browser.cookies[cookie(SESSION, visits.office)], browser.form(scope(visits).path)
    other = Errand.about(str(visits.case.ref), Owed.SUBMIT_SELF_ASSESSMENT)
    browser.fill_in(link(visits, other))
    assert visitor(visits, browser).errands == (scope(visits).path, other.path)
    assert [browser.get(each.path).status_code for each in (scope(visits), other)] == [200, 200]
    assert browser.cookies[cookie(SESSION, visits.office)] != first
    stale = visits.as_anyone()
    stale.hold(cookie(SESSION, visits.office), first)
    assert stale.get(scope(visits).path).status_code == 403
    sent = browser.post(scope(visits).path, data=form.filled({}))
    assert sent.status_code != 403, "A form that was open in another window is still ours."


def test_a_link_of_another_person_begins_another_visit(visits: Visits) -> None:
    browser = visits.as_anyone()
    browser.fill_in(link(visits))
    before = browser.cookies[cookie(SESSION, visits.office)]
    page = browser.get(link(visits, person="essex-clerk"))
    assert "You are here as Essex authority" in page.text
    browser.fill_in(link(visits, person="essex-clerk"))
    assert visitor(visits, browser).person == "essex-clerk"
    thief = visits.as_anyone()
    thief.hold(cookie(SESSION, visits.office), before)
    assert thief.get(scope(visits).path).status_code == 403


def test_a_link_ends_the_visit_of_another_guest_and_says_so_before(visits: Visits) -> None:
    browser = visits.as_guest("kent-authority")
    assert "You are here as Kent authority" in browser.get(link(visits)).text
    browser.fill_in(link(visits))
    assert visitor(visits, browser).person == "essex-authority"


def test_a_link_leaves_staff_signed_in(visits: Visits) -> None:
    browser = visits.as_coordinator()
    assert "that visit ends" not in browser.get(link(visits)).text
    browser.fill_in(link(visits))
    assert visitor(visits, browser).is_guest
    assert browser.get("/today").status_code == 200


def test_what_has_been_done_is_told_with_when_and_by_whom(visits: Visits) -> None:
    visits.case.give("AgreeScope", Role.AUTHORITY, days=1)
    page = visits.as_anyone().get(link(visits, scope(visits)))
    assert page.status_code == 410
    told = plain(page.text)
    assert "This has been done" in told
    assert "Essex authority" in told
    assert str(visits.case.today.year) in told
    assert "You were asked to agree the scope" in told
    assert f"Its reference is {visits.case.ref}-{visits.case.facts.version:04}" in told
    assert "/link/fresh" in page.text


def test_what_a_guest_did_they_can_look_at_again_while_their_visit_lasts(visits: Visits) -> None:
    browser = visits.as_anyone()
    browser.fill_in(link(visits, scope(visits)))
    visits.case.give("AgreeScope", Role.AUTHORITY)
    assert "Look at it again" in browser.get(link(visits, scope(visits))).text
    assert "Look at it again" not in visits.as_anyone().get(link(visits, scope(visits))).text


def test_a_link_to_an_engagement_that_is_over_says_so(visits: Visits) -> None:
    old = link(visits, scope(visits))
    visits.case.give("WithdrawRequest", Role.COORDINATOR, days=1, reason="No time.")
    page = visits.as_anyone().get(old)
    assert page.status_code == 410
    assert "withdrawn" in plain(page.text)


def test_a_link_that_nothing_ends_is_good_for_45_days(visits: Visits) -> None:
    old = link(visits)
    visits.case.now += timedelta(days=45, seconds=-1)
    assert visits.as_anyone().get(old).status_code == 200
    visits.case.now += timedelta(seconds=1)
    expired = visits.as_anyone().get(old)
    assert expired.status_code == 410
    assert "This link has expired" in expired.text


def expired(visits: Visits) -> None:
    visits.later(days=46)


def revoked(visits: Visits) -> None:
    with writing(visits.case.engine) as connection:
        revoke(connection, before=visits.office.now() + timedelta(seconds=1), by="coordinator", person=AUTHORITY)


def moved(visits: Visits) -> None:
    with writing(visits.case.engine) as connection:
        change_address(connection, AUTHORITY, "another@example.org")


def out_of_office(visits: Visits) -> None:
    yesterday: date = visits.office.today - timedelta(days=1)
    with writing(visits.case.engine) as connection:
        connection.execute(update(Contact.table).where(Contact.table.c.id == AUTHORITY).values(holds_to=yesterday))


def erased(visits: Visits) -> None:
    with writing(visits.case.engine) as connection:
        connection.execute(Contact.table.delete().where(Contact.table.c.id == AUTHORITY))


ENDS: dict[Callable[[Visits], None], str] = {
    expired: "This link has expired",
    revoked: "This link no longer works",
    moved: "This link no longer works",
    out_of_office: "has changed hands",
    erased: "has changed hands",
}


@pytest.mark.parametrize("errand", ["everything", "the scope"])
@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_link_that_leads_nowhere_says_why_lets_nobody_in_and_offers_another(
    visits: Visits, end: Callable[[Visits], None], errand: str
) -> None:
    browser = visits.as_anyone()
    address = link(visits, scope(visits) if errand == "the scope" else EVERYTHING)
    form = browser.form(address)
    end(visits)
    before = everything(visits.case.engine)
    page = browser.get(address)
    assert page.status_code == 410
    assert ENDS[end] in page.text
    assert "/link/fresh" in page.text
    assert "Essex authority" not in page.text
    assert browser.post(address, data=form.filled({})).status_code == 410
    assert everything(visits.case.engine) == before


@pytest.mark.parametrize("person", ["kent-authority", people.LEAD, str(people.OUTSIDER.id)])
def test_a_link_to_an_engagement_in_which_one_has_no_part_leads_nowhere(visits: Visits, person: str) -> None:
    assert visits.as_anyone().get(link(visits, scope(visits), person)).status_code == 410


def test_a_link_to_no_engagement_leads_nowhere(visits: Visits) -> None:
    assert visits.as_anyone().get(link(visits, Errand("agree-scope", "ESSEX-1999-9"))).status_code == 410


def test_a_link_to_a_page_that_nobody_owes_is_open(visits: Visits) -> None:
    assert visits.as_anyone().get(link(visits, scrutiny(str(visits.case.ref)))).status_code == 200


def test_a_link_signed_with_an_older_key_is_good_until_the_key_goes(visits: Visits) -> None:
    assert visits.as_anyone().get(link(visits, keys=KEYS[1:])).status_code == 200
    assert visits.as_anyone().get(link(visits, keys=("another-key-altogether" * 3,))).status_code == 404


def test_nobody_gets_in_by_a_form_of_another_browser(visits: Visits) -> None:
    form = visits.as_anyone().form(link(visits))
    other = visits.as_anyone()
    other.get("/link")
    assert other.post(link(visits), data=form.filled({})).status_code == 403


# Made void by staff


def test_staff_make_void_what_somebody_was_sent_and_end_what_it_opened(visits: Visits) -> None:
    guest, other, sent = visits.as_guest(), visits.as_guest("essex-clerk"), link(visits)
    visits.later(minutes=1)
    page = f"/people/{AUTHORITY}/links"
    assert visits.as_coordinator().press(page, "Make all links void").status_code == 303
    assert visits.as_anyone().get(sent).status_code == 410
    assert guest.get(scope(visits).path).status_code == 403
    assert "header__visitor" in other.get("/link").text
    visits.later(minutes=1)
    assert visits.as_anyone().get(link(visits)).status_code == 200
    assert "made void by coordinator" in plain(visits.as_coordinator().get(page).text)


def test_there_are_no_links_of_nobody(visits: Visits) -> None:
    assert visits.as_coordinator().get("/people/nobody/links").status_code == 404


def test_who_reads_an_address_that_is_no_longer_theirs_is_let_in_no_longer(visits: Visits) -> None:
    guest = visits.as_guest()
    changed = visits.as_coordinator().fill_in(f"/people/{AUTHORITY}/address", {"email": "another@example.org"})
    assert changed.status_code == 303
    assert guest.get(scope(visits).path).status_code == 403
