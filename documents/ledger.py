"""The ledger of papers: which were made, of what event, for which board, and where their files are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Index, select, text, update
from sqlmodel import Field, UniqueConstraint

from documents.kinds import Kind
from engagements.database import UtcDateTime
from engagements.loading import facts_of, plain
from engagements.refusals import BrokenRule
from engagements.state.journal import POSITION
from engagements.state.row import Row, kept_in
from engagements.state.words import Words
from engagements.writing import insert_new

WITHOUT_CAUSE = text("cause IS NULL")


@kept_in("document", derived=False, rowid=True)
class Document(Row):
    """A paper in both its forms. ``board``: the slug of the body that it is for, empty for none in particular.

    ``cause``: the event's position in the journal; without one it is the national report of a ``period``. Sizes are in
    bytes. ``path``: its readable name in the folder of papers, without the suffix.
    """

    __table_args__ = (
        UniqueConstraint("cause", "kind", "board"),
        Index(
            "document_of_period",
            "kind",
            "period",
            unique=True,
            sqlite_where=WITHOUT_CAUSE,
            postgresql_where=WITHOUT_CAUSE,
        ),
        Index("document_of_engagement", "engagement_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    cause: int | None = Field(default=None, foreign_key="journal.position", sa_type=POSITION)
    engagement_id: int | None = Field(default=None, foreign_key="engagement.id")
    kind: Kind = Field(sa_type=Words(Kind))
    board: str = ""
    period: str = ""
    title: str
    path: str
    docx: str  # SHA-256 of the content
    docx_size: int
    pdf: str
    pdf_size: int
    made_at: datetime = Field(sa_type=UtcDateTime)


class NoSuchPaper(BrokenRule):
    """The ledger holds no paper of that number."""


def record(connection: Connection, documents: Sequence[Document]) -> int:
    """Write what was made; what was made before of the same event stays as it is. How many were new."""
    rows = [{name: value for name, value in made.__dict__.items() if name != "id"} for made in documents]
    return insert_new(connection, Document, rows)


def replaced(connection: Connection, number: int, by: Document) -> None:
    """Another making of the same paper takes its place; the files of the one before stay where they are."""
    values = {name: getattr(by, name) for name in ("title", "path", "docx", "docx_size", "pdf", "pdf_size", "made_at")}
    connection.execute(update(Document.table).where(Document.table.c.id == number).values(values))


def listed(connection: Connection, ref: str | None = None) -> list[Document]:
    """Papers in the order in which they were made, all or those of one engagement. Raises UnknownEngagement."""
    query = select(Document.table).order_by(Document.table.c.id)
    if ref:
        query = query.where(Document.table.c.engagement_id == facts_of(connection, ref).id)
    return list(plain(connection.execute(query), Document))


def of_cause(connection: Connection, cause: int) -> list[Document]:
    """The papers that were made of an event."""
    query = select(Document.table).where(Document.table.c.cause == cause).order_by(Document.table.c.id)
    return list(plain(connection.execute(query), Document))


def national(connection: Connection, period: str) -> Document | None:
    """The national report of a quarter, once it was written."""
    table = Document.table
    found = plain(connection.execute(select(table).where(table.c.cause.is_(None), table.c.period == period)), Document)
    return found[0] if found else None


def find(connection: Connection, number: int) -> Document:
    """The paper of that number. Raises NoSuchPaper."""
    found = plain(connection.execute(select(Document.table).where(Document.table.c.id == number)), Document)
    if not found:
        raise NoSuchPaper(f"There is no paper {number}. `peer-support papers list` names them.")
    return found[0]
