"""Staff sign in with their organisation's account, through a real provider on loopback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine
from joserfc.jwk import RSAKey
from sqlalchemy import update

from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.people import add_person
from engagements.state.people import Contact
from portal import sessions
from portal.cookies import SIGN_IN, STAFF, cookie
from tests.builders import Case
from tests.desk import everything
from tests.portal.identity_provider import CLIENT, SECRET, IdentityProvider, provided
from tests.portal.visits import Browser, Visits, plain

GROUPS = {"Peer support": "coordinator", "Advisers": "principal_adviser", "IT": "operator"}


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with provided() as answering:
        answering.claims = {
            "email": "Coordinator@example.org",
            "email_verified": True,
            "name": "A coordinator",
            "groups": ["Peer support", "Choir"],
        }
        yield answering


@pytest.fixture
def visits(case: Case, tmp_path: Path, provider: IdentityProvider) -> Visits:
    provider.at = int(case.now.timestamp())
    return Visits(case, tmp_path, **settings(provider))


def settings(provider: IdentityProvider) -> dict[str, Any]:
    return {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_groups": GROUPS,
    }


def to_the_provider(browser: Browser, next: str = "/today") -> str:
    """Go to the provider and agree there. Where it sends the browser back to."""
    sent = browser.get("/sign-in/provider", params={"next": next})
    assert sent.status_code == 303, plain(sent.text)
    agreed = httpx.get(sent.headers["location"])
    return agreed.headers["location"]


def sign_in(browser: Browser, next: str = "/today") -> httpx.Response:
    answer: httpx.Response = browser.get(to_the_provider(browser, next))
    return answer


def who(browser: Browser) -> str:
    return plain(browser.get("/sign-in").text.partition("<main")[0])


def test_a_coordinator_signs_in_and_out(visits: Visits) -> None:
    browser = visits.as_anyone()
    assert "Sign in with your organisation" in browser.get("/sign-in?next=/today").text
    answer = sign_in(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    assert "Coordinator" in who(browser)
    browser.press("/sign-in", "Sign out")
    assert "Coordinator" not in who(browser)


def test_each_sign_in_has_a_state_a_nonce_and_a_verifier_of_its_own(visits: Visits, provider: IdentityProvider) -> None:
    for _ in range(2):
        sign_in(visits.as_anyone())
    first, second = provider.asked
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 40
        assert first[name] != second[name]
    assert first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == "http://127.0.0.1:8000/sign-in/callback"


def doors(visits: Visits, browser: Browser) -> dict[str, Any]:
    with reading(visits.case.engine) as connection:
        found = sessions.visitor_of(connection, visits.office, browser.cookies[cookie(STAFF, visits.office)])
    assert found
    return {"doors": set(found.doors), "hats": dict(found.hats)}


def test_groups_become_roles_and_several_roles_several_hats(visits: Visits, provider: IdentityProvider) -> None:
    provider.claims["groups"] = ["Peer support", "Advisers", "IT"]
    with writing(visits.case.engine) as connection:
        same, role = "coordinator@EXAMPLE.org", Role.PRINCIPAL_ADVISER
        add_person(connection, Contact(id="also-adviser", role=role, name="Also adviser", email=same))
    browser = visits.as_anyone()
    sign_in(browser)
    assert doors(visits, browser) == {
        "doors": {"coordinator", "principal_adviser", "operator"},
        "hats": {Role.COORDINATOR: "coordinator", Role.PRINCIPAL_ADVISER: "also-adviser"},
    }


def test_an_operator_needs_no_role_in_engagements(visits: Visits, provider: IdentityProvider) -> None:
    provider.claims |= {"groups": "IT", "email": "it@example.org"}
    browser = visits.as_anyone()
    assert sign_in(browser).status_code == 303
    assert doors(visits, browser) == {"doors": {"operator"}, "hats": {}}


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"groups": ["Choir"]}, "in none of the groups"),
        ({"groups": []}, "in none of the groups"),
        ({"email": "somebody@example.org"}, "Ask a coordinator to put you on record"),
        ({"email_verified": False}, "no email address that it has verified"),
        ({"email_verified": "true"}, "no email address that it has verified"),
        ({"groups": ["Advisers"]}, "nobody is on record as principal adviser"),
        ({"email": "essex-authority@example.org"}, "nobody is on record as coordinator"),
    ],
)
def test_whoever_we_do_not_know_is_told_what_to_do(
    visits: Visits, provider: IdentityProvider, claims: dict[str, Any], told: str
) -> None:
    provider.claims |= claims
    browser, before = visits.as_anyone(), everything(visits.case.engine)
    answer = sign_in(browser)
    assert answer.status_code == 403
    assert told in plain(answer.text)
    assert everything(visits.case.engine) == before


def test_who_left_office_is_not_let_in(visits: Visits) -> None:
    with writing(visits.case.engine) as connection:
        left = {"holds_to": visits.office.today.replace(day=1)}
        connection.execute(update(Contact.table).where(Contact.table.c.id == "coordinator").values(left))
    assert sign_in(visits.as_anyone()).status_code == 403


WRONGS: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "another"},
    "another application": {"aud": "another"},
    "among several, another application": {"aud": [CLIENT, "another"], "azp": "another"},
    "another provider": {"iss": "https://login.example.org"},
    "too old": {"exp": 1_000_000_000},
    "no end": {"exp": None},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("wrong", WRONGS.values(), ids=WRONGS.keys())
def test_a_token_that_does_not_hold_lets_nobody_in(
    visits: Visits, provider: IdentityProvider, wrong: dict[str, Any]
) -> None:
    provider.wrongs = wrong
    refused(visits, visits.as_anyone())


def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(visits: Visits, provider: IdentityProvider) -> None:
    provider.sign_with = RSAKey.generate_key(2048, {"kid": "one"})
    refused(visits, visits.as_anyone())
    provider.unsigned = True
    refused(visits, visits.as_anyone())


def refused(visits: Visits, browser: Browser) -> None:
    before = everything(visits.case.engine)
    answer = sign_in(browser)
    assert answer.status_code == 403
    assert "You are not signed in" in answer.text
    assert everything(visits.case.engine) == before


def test_new_keys_of_the_provider_are_fetched_when_they_are_needed(visits: Visits, provider: IdentityProvider) -> None:
    assert sign_in(visits.as_anyone()).status_code == 303
    provider.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    assert sign_in(visits.as_anyone()).status_code == 303


def test_a_state_is_bound_to_the_browser_that_asked(visits: Visits) -> None:
    """Login CSRF: an answer that somebody else got is of no use in this browser."""
    answer_for_the_thief = to_the_provider(visits.as_anyone())
    victim, fresh = visits.as_anyone(), visits.as_anyone()
    to_the_provider(victim)
    for browser in (victim, fresh):
        assert browser.get(answer_for_the_thief).status_code == 403


def test_a_replayed_state_is_refused_even_with_its_cookie_and_a_fresh_code(
    visits: Visits, provider: IdentityProvider
) -> None:
    browser = visits.as_anyone()
    answer = to_the_provider(browser)
    held = browser.cookies[cookie(SIGN_IN, visits.office)]
    assert browser.get(answer).status_code == 303
    assert browser.get(answer).status_code == 403
    browser.hold(cookie(SIGN_IN, visits.office), held)
    again = provider.authorize(provider.asked[-1])
    before = everything(visits.case.engine)
    assert browser.get(again).status_code == 403
    assert everything(visits.case.engine) == before


def test_a_code_that_was_stolen_is_no_use_without_the_verifier(visits: Visits) -> None:
    stolen = parse_qs(urlsplit(to_the_provider(visits.as_anyone())).query)["code"][0]
    thief = visits.as_anyone()
    own = parse_qs(urlsplit(to_the_provider(thief)).query)
    answer = thief.get("/sign-in/callback", params={"code": stolen, "state": own["state"][0]})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "query", [{}, {"state": "x"}, {"code": "x"}, {"error": "access_denied", "error_description": "<script>"}]
)
def test_an_answer_to_nothing_is_refused(visits: Visits, query: dict[str, str]) -> None:
    answer = visits.as_anyone().get("/sign-in/callback", params=query)
    assert answer.status_code == 403
    assert "<script>" not in answer.text.partition("<main")[2]


def test_another_providers_answer_is_refused(visits: Visits) -> None:
    browser = visits.as_anyone()
    answer = to_the_provider(browser).partition("&iss=")[0] + "&iss=https://login.example.org"
    assert browser.get(answer).status_code == 403


def test_who_does_not_agree_there_is_not_in(visits: Visits, provider: IdentityProvider) -> None:
    provider.error = "access_denied"
    refused(visits, visits.as_anyone())


def test_who_takes_too_long_begins_again(visits: Visits) -> None:
    """The seal's own clock is the real one, so the cookie is made as it would be eleven minutes old."""
    browser = visits.as_anyone()
    with time_machine.travel("2020-01-01 09:00", tick=False):
        answer = to_the_provider(browser)
    with time_machine.travel("2020-01-01 09:11", tick=False):
        assert browser.get(answer).status_code == 403


def test_a_provider_that_does_not_answer_is_told_of(case: Case, tmp_path: Path, provider: IdentityProvider) -> None:
    gone = {**settings(provider), "oidc_issuer": "http://127.0.0.1:9"}
    answer = Visits(case, tmp_path, **gone).as_anyone().get("/sign-in/provider")
    assert answer.status_code == 502
    assert "We cannot reach your organisation" in answer.text


def test_a_provider_by_another_name_is_not_asked(case: Case, tmp_path: Path, provider: IdentityProvider) -> None:
    provider.wrongs = {"issuer": "https://login.example.org"}
    assert Visits(case, tmp_path, **settings(provider)).as_anyone().get("/sign-in/provider").status_code == 502


@pytest.mark.parametrize("next", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"])
def test_signing_in_leads_nowhere_else(visits: Visits, next: str) -> None:
    assert sign_in(visits.as_anyone(), next).headers["location"] == "/"


def test_nobody_chooses_who_they_are_where_a_provider_says_it(visits: Visits) -> None:
    browser = visits.as_anyone()
    form = browser.form("/link", "/link/fresh")
    for path in ("/sign-in", "/sign-in/example-people"):
        assert browser.post(path, data=form.filled({"person": "coordinator"})).status_code == 404
