"""Links: signed for one person and one errand, for a while, to one address."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagements.obligations import Owed
from notifications.errands import EVERYTHING, Errand
from notifications.letter import Letter
from notifications.links import Link, LinkExpired, LinkForged, Links

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PERSON, ADDRESS = "essex-authority", "essex-authority@example.org"
RETURN = Errand.about("ESSEX-2026-1", Owed.FILE_RETURN, "2026-27-Q3")
OLD, NEW = "o" * 32, "n" * 32
LINKS = Links([NEW, OLD], "https://peer-support.example.org", 45)


def token(links: Links = LINKS, errand: Errand = RETURN) -> str:
    url = links.issue(PERSON, errand, ADDRESS, AT, 4711)
    assert url.startswith("https://peer-support.example.org/link/")
    return url.rpartition("/")[2]


@pytest.mark.parametrize("errand", [RETURN, EVERYTHING])
def test_a_link_says_for_whom_and_for_what_it_is(errand: Errand) -> None:
    link = LINKS.read(token(errand=errand), AT + timedelta(days=44))
    assert (link.person, link.errand, link.notification, link.issued_at) == (PERSON, errand, 4711, AT)


@given(st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=80), st.sampled_from(Owed))
def test_a_link_is_read_as_it_was_written_however_long_it_is(peer: str, kind: Owed) -> None:
    errand = Errand.about("HERTFORDSHIRE-2026-1", kind, peer)
    url = LINKS.issue(peer, errand, f"{peer}@example.org", AT, 12_345_678)
    link = LINKS.read(url.rpartition("/")[2], AT)
    assert (link.person, link.errand) == (peer, errand)


def test_a_link_is_for_one_address() -> None:
    link = LINKS.read(token(), AT)
    assert link.went_to(ADDRESS.upper())
    assert not link.went_to("essex-clerk@example.org")
    assert ADDRESS not in repr(link)


def test_an_expired_link_still_says_whose_it_was() -> None:
    with pytest.raises(LinkExpired) as expired:
        LINKS.read(token(), AT + timedelta(days=45))
    assert expired.value.link == LINKS.read(token(), AT)


def test_keys_rotate_the_first_signs_and_all_verify() -> None:
    before = token(Links([OLD], LINKS.url, 45))
    assert LINKS.read(before, AT).person == PERSON
    with pytest.raises(LinkForged):
        Links([OLD], LINKS.url, 45).read(token(), AT)
    with pytest.raises(LinkForged):
        Links([NEW], LINKS.url, 45).read(before, AT)


def test_what_is_signed_for_another_purpose_is_no_link() -> None:
    from itsdangerous import URLSafeSerializer

    elsewhere = URLSafeSerializer(NEW, salt="session").dumps([PERSON, "", 1, int(AT.timestamp()), "abcdef"])
    with pytest.raises(LinkForged):
        LINKS.read(str(elsewhere), AT)


@settings(max_examples=2000, deadline=None)
@given(st.data())
def test_no_other_spelling_of_a_token_is_a_link(data: st.DataObject) -> None:
    """One character changed, dropped, doubled or added: also in the bits that base64 ignores."""
    right = token()
    at = data.draw(st.integers(0, len(right)))
    instead = data.draw(st.text("AZaz09-_.=+/!~é", max_size=2))
    wrong = right[:at] + instead + right[at + data.draw(st.integers(0, 1)) :]
    if wrong != right:
        with pytest.raises(LinkForged):
            LINKS.read(wrong, AT)


@given(st.text())
def test_nonsense_is_no_link(nonsense: str) -> None:
    with pytest.raises(LinkForged):
        LINKS.read(nonsense, AT)


def test_a_link_survives_mail() -> None:
    """Long lines are folded on the way, and put together again; a reader who breaks them by hand loses nothing."""
    url = LINKS.issue(PERSON, RETURN, ADDRESS, AT, 4711)
    letter = Letter(1, "Peer Support <p@example.org>", ADDRESS, "s", f"Do it:\n{url}\n", f'<a href="{url}">x</a>', AT)
    sent = letter.mime().as_bytes()
    assert max(map(len, sent.splitlines())) <= 78
    parts = [part.get_content() for part in message_from_bytes(sent, policy=default).iter_parts()]
    assert all(url in part for part in parts)
    assert url[-1] in "AQgw"
    assert len(url) < 180
    broken = "\r\n ".join(url[start : start + 60] for start in range(0, len(url), 60))
    assert LINKS.read(broken.partition("/link/")[2], AT) == LINKS.read(token(), AT)


def test_a_link_is_a_value() -> None:
    assert isinstance(LINKS.read(token(), AT), Link)
