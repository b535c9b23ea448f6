"""Links: to open one changes nothing, to go on with it lets a guest in, and one that leads nowhere says why."""

import asyncio
from collections.abc import Callable, Iterator, MutableMapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from config.vocabulary import Role, Stage
from engagements.database import reading, writing
from engagements.obligations import Owed
from engagements.people import change_address
from engagements.state.people import Contact
from notifications.errands import EVERYTHING, Errand, scrutiny
from notifications.ledger import Notification
from notifications.links import Links
from notifications.revoking import revoke
from portal import sessions
from portal.cookies import SESSION, cookie
from portal.entrance import fresh
from portal.visitors import Visitor
from tests import cast as people
from tests.builders import Case, CaseAt
from tests.desk import everything
from tests.portal.visits import KEYS, Browser, Visits, plain

AUTHORITY = "essex-authority"


@pytest.fixture
def visits(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> Visits:
    """The authority is asked to agree the scope."""
    case = case_at(Stage.SCOPING)
    case.give("HoldScopingMeeting", Role.COORDINATOR, days=5, held_on=case.today, summary="Protection, mostly.")
    case.propose_scope()
    return visits_to(case)


def scope(visits: Visits) -> Errand:
    return Errand.about(str(visits.case.ref), Owed.AGREE_SCOPE)


def link(visits: Visits, errand: Errand = EVERYTHING, person: str = AUTHORITY, keys: tuple[str, ...] = KEYS) -> str:
    """The path of a link that was sent now."""
    url = Links(keys, visits.office.settings.portal_url, 45).issue(
        person, errand, f"{person}@example.org", visits.office.now(), 1
    )
    return url.removeprefix(visits.office.settings.portal_url)


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


def test_a_link_ends_the_visit_of_staff_and_says_so_before(visits: Visits) -> None:
    browser = visits.as_coordinator()
    assert "You are here as Coordinator" in browser.get(link(visits)).text
    browser.fill_in(link(visits))
    assert not visitor(visits, browser).is_staff


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


# Fresh links


def mail(visits: Visits) -> list[str]:
    with reading(visits.case.engine) as connection:
        rows = connection.execute(select(Notification.table).where(Notification.table.c.template == "fresh-link"))
        return [row.address for row in rows]


@pytest.mark.parametrize("typed", ["essex-authority@example.org", " Essex-Authority@Example.org "])
def test_whoever_has_the_address_gets_a_fresh_link(visits: Visits, typed: str) -> None:
    answer = visits.as_anyone().fill_in("/link", {"address": typed}, action="/link/fresh")
    assert (answer.status_code, answer.headers["location"]) == (303, "/link/sent")
    assert mail(visits) == ["essex-authority@example.org"]


def test_an_expired_link_is_renewed_to_the_address_that_it_was_sent_to(visits: Visits) -> None:
    old = link(visits, scope(visits))
    visits.later(days=46)
    answer = visits.as_anyone().press(old, "Send a fresh link to the same address")
    assert (answer.status_code, answer.headers["location"]) == (303, "/link/sent")
    assert mail(visits) == ["essex-authority@example.org"]


def test_a_stranger_learns_nothing_about_an_address(visits: Visits) -> None:
    known, unknown = (
        visits.as_anyone().fill_in("/link", {"address": address}, action="/link/fresh")
        for address in ("essex-authority@example.org", "nobody@example.org")
    )
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    hidden = ("set-cookie", "date")
    assert [each for each in known.headers.items() if each[0] not in hidden] == [
        each for each in unknown.headers.items() if each[0] not in hidden
    ]
    assert mail(visits) == ["essex-authority@example.org"]


def test_the_answer_comes_before_anybody_is_looked_for(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes time for an address that is known happens when the answer is on its way: here it fails, unseen."""
    visits.case.engine.dispose()
    order: list[str] = []

    async def told(message: MutableMapping[str, Any]) -> None:
        order.append(str(message["type"]))

    browser = visits.as_anyone()
    form = browser.form("/link", "/link/fresh").filled({"address": AUTHORITY + "@example.org"})
    monkeypatch.setattr(fresh, "_send", lambda *_: order.append("looked for"))
    request = browser.build_request("POST", "/link/fresh", data=form)
    browser.cookies.set_cookie_header(request)
    arrived: Iterator[MutableMapping[str, Any]] = iter(
        [{"type": "http.request", "body": request.read(), "more_body": False}]
    )

    async def receive() -> MutableMapping[str, Any]:
        return next(arrived, {"type": "http.disconnect"})

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/link/fresh",
        "raw_path": b"/link/fresh",
        "query_string": b"",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("192.0.2.1", 1),
        "server": ("127.0.0.1", 8000),
        "scheme": "http",
        "root_path": "",
        "http_version": "1.1",
    }
    asyncio.run(visits.app(scope, receive, told))
    assert order == ["http.response.start", "http.response.body", "looked for"]


@pytest.mark.parametrize("typed", ["", "essex", "@", "a b@example.org", "a@", "x" * 300 + "@example.org", "a\n@b"])
def test_what_is_no_address_is_said_beside_the_field(visits: Visits, typed: str) -> None:
    answer = visits.as_anyone().fill_in("/link", {"address": typed}, action="/link/fresh")
    assert answer.status_code == 422
    assert "Enter an email address, like name@example.org" in answer.text


def test_fresh_links_are_not_asked_for_without_end(visits: Visits) -> None:
    browser = visits.as_anyone()
    for _ in range(3):
        answer = browser.fill_in("/link", {"address": "nobody@example.org"}, action="/link/fresh")
        assert answer.status_code == 303
    refused = browser.fill_in("/link", {"address": "nobody@example.org"}, action="/link/fresh")
    assert refused.status_code == 429
    assert "Wait a little" in refused.text


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
