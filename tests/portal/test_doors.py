"""Every route opens to those whom it names, and to nobody else; what is one authority's is not there for another's."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine
from sqlalchemy import Engine

from config.vocabulary import Role, Stage
from engagements.sweeping import open_periods
from portal.doors import opens_to
from portal.headers import POLICY
from portal.visitors import MONITORS, Door
from tests import cast as people
from tests.builders import REVIEW, Case
from tests.databases import SqliteDesk
from tests.desk import everything
from tests.portal.addresses import address, pages, routes
from tests.portal.forms import forms
from tests.portal.visits import Browser, Visits, plain

MARK = "Sevenoaks"
"""Typed in Kent's engagement and nowhere else."""

OF_KENT = ("KENT-", "kent-", "Kent authority", "Kent clerk", "Kent chair", MARK)
"""What would tell an outsider something of Kent's."""

KENTS_PEER = "hertfordshire-other-operational"
"""On Kent's team alone."""


class Street(NamedTuple):
    """An office with an engagement of Essex and one of Kent, both of which report."""

    visits: Visits
    essex: str
    kent: str

    def address(self, path: str, ref: str) -> str:
        authority, peer = ("essex", people.LEAD) if ref == self.essex else ("kent", people.LEAD)
        return address(path, ref, authority, peer)


@pytest.fixture(scope="module")
def street(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    folder = tmp_path_factory.mktemp("street")
    desk = SqliteDesk(folder / "street.db")
    engine: Engine = desk.holding(sqlite_template)
    kent = Case(engine)
    kent.request(REVIEW, people.KENT, reason=f"{MARK} asked for it.")
    kent.at_stage(Stage.QUARTERLY_REPORTING)
    case = Case(engine)
    case.at_stage(Stage.QUARTERLY_REPORTING)
    case.now = max(case.now, kent.now)
    kent.now = case.now
    kent.give("AddNote", Role.COORDINATOR, text=f"{MARK} again.")
    while not list(open_periods(engine, case.world, case.now)):
        case.wait(days=10)
    yield Street(Visits(case, folder), str(case.ref), str(kent.ref))
    desk.cleared()


class Kind(NamedTuple):
    """A kind of visitor. ``doors``: through which they may come."""

    called: str
    come: Callable[[Visits], Browser]
    doors: frozenset[Door]


KINDS = (
    Kind("nobody known", Visits.as_anyone, frozenset()),
    Kind("coordinator", Visits.as_coordinator, frozenset({Door.COORDINATOR})),
    Kind("principal adviser", Visits.as_principal_adviser, frozenset({Door.PRINCIPAL_ADVISER})),
    Kind("operator", Visits.as_operator, frozenset({Door.OPERATOR})),
    Kind("guest of Essex", Visits.as_guest, frozenset({Door.GUEST})),
    Kind("guest of Kent", lambda visits: visits.as_guest("kent-authority"), frozenset({Door.GUEST})),
    Kind("peer", Visits.as_peer, frozenset({Door.GUEST})),
    Kind("outsider", Visits.as_outsider, frozenset({Door.GUEST})),
)
AWAY = ("This page is for another role", "You need a link from us", "There is no such page")

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.called)


def test_every_route_says_who_may_use_it(street: Street) -> None:
    found = list(routes(street.visits.app))
    assert len(found) > 50, "The application's routes are no longer where tests/portal/addresses.py looks for them."
    silent = [path for path, route in found if not opens_to(route)]
    assert not silent, f"Say `to=` whom {silent} are for: make the route with portal.doors.Pages."


@each_kind
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_comes_through_a_door_that_is_not_theirs(street: Street, kind: Kind, method: str) -> None:
    browser = kind.come(street.visits)
    for path, doors in pages(street.visits.app, method):
        if doors & (kind.doors | {Door.ANYONE}):
            continue
        answer = browser.request(method, street.address(path, street.essex))
        to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
        told = doors == MONITORS or any(words in answer.text for words in AWAY)
        turned_away = answer.status_code in (401, 403, 404) and told
        assert to_sign_in or turned_away, f"{kind.called}: {method} {path} answers {answer.status_code}."


@each_kind
def test_everybody_comes_through_their_own_doors_and_looking_changes_nothing(street: Street, kind: Kind) -> None:
    browser, before = kind.come(street.visits), everything(street.visits.case.engine)
    for path, doors in pages(street.visits.app, "GET"):
        answer = browser.get(street.address(path, street.essex))
        where = f"{kind.called}: GET {path} answers {answer.status_code}"
        assert answer.status_code < 500 or path.startswith("/health"), where
        assert (
            answer.headers["content-security-policy"] == POLICY
            or "sandbox" in answer.headers["content-security-policy"]
        )
        if doors & kind.doors and Door.GUEST not in doors:
            assert "This page is for another role" not in answer.text, where
            assert not answer.headers.get("location", "").startswith("/sign-in?"), where
    after = everything(street.visits.case.engine)
    changed = [table for table in after if after[table] != before.get(table)]
    assert not changed, f"{kind.called}: a GET wrote to {changed}. A GET changes nothing: mail scanners follow links."


