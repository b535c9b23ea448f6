"""The journal and what hangs on it: the outbox, and the texts that people typed."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import BigInteger, Field, Integer, LargeBinary, UniqueConstraint

from engagements.database import UtcDateTime
from engagements.state.row import Row, kept_in

POSITION = BigInteger().with_variant(Integer, "sqlite")


@kept_in("journal", derived=False, rowid=True)
class JournalEntry(Row):
    """An event as it was recorded. Appended, never changed: the database itself refuses to."""

    __table_args__ = (
        UniqueConstraint("engagement_id", "sequence"),
        UniqueConstraint("command_id", "sequence"),
    )

    position: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    engagement_id: int = Field(foreign_key="engagement.id")
    sequence: int
    type: str
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    command_id: bytes = Field(sa_type=LargeBinary)
    command_digest: bytes = Field(sa_type=LargeBinary)
    facts: str
    hash: bytes = Field(sa_type=LargeBinary)


@kept_in("outbox", derived=False, rowid=True)
class OutboxEntry(Row):
    """An event that nobody has followed yet. The row goes when the event has been followed."""

    __table_args__ = (Index("outbox_by_engagement", "engagement_id", "position"),)

    position: int = Field(primary_key=True, foreign_key="journal.position", sa_type=POSITION)
    engagement_id: int
    batch: str | None = None
    attempts: int = 0
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_error: str | None = None
    set_aside_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@kept_in("free_text", derived=False)
class FreeTextEntry(Row):
    """What a person typed, kept apart from the journal so that it can be erased while history still verifies."""

    ref: str = Field(primary_key=True)
    engagement_id: int = Field(index=True)
    body: str
