"""Tokens as staff make them: shown once, revoked by anybody of the LGA, and explained on a page."""

import re

from portal.api import tokens
from tests.portal.visits import Visits


def test_staff_make_a_token_which_is_shown_once_and_works(visits: Visits) -> None:
    staff = visits.as_coordinator()
    assert "No token was made yet" in staff.get("/tokens").text
    page = staff.fill_in("/tokens", {"name": "Register", "days": "30", "authority": "essex"}).text
    [token] = re.findall(r"ps_[\w-]{43}", page)
    calling = visits.as_anyone().get("/api/v1/engagements", headers={"authorization": f"Bearer {token}"})
    assert calling.status_code == 200
    overview = staff.get("/tokens").text
    assert token[: tokens.SHOWN] in overview
    assert token not in overview
    assert "5 February 2020" in overview


def test_a_token_that_cannot_be_made_says_why_beside_its_field(visits: Visits) -> None:
    staff = visits.as_principal_adviser()
    for typed, words in (
        ({"name": "", "days": "30"}, "Give the token a name"),
        ({"name": "Register", "days": "366"}, "Choose from 1 to 365 days"),
        ({"name": "Register", "days": "many"}, "Choose from 1 to 365 days"),
        ({"name": "Register", "days": "9" * 5000}, "Choose from 1 to 365 days"),
    ):
        answer = staff.fill_in("/tokens", typed)
        assert answer.status_code == 422
        assert words in answer.text
        assert "Error: Tokens for other systems" in answer.text


def test_anybody_of_the_lga_revokes_a_token(visits: Visits) -> None:
    page = visits.as_coordinator().fill_in("/tokens", {"name": "Register", "days": "30"}).text
    [token] = re.findall(r"ps_[\w-]{43}", page)
    adviser = visits.as_principal_adviser()
    assert adviser.fill_in("/tokens", action="/tokens/1/revoke").status_code == 303
    assert "works no longer" in adviser.get("/tokens").text
    calling = visits.as_anyone().get("/api/v1/engagements", headers={"authorization": f"Bearer {token}"})
    assert calling.status_code == 401


def test_tokens_are_for_the_lga_alone(visits: Visits) -> None:
    for visitor in (visits.as_operator(), visits.as_guest(), visits.as_anyone()):
        assert visitor.get("/tokens").status_code in (303, 403, 404)


def test_the_api_is_explained_on_a_page_with_every_operation_and_rule(visits: Visits) -> None:
    anyone = visits.as_anyone()
    document = anyone.get("/api/v1/openapi.json").json()
    page = anyone.get("/api").text
    assert document["openapi"].startswith("3.1")
    for path in document["paths"].keys() - {"/v1/openapi.json"}:
        assert f"/api{path}</code>" in page
    for link in set(re.findall(r'href="#([^"]+)"', page)) - {"main-content"}:
        assert f'id="{link}"' in page
    assert 'id="NotAtThisStage"' in page
