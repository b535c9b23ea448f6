"""A kill takes nothing that was acknowledged and repeats nothing that was done; and how the campaign counts."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from benchmarks.databases import on_sqlite
from benchmarks.kills import Toll, count
from benchmarks.story import STORY, world
from engagements.database import writing
from engagements.handling import handle
from engagements.outbox import done
from notifications.letter import Letter
from notifications.mailbox import mailbox_in, store

NONE_LOST = {
    "acknowledged_lost": 0,
    "effects_twice": 0,
    "notifications_twice": 0,
    "rungs_twice": 0,
    "papers_broken": 0,
    "events_stuck": 0,
}


def test_a_short_campaign_loses_nothing_and_repeats_nothing() -> None:
    command = [sys.executable, "-m", "benchmarks.kills", "--kills", "16", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    at_work = re.search(r"(\d+) commands acknowledged", ran.stderr)
    assert at_work
    assert int(at_work[1]) > 0, "Nobody was struck at work: the campaign shows nothing."
    digests = re.search(r"(\d+) of them digests", ran.stderr)
    assert digests
    assert int(digests[1]) > 0, "Nobody was chased: the campaign shows nothing of sweeps."
    toll = json.loads(ran.stdout)
    assert toll.keys() == Toll.__dataclass_fields__.keys()
    assert toll == {"kills": 16, "uncertain": toll["uncertain"]} | NONE_LOST


@pytest.fixture
def engine() -> Iterator[Engine]:
    with on_sqlite() as engine:
        yield engine


def request(engine: Engine, folder: Path) -> dict[str, object]:
    """Ask for support, and write down that it was acknowledged."""
    command_id, step = uuid4(), STORY[0]
    outcome = handle(engine, world(), step.command, step.actor, step.now, command_id=command_id)
    answer = {"command_id": command_id.hex, "version": outcome.version, "events": len(outcome.events)}
    with (folder / "acknowledged.jsonl").open("a") as file:
        file.write(json.dumps(answer) + "\n")
    return answer


def test_an_event_that_nobody_follows_is_counted_as_stuck(engine: Engine, tmp_path: Path) -> None:
    request(engine, tmp_path)
    assert count(engine, tmp_path, kills=1).events_stuck == 1
    with writing(engine) as connection:
        done(connection, [1])
    assert count(engine, tmp_path, kills=1).holds


def test_an_acknowledged_command_that_the_journal_does_not_hold_is_counted_as_lost(
    engine: Engine, tmp_path: Path
) -> None:
    answer = request(engine, tmp_path)
    with (tmp_path / "acknowledged.jsonl").open("a") as file:
        file.write(json.dumps(answer | {"command_id": uuid4().hex}) + "\n")
    assert count(engine, tmp_path, kills=1).acknowledged_lost == 1


def test_a_command_recorded_otherwise_than_it_was_answered_is_counted_as_lost(engine: Engine, tmp_path: Path) -> None:
    answer = request(engine, tmp_path)
    (tmp_path / "acknowledged.jsonl").write_text(json.dumps(answer | {"version": 2}) + "\n")
    assert count(engine, tmp_path, kills=1).acknowledged_lost == 1


def test_a_message_that_arrived_twice_is_counted(engine: Engine, tmp_path: Path) -> None:
    subject, sender, address = "Scope agreed", "Peer Support <peer-support@example.org>", "essex-clerk@example.org"
    letter = Letter(7, sender, address, subject, text="Agreed.", html="<p>Agreed.</p>", at=STORY[0].now)
    store(mailbox_in(tmp_path), letter)
    assert count(engine, tmp_path, kills=1).effects_twice == 0
    store(mailbox_in(tmp_path), letter)
    assert count(engine, tmp_path, kills=1).effects_twice == 1
