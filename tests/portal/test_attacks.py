"""What somebody may try who means no good: nothing fails, nothing is told, nothing is written."""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from config.vocabulary import Stage
from notifications.errands import EVERYTHING, Errand
from notifications.links import SALT, Links
from portal.cookies import SESSION, cookie
from portal.entrance.staff import ours
from tests.builders import Case
from tests.databases import SqliteDesk
from tests.desk import everything
from tests.portal.addresses import address, pages
from tests.portal.visits import KEYS, Browser, Visits

PERSON = "essex-authority"
OF_THE_TEST_ITSELF = ("httpx", "httpcore", "asyncio")
"""Its own browser logs every address."""

WHAT_IT_SAYS = ("Essex authority", "essex-authority@example.org", "Continue")


@pytest.fixture(scope="module")
def visits(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    folder = tmp_path_factory.mktemp("attacks")
    desk = SqliteDesk(folder / "attacks.db")
    case = Case(desk.holding(sqlite_template))
    case.at_stage(Stage.FOLLOW_UP_PLAN)
    yield Visits(case, folder)
    desk.cleared()


def right(visits: Visits, errand: Errand = EVERYTHING) -> str:
    url = Links(KEYS, "", 45).issue(PERSON, errand, f"{PERSON}@example.org", visits.office.now(), 1)
    return url.removeprefix("/link/")


def signed_otherwise(visits: Visits) -> list[str]:
    """What a link holds, signed for another purpose, with another key, or by nobody."""
    said = [PERSON, "", 1, int(visits.office.now().timestamp()), "abcdef"]
    purposes = ("peer-support.form", "peer-support.session", "peer-support.notice", "itsdangerous", "")
    signed = [str(URLSafeSerializer(KEYS[0], salt=purpose).dumps(said)) for purpose in purposes]
    signed += [str(URLSafeTimedSerializer(KEYS[0], salt=SALT).dumps(said))]
    others = Links(("a-key-that-was-never-ours-" * 3,), "", 45)
    signed += [others.issue(PERSON, EVERYTHING, f"{PERSON}@example.org", visits.office.now(), 1).rpartition("/")[2]]
    return [*signed, right(visits).partition(".")[0], f"{right(visits).partition('.')[0]}.", "." + right(visits)]


def tampered(token: str, other: str) -> st.SearchStrategy[str]:
    """The token flipped, cut, doubled, swapped with another's parts, and said in other letters."""
    at = st.integers(0, len(token) - 1)
    letters = st.text("AZaz09-_.=+~%é ", min_size=1, max_size=3)
    body, _, signature = token.rpartition(".")
    other_body, _, other_signature = other.rpartition(".")
    return st.one_of(
        st.builds(lambda i, put: token[:i] + put + token[i + len(put) :], at, letters),
        st.builds(lambda i: token[:i], at),
        st.builds(lambda i: token[i:], st.integers(1, len(token) - 1)),
        st.builds(lambda i, j: token[:i] + token[j:], at, at),
        st.sampled_from([token * 2, token.swapcase(), token[::-1], f"{body}.{other_signature}"]),
        st.sampled_from([f"{other_body}.{signature}", f"{token}=", f"={token}", f"{body}.{signature}.{signature}"]),
        st.text(max_size=200),
    )


def test_a_link_that_was_tampered_with_opens_nothing(visits: Visits) -> None:
    token, other = right(visits), right(visits, Errand("propose-plan", "ESSEX-2020-1"))
    browser, before = visits.as_anyone(), everything(visits.case.engine)

    @settings(max_examples=1500, deadline=None)
    @given(tampered(token, other))
    def opens_nothing(wrong: str) -> None:
        visits.office.limits.forget()
        if "".join(wrong.split()) not in (token, other, "fresh", "sent"):
            assume(wrong.strip(".") and "/" not in wrong)  # /link/.. is another address
            answer = browser.get(f"/link/{quote(wrong, safe='')}")
            assert answer.status_code == 404, wrong
            assert not [said for said in WHAT_IT_SAYS if said in answer.text.partition("<main")[2]], wrong

    opens_nothing()
    assert everything(visits.case.engine) == before


def test_what_was_signed_for_something_else_opens_nothing(visits: Visits) -> None:
    browser, before = visits.as_anyone(), everything(visits.case.engine)
    for wrong in signed_otherwise(visits):
        assert browser.get(f"/link/{wrong}").status_code == 404
        form = browser.form("/link", "/link/fresh")
        assert browser.post(f"/link/{wrong}", data=form.filled({})).status_code == 404
    assert everything(visits.case.engine) == before


def test_a_link_is_no_session_and_a_session_no_link(visits: Visits) -> None:
    browser = visits.as_anyone()
    browser.hold(cookie(SESSION, visits.office), right(visits))
    assert browser.get("/to-do").status_code == 403
    held = visits.as_guest().cookies[cookie(SESSION, visits.office)]
    assert browser.get(f"/link/{held}").status_code == 404


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "data:text/html,x",
        " /today",
        "today",
        "",
        "/\u2028",
        "/é",
        "/a b",
    ],
)
def test_no_page_sends_people_to_another_site(wanted: str) -> None:
    assert ours(wanted) == "/"


