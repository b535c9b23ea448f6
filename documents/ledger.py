"""The ledger of papers: which were made, of what event, for which board, and where their files are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Index, select, text, update
from sqlmodel import JSON, Field, UniqueConstraint

from documents.kinds import Kind
from engagements.database import UtcDateTime
from engagements.journal import SWEEP
from engagements.loading import facts_of, plain
from engagements.refusals import BrokenRule
from engagements.state.journal import POSITION
from engagements.state.row import Row, kept_in
from engagements.state.words import Words
from engagements.writing import insert_new

WITHOUT_CAUSE = text("cause IS NULL")
MAKING = (
    *("title", "path", "docx", "docx_size", "pdf", "pdf_size", "facts", "names", "remark"),
    *("made_at", "made_by", "kept_at"),
)
"""What another making changes."""


@kept_in("document", derived=False, rowid=True)
class Document(Row):
    """A version of a paper, in both its forms. ``board``: the slug of the body that it is for, ``peer``: whom it is to.

    ``cause``: the position in the journal of the event that it follows from, or of the last before the time that it
    tells of; ``sequence``: the same within its engagement. Without one it is the national report of a ``period``.
    ``edition``: 1 for the first making after that event. ``facts``: the SHA-256 of what it was given to say; ``names``:
    the identifiers of those whom it names. ``made_at``: the time that it tells of; ``kept_at``: when it was made, and
    ``made_by`` whom. ``remark``: what was wrong with the template that it should have had. Sizes are in bytes.
    ``path``: its readable name in the folder of papers, without the suffix.
    """

    __table_args__ = (
        UniqueConstraint("cause", "kind", "board", "peer", "edition"),
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
    peer: str = ""
    edition: int = 1
    sequence: int | None = None
    period: str = ""
    title: str
    path: str
    docx: str  # SHA-256 of the content
    docx_size: int
    pdf: str
    pdf_size: int
    facts: str = ""
    names: list[str] = Field(default_factory=list, sa_type=JSON)
    remark: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str = str(SWEEP)
    kept_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NoSuchPaper(BrokenRule):
    """The ledger holds no paper of that number."""


def record(connection: Connection, documents: Sequence[Document]) -> int:
    """Write what was made; what was made before of the same event stays as it is. How many were new."""
    rows = [{name: value for name, value in made.__dict__.items() if name != "id"} for made in documents]
    return insert_new(connection, Document, rows)


def replaced(connection: Connection, number: int, by: Document) -> None:
    """Another making of the same paper takes its place; the files of the one before stay where they are."""
    values = {name: getattr(by, name) for name in MAKING}
    connection.execute(update(Document.table).where(Document.table.c.id == number).values(values))


def another(connection: Connection, made: Document) -> Document:
    """Put a version beside those of the same event; where it has the content of the last of them, that one is it."""
    table = Document.table.c
    of_these = (table.cause == made.cause, table.kind == made.kind, table.board == made.board, table.peer == made.peer)
    query = select(Document.table).where(*of_these).order_by(table.edition)
    before: Sequence[Document] = plain(connection.execute(query), Document)
    if before and (before[-1].docx, before[-1].pdf) == (made.docx, made.pdf):
        return before[-1]
    edition = before[-1].edition + 1 if before else 1
    record(connection, [made.amended({"edition": edition})])
    return plain(connection.execute(query), Document)[-1]


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