@pytest.mark.parametrize("person", ["essex-authority", "essex-clerk", "essex-chair", str(people.OUTSIDER.id)])
def test_an_authoritys_contact_sees_nothing_of_another_authoritys(street: Street, person: str) -> None:
    """On any route, asked for by its own address or by Kent's."""
    browser = street.visits.as_guest(person)
    for method in ("GET", "POST"):
        for path, _ in pages(street.visits.app, method):
            for ref in (street.essex, street.kent):
                asked = street.address(path, ref)
                answer = browser.request(method, asked)
                said = answer.text.replace(asked, "")
                told = [mark for mark in OF_KENT if mark in said]
                assert not told, f"{method} {asked} tells {person} of Kent: {told} in {plain(said)[:300]}"
                if "{ref}" in path and ref == street.kent:
                    assert answer.status_code in (403, 404), f"{method} {asked} answers {answer.status_code}."


def test_those_marks_are_seen_by_whom_they_concern(street: Street) -> None:
    """Or the test above would find nothing wherever it looked."""
    for browser in (street.visits.as_guest("kent-authority"), street.visits.as_coordinator()):
        texts = [browser.get(street.address(path, street.kent)).text for path, _ in pages(street.visits.app, "GET")]
        assert sum(any(mark in text for mark in OF_KENT) for text in texts) >= 5


def test_what_is_anothers_looks_like_what_is_not_there(street: Street) -> None:
    browser = street.visits.as_guest()
    for path, doors in pages(street.visits.app, "GET"):
        if "{ref}" in path and Door.GUEST in doors:
            anothers = browser.get(street.address(path, street.kent))
            nobodys = browser.get(address(path, "KENT-1999-9", "kent", people.LEAD))
            assert (anothers.status_code, plain(anothers.text)) == (nobodys.status_code, plain(nobodys.text)), path


def test_a_peer_sees_only_engagements_that_they_were_asked_to(street: Street) -> None:
    browser = street.visits.as_guest(KENTS_PEER)
    for path, doors in pages(street.visits.app, "GET"):
        if "{ref}" in path and Door.GUEST in doors:
            assert browser.get(street.address(path, street.essex)).status_code in (403, 404), path


def test_a_guest_sees_only_what_their_links_are_good_for(street: Street) -> None:
    errand = f"/to-do/{street.essex}/propose-plan"
    browser = street.visits.as_guest(errands=[errand])
    for path, doors in pages(street.visits.app, "GET"):
        asked = street.address(path, street.essex)
        if Door.GUEST in doors and not asked.startswith(errand):
            assert browser.get(asked).status_code == 403, asked


# Forms


def admitted(doors: frozenset[Door]) -> Kind:
    """A kind of visitor whom one of the doors lets in."""
    for kind in KINDS:
        if doors & (kind.doors | {Door.ANYONE}):
            return kind
    raise AssertionError(f"Nobody of the cast comes through {sorted(doors)}.")


def token_of(browser: Browser) -> str:
    return dict(forms(browser.get("/link").text)[-1].fields)["csrf"]


FORGERIES: dict[str, Callable[[Visits, Browser], tuple[dict[str, str], dict[str, str]]]] = {
    "no token": lambda visits, browser: ({}, {}),
    "a token of somebody else": lambda visits, browser: ({"csrf": token_of(visits.as_coordinator())}, {}),
    "a token that is none": lambda visits, browser: ({"csrf": "a.b.c"}, {}),
    "another site": lambda visits, browser: ({"csrf": token_of(browser)}, {"origin": "https://evil.example"}),
    "another site, says the browser": lambda visits, browser: (
        {"csrf": token_of(browser)},
        {"sec-fetch-site": "cross-site"},
    ),
    "a neighbouring site": lambda visits, browser: ({"csrf": token_of(browser)}, {"sec-fetch-site": "same-site"}),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_no_form_is_believed_that_is_not_of_this_visit(
    street: Street, forgery: Callable[[Visits, Browser], tuple[dict[str, str], dict[str, str]]]
) -> None:
    browsers = {kind.called: kind.come(street.visits) for kind in KINDS}
    forged = {called: forgery(street.visits, browser) for called, browser in browsers.items()}
    before = everything(street.visits.case.engine)
    for path, doors in pages(street.visits.app, "POST"):
        who = admitted(doors).called
        data, headers = forged[who]
        answer = browsers[who].post(street.address(path, street.essex), data=data, headers=headers)
        assert answer.status_code == 403, f"POST {path} answers {answer.status_code}."
        assert "We could not accept this form" in answer.text, path
    assert everything(street.visits.case.engine) == before, "Every form was refused, yet something was written."


def test_no_form_is_believed_that_lay_open_for_too_long(street: Street) -> None:
    browsers = {kind.called: kind.come(street.visits) for kind in KINDS}
    with time_machine.travel("2020-01-01 09:00", tick=False):
        tokens = {called: token_of(browser) for called, browser in browsers.items()}
    with time_machine.travel("2020-01-02 09:01", tick=False):
        for path, doors in pages(street.visits.app, "POST"):
            who = admitted(doors).called
            answer = browsers[who].post(street.address(path, street.essex), data={"csrf": tokens[who]})
            assert answer.status_code == 403, path
            assert "We could not accept this form" in answer.text, path


@pytest.mark.parametrize("origin", ["null", "http://127.0.0.1:8000"])
def test_a_form_of_ours_is_believed(street: Street, origin: str) -> None:
    browser = street.visits.as_coordinator()
    answer = browser.post("/sign-out", data={"csrf": token_of(browser)}, headers={"origin": origin})
    assert answer.status_code == 303
