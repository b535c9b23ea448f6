"""What the tests of settings share."""

from pathlib import Path

import pytest

from config.settings import Settings


@pytest.fixture
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting from outside: an empty working directory and none of our environment variables."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PEER_SUPPORT_{name.upper()}", raising=False)
    monkeypatch.delenv("PEER_SUPPORT_SETTINGS", raising=False)
