"""The journal: events as they were recorded, each hashed over the one before it in the same engagement."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from config.vocabulary import Role
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry


class Actor(NamedTuple):
    """Who gave a command: a role, and the identifier of a contact or peer where it is known."""

    role: Role
    id: str | None = None

    def __str__(self) -> str:
        return f"{self.role}:{self.id}" if self.id else str(self.role)


SWEEP = Actor(Role.SYSTEM)


def link(chain: bytes, entry: JournalEntry) -> bytes:
    """The hash of an entry: SHA-256 over the previous hash and everything that the entry states."""
    stated = "\x1f".join(
        (
            str(entry.engagement_id),
            str(entry.sequence),
            entry.type,
            instant(entry.at),
            entry.actor,
            entry.command_id.hex(),
            entry.facts,
        )
    )
    return hashlib.sha256(chain + stated.encode()).digest()


def instant(moment: datetime) -> str:
    """A moment in UTC to the microsecond, always of one length."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entries(connection: Connection, engagement_id: int | None = None) -> Iterator[JournalEntry]:
    """The journal of one engagement, or of all of them, each engagement's in its order."""
    journal = JournalEntry.table
    query = select(journal).order_by(journal.c.engagement_id, journal.c.sequence)
    if engagement_id is not None:
        query = query.where(journal.c.engagement_id == engagement_id)
    with connection.execute(query, execution_options={"yield_per": 1000}) as rows:  # whoever has read enough closes it
        for row in rows:
            yield JournalEntry.recall(row._asdict())


def broken_at(connection: Connection, facts: EngagementFacts) -> int | None:
    """The first entry of an engagement whose hash does not fit, or that is missing; None where the chain holds."""
    chain, expected = b"", 0
    for entry in entries(connection, facts.id):
        expected += 1
        chain = link(chain, entry)
        if entry.sequence != expected or chain != entry.hash:
            return expected
    return None if (expected, chain) == (facts.version, facts.chain) else expected + 1
