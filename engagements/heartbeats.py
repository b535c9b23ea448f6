"""Heartbeats: when each relay last worked, so that a monitor sees when nobody follows events any more."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update
from sqlmodel import Field

from engagements.database import UtcDateTime
from engagements.state.row import Row, kept_in

EVERY = timedelta(seconds=15)
"""How often a relay says that it works."""

SILENT = timedelta(minutes=2)
"""After which a relay is taken to have stopped: several heartbeats missed, whatever the machine was busy with."""


@kept_in("heartbeat", derived=False)
class Heartbeat(Row):
    """``worker``: a relay's name."""

    IDENTITY = ("worker",)

    worker: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


def beat(connection: Connection, worker: str, now: datetime) -> None:
    """Say that a relay works."""
    table = Heartbeat.table
    if connection.execute(update(table).where(table.c.worker == worker).values(at=now)).rowcount == 0:
        connection.execute(insert(table).values(worker=worker, at=now))


def last(connection: Connection) -> datetime | None:
    """When any relay last said so; None where none ever did."""
    found: datetime | None = connection.execute(select(func.max(Heartbeat.table.c.at))).scalar()
    return found
