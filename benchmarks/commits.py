"""Durable commits of a transition, counted where they happen: by strace on SQLite, by the server on PostgreSQL."""

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, text

from benchmarks.databases import on_postgresql
from benchmarks.figures import Figure
from benchmarks.postgresql import NOT_INSTALLED
from benchmarks.story import step_named
from benchmarks.telling import tell
from benchmarks.transition import COMMANDS, pairs_of
from engagements.database import reading

TRANSITIONS = 40
"""Few enough that no write-ahead log fills up: what is flushed then is not a commit."""

ROUNDS = 3
NO_STRACE = "strace is not installed on this machine; Debian calls it strace."


def measure(transitions: int = TRANSITIONS) -> Iterator[Figure]:
    """How often a transition makes the disk keep it: exactly once, as a bare session does."""
    tell(f"durable commits of {transitions} transitions on SQLite, under strace")
    yield _figure("SQLite", *_under_strace(transitions))
    with on_postgresql("autovacuum=off") as server:
        if server is None:
            yield _figure("PostgreSQL", NOT_INSTALLED)
            return
        tell(f"durable commits of {ROUNDS * transitions} transitions on PostgreSQL")
        ours, reference = pairs_of(server, step_named(COMMANDS[0]), ROUNDS * transitions)
        yield _figure("PostgreSQL", "", _by_the_server(server, ours), _by_the_server(server, reference))


def _figure(database: str, note: str, value: float | None = None, reference: float | None = None) -> Figure:
    return Figure(f"durable commits of a transition on {database}", value, "commits", 1, reference, note, exactly=True)


def _under_strace(transitions: int) -> tuple[str, float | None, float | None]:
    """Why there is no number, or how often a transition and a bare session flushed the write-ahead log."""
    if (strace := shutil.which("strace")) is None:
        return NO_STRACE, None, None
    with TemporaryDirectory(prefix="peer-support-strace-") as folder:
        trace, mark = Path(folder) / "trace", Path(folder) / "mark"
        traced = [strace, "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
        child = [sys.executable, "-m", "benchmarks.committing", str(transitions), str(mark)]
        ended = subprocess.run([*traced, *child], capture_output=True, text=True, check=False)
        if ended.returncode:
            return f"strace could not count: {ended.stderr.strip().splitlines()[-1]}", None, None
        _, ours, _, reference, _ = trace.read_text().split(f"{mark}>")
    return "", _flushed(ours) / transitions, _flushed(reference) / transitions


def _flushed(trace: str) -> int:
    return sum("-wal>" in line for line in trace.splitlines())


def _by_the_server(engine: Engine, calls: Sequence[Callable[[], object]]) -> float:
    """Flushes of the write-ahead log for a call: the median of the rounds, since the server flushes for itself too."""
    size = len(calls) // ROUNDS
    counted = []
    for start in range(0, len(calls), size):
        before = _wal_syncs(engine)
        for call in calls[start : start + size]:
            call()
        engine.dispose()  # a connection reports what it did when it ends
        counted.append((_wal_syncs(engine) - before) / size)
    return statistics.median(counted)


def _wal_syncs(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(text("SELECT wal_sync FROM pg_stat_wal")).scalar_one())
