"""The database: SQLite by default, PostgreSQL by configuration; the same tables, the same statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.types import TypeDecorator

READING = "reading"
"""Marks a connection whose transaction will not write."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite drops time zones, so there it is stored naive and made aware again."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone.")
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class AsksBeforeItWrites(SQLiteDialect_pysqlite):
    """SQLite whose transactions ask for the write lock when they begin, and wait for it, unless they only read.

    A read transaction that turns into a write fails at once with "database is locked", whatever the timeout. An event
    of the engine could begin transactions as well, but every statement would pay for it with a tenth of its time.
    """

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        how = "BEGIN" if READING in dbapi_connection.info else "BEGIN IMMEDIATE"
        dbapi_connection.driver_connection.execute(how).close()


registry.register("sqlite.asks_before_it_writes", __name__, AsksBeforeItWrites.__name__)


def connect(url: str) -> Engine:
    """An engine with what correctness needs: on SQLite, write-ahead logging, full sync, and foreign keys that hold."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    ours = make_url(url).set(drivername="sqlite+asks_before_it_writes")
    engine = create_engine(ours, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


@contextmanager
def reading(engine: Engine, **options: Any) -> Iterator[Connection]:
    """A consistent view for reading; never waits for a writer. ``options``: SQLAlchemy's, for the connection."""
    with engine.connect().execution_options(**options) as connection:
        marks = connection.info
        marks[READING] = True
        try:
            with connection.begin():
                yield connection
        finally:
            del marks[READING]


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes, with one durable commit at its end; an exception leaves nothing behind."""
    with engine.begin() as connection:
        yield connection
