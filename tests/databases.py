"""The databases that tests run on: a copy of a prepared SQLite file, or of a prepared database on PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, inspect, select, text
from sqlmodel import SQLModel

from engagements.database import connect, reading, writing
from engagements.state.people import Contact, Peer
from tests.cast import assemble

SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=32MB",
)
"""Nothing that guards against a power cut: no test needs it."""

END_ALL_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
RESTART_ALL_NUMBERS = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences"""


def prepare(engine: Engine) -> None:
    """Every table, and the cast on record."""
    SQLModel.metadata.create_all(engine)
    with writing(engine) as connection:
        assemble(connection)


def on_sqlite(file: Path) -> Engine:
    """As the system connects, but no power cut is feared: nothing is flushed to the disk."""
    engine = connect(f"sqlite:///{file}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF").close())
    return engine


class SqliteDesk:
    """A file that each test finds anew, behind one engine: it remembers the SQL that it has written out before."""

    def __init__(self, file: Path) -> None:
        self.file, self.engine = file, on_sqlite(file)

    def holding(self, copy_of: Path) -> Engine:
        """The engine, on a copy of a prepared file."""
        self.cleared()
        shutil.copy(copy_of, self.file)
        return self.engine

    def cleared(self) -> None:
        self.engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)


class PostgresqlDesk:
    """A database that each test finds anew, behind one engine. To empty it takes a tenth of the time of another one."""

    def __init__(self, url: str) -> None:
        self.engine = connect(url)
        prepare(self.engine)
        with reading(self.engine) as connection:
            there = inspect(connection).get_table_names()
            self.tables = [table for table in SQLModel.metadata.sorted_tables if table.name in there]
            self.cast = {
                kind.table: connection.execute(select(kind.table)).mappings().all() for kind in (Contact, Peer)
            }

    def holding_the_cast(self) -> Engine:
        """The engine, on tables that hold the cast and nothing else, numbered from 1 again."""
        self.engine.dispose()
        with writing(self.engine) as connection:
            connection.execute(text(END_ALL_OTHERS))
            for table in reversed(self.tables):
                connection.execute(table.delete())
            for table, rows in self.cast.items():
                connection.execute(table.insert(), [dict(row) for row in rows])
            connection.execute(text(RESTART_ALL_NUMBERS))
        return self.engine


@contextmanager
def copied(maintenance: str, template: str, name: str) -> Iterator[Engine]:
    """A database of its own that begins as a copy of another, and is dropped after the block."""
    server = create_engine(maintenance, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine = connect(maintenance.removesuffix("postgres") + name)
        yield engine
        engine.dispose()
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        server.dispose()
