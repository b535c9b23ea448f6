"""``bounces read``: what came back is told in a table, and counted."""

from pathlib import Path

from tests.cli.conftest import Terminal
from tests.notifications.test_bounces import SAMPLES


def test_what_came_back_is_told_and_counted(terminal: Terminal) -> None:
    assert "No returned mail has been read yet" in terminal("bounces").out
    said = terminal("bounces", "read", str(SAMPLES))
    assert said.code == 0
    assert "rfc3464-failed.eml" in said.out
    assert said.out.splitlines()[-1].count("unknown") == 1  # nothing was ever sent to these people here
    assert terminal("bounces", "read", str(SAMPLES)).out == "Nothing new has come back.\n"
    assert terminal("bounces", "read", str(SAMPLES), "--json").json == []
    verdicts = [one["verdict"] for one in terminal("bounces", "list", "--json").json]
    assert {"unknown", "delayed", "autoreply", "no_bounce", "unreadable"} == set(verdicts)


def test_a_place_that_is_not_there_is_misuse(terminal: Terminal, tmp_path: Path) -> None:
    assert "cannot be read" in terminal.refused("bounces", "read", str(tmp_path / "nowhere"), code=2)
