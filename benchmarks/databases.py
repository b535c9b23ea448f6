"""Databases to measure on, as an installation has them: every migration step made, every commit durable."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from benchmarks import postgresql
from benchmarks.story import put_people_on_record
from benchmarks.telling import tell
from cli.migrations.steps import bring_up
from engagements.database import connect, writing


@contextmanager
def on_sqlite() -> Iterator[Engine]:
    """A file with everyone on record: write-ahead log, ``synchronous=FULL``."""
    with TemporaryDirectory(prefix="peer-support-benchmark-") as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'peer-support.sqlite3'}")
        try:
            yield prepare(engine)
        finally:
            engine.dispose()


@contextmanager
def on_postgresql(*settings: str) -> Iterator[Engine | None]:
    """A server of our own with everyone on record, as careful as it ships. None where it is not installed.

    ``settings``: as in postgresql.conf.
    """
    with ExitStack() as running:
        if (binaries := postgresql.binaries()) is None:
            yield None
            return
        tell("starting a PostgreSQL server")
        engine = connect(running.enter_context(postgresql.cluster(binaries, settings)))
        try:
            yield prepare(engine)
        finally:
            engine.dispose()


def prepare(engine: Engine) -> Engine:
    """Every migration step made, and everyone on record."""
    bring_up(engine)
    with writing(engine) as connection:
        put_people_on_record(connection)
    return engine
