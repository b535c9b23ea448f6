"""Returned mail: what came back of what we sent, read from wherever a mail server leaves it, each message once.

Nothing is deleted and nothing is lost: what is no bounce, or of nobody we know, is entered and named, and stays there.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlmodel import Field

from config.settings import Settings
from engagements.database import UtcDateTime, reading, writing
from engagements.engagement import World
from engagements.loading import plain
from engagements.state.journal import POSITION
from engagements.state.row import Row, kept_in
from engagements.state.words import Words
from notifications.failing_over import Failure, fail_over
from notifications.ledger import Notification, NotificationStatus
from notifications.returned import Returned, Unreadable, judged
from notifications.returned_from import found_in

ARRIVED = (NotificationStatus.SENT, NotificationStatus.UNCERTAIN)


class Verdict(StrEnum):
    """What a returned message is."""

    FAILED = "failed"  # it never arrived
    DELAYED = "delayed"  # it may still arrive: nothing changes
    AUTOREPLY = "autoreply"  # somebody is away, and their mail program says so
    NO_BOUNCE = "no_bounce"
    UNKNOWN = "unknown"  # of a message, or an address, that we do not know
    UNREADABLE = "unreadable"


@kept_in("returned_mail", derived=False)
class ReturnedMail(Row):
    """A returned message that was dealt with, known by the SHA-256 of its content."""

    sha256: str = Field(primary_key=True)
    read_at: datetime = Field(sa_type=UtcDateTime)
    verdict: Verdict = Field(sa_type=Words(Verdict))
    notification: int | None = Field(default=None, foreign_key="notification.id", sa_type=POSITION)
    remark: str = ""


class Dealt(NamedTuple):
    """A returned message, by the name of its file, and what was made of it. ``remark`` may hold an address."""

    name: str
    verdict: Verdict
    notification: int | None
    remark: str


def read_returned(engine: Engine, world: World, settings: Settings, place: Path, now: datetime) -> Iterator[Dealt]:
    """Deal with every returned message that was not dealt with before, each in a transaction of its own.

    ``place``: a Maildir, an mbox, a folder of .eml files, or one file. Raises NothingThere.
    """
    for name, content in found_in(place):
        digest = sha256(content).hexdigest()
        with reading(engine) as connection:
            if _dealt_with(connection, digest):
                continue
        with writing(engine) as connection:
            if not _dealt_with(connection, digest):
                verdict, number, remark = _settled(connection, world, settings, content, now)
                entry = ReturnedMail(sha256=digest, read_at=now, verdict=verdict, notification=number, remark=remark)
                connection.execute(insert(ReturnedMail.table), entry.__dict__)
                yield Dealt(name, verdict, number, remark)


def listed(connection: Connection) -> list[ReturnedMail]:
    """What has been dealt with, in the order of reading."""
    table = ReturnedMail.table
    return list(plain(connection.execute(select(table).order_by(table.c.read_at, table.c.sha256)), ReturnedMail))


def _dealt_with(connection: Connection, digest: str) -> bool:
    table = ReturnedMail.table
    return connection.execute(select(table.c.read_at).where(table.c.sha256 == digest)).first() is not None


def _settled(
    connection: Connection, world: World, settings: Settings, content: bytes, now: datetime
) -> tuple[Verdict, int | None, str]:
    try:
        returned = judged(content)
    except Unreadable as problem:
        return Verdict.UNREADABLE, None, str(problem)
    if not returned.failed:
        if returned.delayed:
            return Verdict.DELAYED, None, f"{', '.join(sorted(returned.delayed))}: {returned.reason}"
        return (Verdict.AUTOREPLY if returned.is_autoreply else Verdict.NO_BOUNCE), None, returned.reason
    message = _what_came_back(connection, returned)
    if message is None:
        return Verdict.UNKNOWN, None, f"{', '.join(sorted(returned.failed))}: {returned.reason}"
    values = {"status": NotificationStatus.FAILED, "outcome": f"It came back: {returned.reason}", "settled_at": now}
    table = Notification.table
    arrived = update(table).where(table.c.id == message.id, table.c.status.in_(ARRIVED))
    first = connection.execute(arrived.values(values)).rowcount == 1
    if first and returned.blames_the_address:
        fail_over(connection, world, Failure(message, returned.reason, now), settings)
    return Verdict.FAILED, message.id, returned.reason if first else f"That was known. {returned.reason}"


def _what_came_back(connection: Connection, returned: Returned) -> Notification | None:
    """The message that the returned original names; or else the last one to an address that failed."""
    table = Notification.table
    query = select(table).where(table.c.id == returned.notification)
    if returned.notification is None:
        to_them = func.lower(table.c.address).in_(returned.failed)
        query = select(table).where(to_them, table.c.status.in_(ARRIVED)).order_by(table.c.id.desc()).limit(1)
    found = plain(connection.execute(query), Notification)
    return found[0] if found else None
