"""Coming in and going out."""

import re

from starlette.testclient import TestClient

from config.settings import Settings
from portal.app import create_app
from portal.office import Office
from tests.builders import Case
from tests.cast import COORDINATOR


def entrance(case: Case) -> TestClient:
    office = Office(Settings(), case.engine, case.world, ("k" * 43,), lambda: case.now)
    return TestClient(create_app(office), base_url="http://127.0.0.1:8000", follow_redirects=False)


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def test_staff_sign_in_and_out(case: Case) -> None:
    client = entrance(case)
    first = client.get("/sign-in")
    assert first.status_code == 200
    posted = client.post("/sign-in", data={"csrf": token(first.text), "person": COORDINATOR.id, "next": "/sign-in"})
    assert (posted.status_code, posted.headers["location"]) == (303, "/sign-in")
    inside = client.get("/sign-in")
    assert "Sign out" in inside.text
    out = client.post("/sign-out", data={"csrf": token(inside.text)})
    assert out.status_code == 303
    assert "Sign out" not in client.get("/sign-in").text


def test_a_form_without_its_token_is_refused(case: Case) -> None:
    client = entrance(case)
    client.get("/sign-in")
    assert client.post("/sign-in", data={"person": COORDINATOR.id}).status_code == 403


def test_a_page_that_is_not_there_says_so(case: Case) -> None:
    answer = entrance(case).get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
