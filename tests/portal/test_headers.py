"""What every answer tells browsers."""

from collections.abc import Mapping

import pytest
from fastapi import Request
from starlette.responses import Response

from portal.headers import POLICY
from portal.visitors import ANYONE
from tests.portal.visits import Browser, Visits

ADDRESSES = ["/sign-in", "/nowhere", "/", "/link/forged", "/%00", "/sign-in/", "/static/0/portal.css"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS", "HEAD"])
def test_every_answer_has_them(visits: Visits, method: str, address: str) -> None:
    told(visits.as_anyone().request(method, address).headers)


def told(headers: Mapping[str, str]) -> None:
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers


def test_the_policy_lets_nothing_run_that_is_written_into_a_page() -> None:
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY
    assert "*" not in POLICY


def test_an_address_with_a_token_is_told_to_nobody(visits: Visits) -> None:
    assert visits.as_anyone().get("/link/token").headers["referrer-policy"] == "no-referrer"


def test_pages_are_kept_by_nobody_and_assets_for_good(visits: Visits) -> None:
    browser = visits.as_anyone()
    assert browser.get("/sign-in").headers["cache-control"] == "no-store"
    assert "immutable" in browser.get(visits.office.assets.address("portal.css")).headers["cache-control"]


def test_browsers_that_came_over_https_come_so_for_ever(visits: Visits, secure: Visits) -> None:
    assert "strict-transport-security" not in visits.as_anyone().get("/sign-in").headers
    assert "max-age=31536000" in secure.as_anyone().get("/sign-in").headers["strict-transport-security"]


@pytest.fixture
def failing(visits: Visits) -> Browser:
    """A portal with a page that fails, and whose failure repeats what somebody typed."""

    def fail(request: Request) -> Response:
        raise RuntimeError(f"typed: {request.query_params.get('typed')}")

    from portal.doors import Pages

    pages = Pages()
    pages.get("/fails/{token}", to=ANYONE)(fail)
    visits.app.include_router(pages.router)
    return visits.as_anyone()


def test_a_fault_has_a_number_and_tells_nothing_else(
    failing: Browser, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = failing.get("/fails/secret-token?typed=private")
    assert answer.status_code == 500
    told(answer.headers)
    assert "private" not in answer.text
    ours = [record for record in caplog.records if record.name == "portal"]
    number = ours[-1].getMessage().split()[1]
    assert number in answer.text
    assert "/fails/{token}" in ours[-1].getMessage()
    for said in (*(record.getMessage() for record in ours), *capfd.readouterr()):
        assert "secret-token" not in said
        assert "private" not in said


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example", "a b"])
def test_a_page_of_another_name_is_not_ours(visits: Visits, host: str) -> None:
    assert visits.as_anyone().get("/sign-in", headers={"host": host}).status_code == 400


def test_the_public_name_and_on_this_machine_its_own_names_are_ours(visits: Visits, secure: Visits) -> None:
    for host in ("127.0.0.1:8000", "localhost", "[::1]:8000"):
        assert visits.as_anyone().get("/sign-in", headers={"host": host}).status_code == 200
    assert secure.as_anyone().get("/sign-in", headers={"host": "peer-support.example.org"}).status_code == 200
