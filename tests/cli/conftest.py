"""The terminal of the tests: commands through the real entry, on a migrated database with the cast on record."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from time_machine import TimeMachineFixture

from cli.app import main
from cli.migrations.steps import bring_up
from engagements.database import writing
from tests.builders import Case
from tests.cast import assemble
from tests.databases import on_sqlite
from tests.desk import MONDAY, at_ten, everything

PEER_SUPPORT = Path(sys.executable).parent / "peer-support"
"""The installed entry, for those few tests that need a process of its own."""


def run(*arguments: str, environment: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """A process of its own, its answer in a pipe."""
    return subprocess.run(
        [PEER_SUPPORT, *arguments], capture_output=True, text=True, env={**os.environ, **(environment or {})}
    )


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Terminal:
    """``terminal("do", "AgreeScope", …)`` runs one command. Its clock stands still until it is told otherwise."""

    def __init__(
        self, data_dir: Path, clock: TimeMachineFixture, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]
    ) -> None:
        self.data_dir, self._clock, self._patch, self._captured = data_dir, clock, patch, captured
        self.engine: Engine = on_sqlite(data_dir / "peer-support.sqlite3")
        self.on(MONDAY)

    def on(self, day: date) -> None:
        """Make it ten o'clock on a day."""
        self._clock.move_to(at_ten(day), tick=False)

    def __call__(self, *arguments: str, typed: bytes = b"") -> Said:
        self._patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
        self._captured.readouterr()
        code = main(arguments)
        captured = self._captured.readouterr()
        return Said(code, captured.out, captured.err)

    def refused(self, *arguments: str, typed: bytes = b"", code: int = 1) -> str:
        """Run a command that must be refused: nothing is written, nothing answered, and one sentence says why."""
        before = everything(self.engine)
        said = self(*arguments, typed=typed)
        assert everything(self.engine) == before, "It was refused, yet something was written."
        assert (said.code, said.out) == (code, "")
        assert said.err.count("\n") == 1
        assert "Traceback" not in said.err
        return said.err.strip()

    def case(self) -> Case:
        """A case in this terminal's database."""
        return Case(self.engine)

    def follow(self, case: Case) -> None:
        """Make it the time that it is in the case."""
        self._clock.move_to(case.now, tick=False)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that the steps made, with the cast, to be copied for each test."""
    file = tmp_path_factory.mktemp("migrated") / "template.db"
    engine = on_sqlite(file)
    bring_up(engine)
    with writing(engine) as connection:
        assemble(connection)
    engine.dispose()
    return file


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data directory, which every command of the test uses."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("PEER_SUPPORT_DATA_DIR", str(folder))
    monkeypatch.setenv("COLUMNS", "40")  # a narrow window: in a pipe it must not matter
    return folder


Start = Callable[[], Terminal]


@pytest.fixture
def start(
    data_dir: Path,
    time_machine: TimeMachineFixture,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Start]:
    """Starts the terminal once its data directory is as the test wants it."""
    started: list[Terminal] = []

    def begin() -> Terminal:
        started.append(Terminal(data_dir, time_machine, monkeypatch, capsys))
        return started[-1]

    yield begin
    for terminal in started:
        terminal.engine.dispose()


@pytest.fixture
def terminal(start: Start, migrated: Path, data_dir: Path) -> Terminal:
    """A terminal with the cast on record."""
    shutil.copy(migrated, data_dir / "peer-support.sqlite3")
    return start()


@pytest.fixture
def empty(start: Start, data_dir: Path) -> Terminal:
    """A terminal on a new database, with nobody on record."""
    engine = on_sqlite(data_dir / "peer-support.sqlite3")
    bring_up(engine)
    engine.dispose()
    return start()


@pytest.fixture
def nowhere(start: Start) -> Terminal:
    """A terminal on a data directory without a database."""
    return start()