@given(st.text())
def test_the_page_to_go_on_to_is_always_ours(wanted: str) -> None:
    gone_to = urljoin("https://peer-support.example.org/sign-in", ours(wanted))
    assert urlsplit(gone_to).netloc == "peer-support.example.org"


def test_pages_of_ours_are_gone_on_to() -> None:
    for page in ("/", "/today", "/pipeline?stage=scoping&sort=-due#late", "/engagements/ESSEX-2020-1/do/AddNote"):
        assert ours(page) == page


NASTY = {
    "next": "\r\nSet-Cookie: planted=1",
    "page": "%0d%0aSet-Cookie:%20planted=1",
    "sort": "<script>alert(1)</script>",
    "q": "\x00",
    "stage": "{{7*7}}",
    "authority": "' OR 1=1 --",
    "whose": "\ud7ff\U0010ffff" * 50,
}


@pytest.mark.parametrize("come", [Visits.as_anyone, Visits.as_coordinator, Visits.as_guest])
def test_what_is_typed_into_an_address_comes_back_harmless(visits: Visits, come: Callable[[Visits], Browser]) -> None:
    browser = come(visits)
    asked = list[str]()
    for path, _ in pages(visits.app, "GET"):
        asked.append(f"{address(path, str(visits.case.ref), 'essex', 'nobody')}?{urlencode(NASTY)}")
        asked += [re.sub(r"{[^}]+}", quote(nasty, safe=""), path) for nasty in NASTY.values() if "{" in path]
    for where in asked:
        answer = browser.get(where)
        assert answer.status_code < 500 or where.startswith("/health"), where
        assert "planted" not in answer.headers.get("set-cookie", ""), where
        assert "<script>alert" not in answer.text, where
        assert "\n" not in answer.headers.get("location", ""), where


def test_no_log_holds_a_secret_or_anybodys_name(
    visits: Visits, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Signing in and out, links good and bad, forms, refusals and too many tries."""
    caplog.set_level(logging.DEBUG)
    visits.office.limits.forget()
    browser, token = visits.as_anyone(), right(visits)
    browser.fill_in("/sign-in", {"person": "coordinator"})
    browser.press("/sign-in", "Sign out")
    browser.fill_in(f"/link/{token}")
    browser.get("/to-do")
    browser.fill_in("/link", {"address": f"{PERSON}@example.org"}, action="/link/fresh")
    browser.get(f"/link/{token[:-3]}")
    browser.post("/sign-in", data={"csrf": "forged", "person": "typed-by-somebody"})
    for _ in range(70):
        browser.get(f"/link/{token}")
    cookies = [cookie.value for cookie in browser.cookies.jar]
    secrets = [token, *cookies, *KEYS, f"{PERSON}@example.org", "Essex authority", "typed-by-somebody"]
    said = [record.getMessage() for record in caplog.records if record.name not in OF_THE_TEST_ITSELF]
    assert said, "Signing in and going on with a link are logged."
    for line in (*said, *capfd.readouterr()):
        assert not [secret for secret in secrets if secret and secret in line], line
