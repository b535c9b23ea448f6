"""Where the portal is, how long its links open a page, and what signs them."""

import pytest

from config.settings import Settings
from tests.config.told import RANDOM, explained, refusal

pytestmark = pytest.mark.usefixtures("nothing_set")


def test_messages_name_the_portal_where_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load().portal_url == "http://127.0.0.1:8000"
    monkeypatch.setenv("PEER_SUPPORT_PORTAL_PORT", "8100")
    monkeypatch.setenv("PEER_SUPPORT_PORTAL_HOST", "::1")
    assert Settings.load().portal_url == "http://[::1]:8100"
    monkeypatch.setenv("PEER_SUPPORT_PORTAL_URL", "https://peer-support.example.org/")
    assert Settings.load().portal_url == "https://peer-support.example.org"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://peer-support.example.org", "must begin with https://"),
        ("peer-support.example.org", "must be the address of a site"),
        ("ftp://127.0.0.1", "must be the address of a site"),
        ("https://peer-support.example.org/portal", "must be the address of a site"),
        ("https://me:hunter2@peer-support.example.org", "must hold no user, no password"),
        ("https://peer-support.example.org#top", "must hold no user, no password"),
    ],
)
def test_links_lead_only_to_a_site_that_nobody_can_listen_in_on(
    url: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEER_SUPPORT_PORTAL_URL", url)
    message = refusal()
    assert message.startswith(f"PEER_SUPPORT_PORTAL_URL: {told}")
    assert "hunter2" not in message


def test_a_portal_that_others_can_reach_needs_its_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_PORTAL_HOST", "0.0.0.0")
    assert refusal() == "portal_url (PEER_SUPPORT_PORTAL_URL): must begin with https://, since others can reach it."
    monkeypatch.setenv("PEER_SUPPORT_PORTAL_URL", "https://peer-support.example.org")
    assert Settings.load().portal_host == "0.0.0.0"


def test_a_key_that_signs_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_SECRET_KEYS", f'["{RANDOM * 2}", "{RANDOM}"]')
    assert refusal().startswith("PEER_SUPPORT_SECRET_KEYS: ")
    assert RANDOM not in refusal()
    monkeypatch.setenv("PEER_SUPPORT_SECRET_KEYS", f'["{RANDOM * 2}"]')
    assert [key.get_secret_value() for key in Settings.load().secret_keys] == [RANDOM * 2]
    assert explained("secret_keys").value_shown == "********"
