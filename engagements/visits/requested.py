"""The documents that an authority was asked for, as people read them: what is wanted, by when, and what came."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from config.products import Product
from engagements.lines_of_enquiry import ERASED
from engagements.loading import rows_of
from engagements.obligations import Owed
from engagements.state.document_requests import DocumentRequest, ProvidedDocument
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.team import Scope
from engagements.texts import recall
from engagements.visits.gathering import line_titles


@dataclass(frozen=True, slots=True)
class Came:
    """A document that was provided. ``where``: where it can be read, or that there is none."""

    row: ProvidedDocument
    title: str
    where: str

    @property
    def number(self) -> int:
        return self.row.number


@dataclass(frozen=True, slots=True)
class Requested:
    """``line``: the title of the line of enquiry that it is wanted for, if any; ``due_on``: None once it came."""

    row: DocumentRequest
    wanted: str
    line: str
    due_on: date | None
    came: tuple[Came, ...]

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def waits(self) -> bool:
        return not (self.row.provided_on or self.row.withdrawn_on)


def requested(connection: Connection, facts: EngagementFacts, product: Product) -> tuple[Requested, ...]:
    """Every request, in order; those that were withdrawn too."""
    rows, given = rows_of(connection, facts, DocumentRequest), rows_of(connection, facts, ProvidedDocument)
    if not rows:
        return ()
    scopes = rows_of(connection, facts, Scope)
    titles = line_titles(scopes, product, connection)
    refs = {row.wanted for row in rows} | {text for one in given for text in (one.title, one.where) if text}
    texts, due = recall(connection, refs), _due(connection, facts)
    return tuple(
        Requested(
            row,
            texts.get(row.wanted, ERASED),
            titles.get(row.line, row.line) if row.line else "",
            due.get(str(row.number)),
            tuple(
                Came(one, texts.get(one.title, ERASED), texts.get(one.where, ERASED) if one.where else "")
                for one in given
                if one.request == row.number
            ),
        )
        for row in rows
    )


def _due(connection: Connection, facts: EngagementFacts) -> dict[str, date | None]:
    owed = Obligation.table.c
    of_these = (owed.engagement_id == facts.id, owed.kind == Owed.PROVIDE_DOCUMENT, owed.ended.is_(None))
    return {row.subject: row.due_on for row in connection.execute(select(owed.subject, owed.due_on).where(*of_these))}
