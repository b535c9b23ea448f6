"""Fresh links: by mail to the address on record, and a stranger learns nothing by asking."""

import asyncio
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
from sqlalchemy import select

from engagements.database import reading
from notifications.ledger import Notification
from portal.entrance import fresh
from tests.portal.arriving import AUTHORITY, link, scope
from tests.portal.visits import Visits


@pytest.fixture
def visits(scope_proposed: Visits) -> Visits:
    return scope_proposed


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
