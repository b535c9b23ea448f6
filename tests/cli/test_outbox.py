"""``outbox`` lists what waits to be followed, and tries again what was set aside."""

from datetime import timedelta

from config.settings import Settings
from engagements.database import writing
from engagements.outbox import claim, done, failed
from tests.cli.conftest import Terminal
from tests.desk import MONDAY, at_ten

NOW = at_ten(MONDAY)


def test_an_event_waits_until_it_was_followed(terminal: Terminal) -> None:
    assert terminal("outbox").out == "Nothing waits: every event has been followed.\n"
    terminal.case().request()
    _, line = terminal("outbox").out.splitlines()
    assert line.split() == ["1", "ESSEX-2020-1", "Support", "requested", "waiting", "0"]
    [entry] = terminal("outbox", "list", "--json").json
    assert (entry["position"], entry["ref"], entry["type"]) == (1, "ESSEX-2020-1", "SupportRequested")
    with writing(terminal.engine) as connection:
        done(connection, [1])
    assert terminal("outbox", "--json").json == []


def test_what_was_set_aside_is_listed_with_its_last_error_and_tried_again_by_hand(terminal: Terminal) -> None:
    terminal.case().request()
    assert terminal("outbox", "--set-aside").out == "Nothing was set aside.\n"
    with writing(terminal.engine) as connection:
        claimed = claim(connection, "relay", NOW, timedelta(minutes=1))
        assert claimed
        failed(
            connection,
            claimed.positions,
            "The template\x1b[2J has a fault.",
            Settings(attempts_before_set_aside=1),
            NOW,
        )
    said = terminal("outbox", "--set-aside").out
    assert "set aside" in said
    assert "The template�[2J has a fault." in said, "What others wrote may not steer the terminal."
    assert "peer-support outbox retry POSITION" in said
    assert terminal("outbox", "retry", "1").out == "Event 1 is followed next.\n"
    assert terminal("outbox", "list", "--set-aside", "--json").json == []
    with writing(terminal.engine) as connection:
        assert claim(connection, "relay", NOW, timedelta(minutes=1))


def test_what_does_not_wait_cannot_be_tried_again(terminal: Terminal) -> None:
    assert "Event 7 does not wait" in terminal.refused("outbox", "retry", "7")
    assert "POSITION" in terminal.refused("outbox", "retry", "seven", code=2).upper()
