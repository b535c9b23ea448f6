"""Where webhooks may go: nobody makes us talk to a machine inside our own network."""

import asyncio
import socket

import pytest

from config.settings import Settings
from notifications.outcome import Permanent, Temporary
from notifications.webhooks.reaching import Post, UnusableAddress, checked_address
from tests.notifications.receiver import receiving

STRICT, LENIENT = Settings(), Settings(webhook_private_addresses=True)


@pytest.mark.parametrize(
    "address", ["https://example.org/hooks", "https://example.org:8443/?of=essex", "https://1.1.1.1"]
)
def test_a_webhook_goes_over_https_to_what_the_internet_can_reach(address: str) -> None:
    assert checked_address(address, STRICT) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/hooks",
        "ftp://example.org",
        "file:///etc/hosts",
        "https://",
        "example.org",
        "https://[::1",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://user:secret@example.org/",
        "https://example.org/#part",
        "https://example.org/a b",
        "https://exämple.org/",
        "https://example.org/\r\nhost: other",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(UnusableAddress):
        checked_address(address, STRICT)


def test_for_development_loopback_may_be_reached_without_encryption() -> None:
    assert checked_address("http://localhost:8000/hooks", LENIENT)
    with pytest.raises(UnusableAddress):
        checked_address("http://example.org/hooks", LENIENT)


@pytest.mark.parametrize("name", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_a_name_that_leads_into_our_own_network_is_found_out_when_we_connect(name: str) -> None:
    """However loopback is written: the number is checked that the connection would go to."""
    with receiving() as receiver:
        outcome = asyncio.run(Post(STRICT).hand_over(f"https://{name}:{receiver.port}/", {}, b"{}"))
        assert isinstance(outcome, Permanent)
        assert "private network" in outcome.reason
    assert receiver.taken == []


def test_a_receiver_that_is_not_there_may_come_back() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = asyncio.run(Post(LENIENT).hand_over(f"http://127.0.0.1:{port}/", {}, b"{}"))
    assert isinstance(outcome, Temporary)
