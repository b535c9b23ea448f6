"""How much, and how often."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Request

from portal.body_size import SMALL
from portal.clients import client_of
from portal.limiting import Limits, Often, TooOften
from tests.builders import Case
from tests.portal.forms import forms
from tests.portal.visits import Visits


def test_a_client_that_asks_for_too_much_is_told_when_to_come_back(case: Case, tmp_path: Path) -> None:
    visits = Visits(case, tmp_path, requests_per_minute=5)
    browser = visits.as_anyone()
    answers = [browser.get("/sign-in") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "60"
    assert "Try again in 1 minute" in answers[-1].text


def test_what_one_uses_up_is_not_taken_from_another() -> None:
    limits = Limits(1)
    limits.count_page("192.0.2.1")
    limits.count_page("192.0.2.2")
    limits.count(Often.SIGN_IN, "192.0.2.1")
    with pytest.raises(TooOften):
        limits.count_page("192.0.2.1")


def test_capitals_make_no_other_address() -> None:
    limits = Limits(1)
    for address in ("a@example.org", "A@example.org", "a@EXAMPLE.org"):
        limits.count(Often.FRESH_BY_ADDRESS, address)
    with pytest.raises(TooOften):
        limits.count(Often.FRESH_BY_ADDRESS, "a@example.ORG")


def came(client: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    return Request({"type": "http", "client": (client, 1), "headers": headers})


@pytest.mark.parametrize(
    ("client", "forwarded", "expected"),
    [
        ("198.51.100.9", ["192.0.2.1"], "198.51.100.9"),
        ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["6.6.6.6, 192.0.2.1, 10.0.0.2"], "192.0.2.1"),
        ("10.0.0.1", ["6.6.6.6", "192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["nonsense"], "unknown"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
    ],
)
def test_only_our_own_proxies_are_believed(client: str, forwarded: list[str], expected: str) -> None:
    assert client_of(came(client, *forwarded), ("10.0.0.0/8",)) == expected
    assert client_of(came("10.0.0.1", "192.0.2.1"), ()) == "10.0.0.1"


def chunks(size: int) -> Iterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(0, size, 65536):
        yield b"a" * 65536


FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("announced", [True, False])
def test_nobody_unknown_posts_more_than_a_form(visits: Visits, announced: bool) -> None:
    browser = visits.as_anyone()
    content = b"a" * (SMALL + 1) if announced else chunks(SMALL + 65536)
    answer = browser.post("/sign-in", content=content, headers=FORM)
    assert answer.status_code == 413
    assert "too much at once" in answer.text


def test_a_length_that_lies_is_not_believed(visits: Visits) -> None:
    answer = visits.as_anyone().post(
        "/sign-in", content=chunks(SMALL + 65536), headers={**FORM, "content-length": "10"}
    )
    assert answer.status_code == 413


def test_whoever_is_known_may_send_a_file_but_none_that_is_too_large(case: Case, tmp_path: Path) -> None:
    visits = Visits(case, tmp_path, largest_evidence_mb=3)
    browser = visits.as_coordinator()
    form = next(each for each in forms(browser.get("/sign-in").text) if each.action == "/sign-out")
    large = {"file": ("evidence.pdf", b"%PDF" + b"0" * (6 * 1024 * 1024), "application/pdf")}
    assert browser.post("/sign-out", data=form.filled({}), files=large).status_code == 413
    fitting = {"file": ("evidence.pdf", b"%PDF" + b"0" * (3 * 1024 * 1024), "application/pdf")}
    assert browser.post("/sign-out", data=form.filled({}), files=fitting).status_code == 303


@pytest.mark.parametrize("names", [["a"] * 6000, [f"x.{number}" for number in range(600)], ["a.a.a.a.a.a.a.a.a"]])
def test_a_form_that_no_page_has_is_refused(visits: Visits, names: list[str]) -> None:
    browser = visits.as_anyone()
    form = browser.form("/sign-in")
    body = "&".join(f"{name}=1" for name in names) + "&csrf=" + str(form.filled({})["csrf"])
    answer = browser.post("/sign-in", content=body, headers=FORM)
    assert answer.status_code in (403, 413)
