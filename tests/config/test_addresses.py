"""What counts as the address of a page that everybody can open."""

import pytest

from config.addresses import may_be_public

PUBLIC = (
    "https://www.example.org/peer-review",
    "http://example.org:8080/report?year=2020#top",
    "https://bücher.example/report",
    "https://8.8.8.8/report",
)
NOT_PUBLIC = (
    "https://intranet/report",
    "https://someone:secret@example.org/report",
    "http://127.0.0.1/report",
    "http://[::1]/report",
    "http://192.168.0.4/report",
    "https://files.internal/report",
    "https://a..example.org/report",
    "https://example.org:99999/report",
    "https://[broken",
    "https://1.2/report",
    "ftp://example.org/report",
    "https:///report",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_pages_of_the_internet_are_public(address: str) -> None:
    assert may_be_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_page_that_only_some_can_open_is_not_public(address: str) -> None:
    assert not may_be_public(address)
