"""Registers: the tables that do not follow from the journal. Rows about the person go; texts that name them change."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Enum,
    String,
    Table,
    cast,
    delete,
    func,
    or_,
    select,
    true,
    update,
)
from sqlmodel import AutoString

from engagements.erasing.traces import NAME_ERASED, Traces
from engagements.state.journal import JournalEntry
from engagements.state.people import Contact, Peer
from engagements.state.row import DERIVED

ABOUT_A_PERSON = ("peer", "person")
"""Columns of a register whose rows are about one person."""

FOLDS = {"calendar"}
"""In JSON that holds a calendar, a long line may be broken within a name (RFC 5545, 3.1)."""

STAY = {
    "political_group_reading": "who read what is on record for good; it says no group and no name",
    "link_revocation": "a link that was revoked stays revoked",
}
"""Rows about a person that stay, and why. They hold identifiers and times."""


def registers(tables: Iterable[Table]) -> list[Table]:
    """Of all tables, those that cannot be rebuilt from the journal, nor are it."""
    derived = {kind.table.name for kind in DERIVED} | {JournalEntry.table.name}
    return [table for table in tables if table.name not in derived]


def erase_rows(connection: Connection, tables: Iterable[Table], person: str) -> Iterator[tuple[str, int]]:
    """Delete what registers hold about the person: by table, how many rows."""
    for table in registers(tables):
        if table.name in STAY:
            continue
        about = [table.c[name] == person for name in ABOUT_A_PERSON if name in table.c]
        if table.name == "saved_form":
            about.append(table.c.by == person)
        if about and (gone := connection.execute(delete(table).where(or_(*about))).rowcount):
            yield table.name, gone


def erase_name(connection: Connection, standing: Contact | Peer, on: date) -> None:
    """The identifier stays, so that nobody else gets it; whoever had it holds no role, and stands in for nobody."""
    table, yesterday = type(standing).table, on - timedelta(days=1)
    values: dict[str, Any] = {"name": NAME_ERASED, "email": "", "erased_on": on}
    if isinstance(standing, Contact):
        values |= {"holds_to": min(standing.holds_to or yesterday, yesterday), "deputy": None}
        connection.execute(update(table).where(table.c.deputy == standing.id).values(deputy=None))
    else:
        values |= {"left_on": min(standing.left_on or yesterday, yesterday)}
        values |= {"rank": None, "regions": [], "most_visits": None}
    connection.execute(update(table).where(table.c.id == standing.id).values(values))


def erase_mentions(connection: Connection, tables: Iterable[Table], traces: Traces) -> Iterator[tuple[str, int]]:
    """Take the person out of every text in the registers: by table, how many rows changed.

    Names and addresses of other people on record stay, were they the same.
    """
    for table in registers(tables):
        if table.name in (Contact.table.name, Peer.table.name):
            continue
        changed = 0
        columns = [column.name for column in table.columns if _holds_text(column)]
        keys = list(table.primary_key)
        if not columns:
            continue
        query = select(*keys, *(table.c[name] for name in columns)).where(_may_name(table, columns, traces))
        for row in connection.execute(query).mappings().all():
            values = {name: new for name in columns if (new := traces.scrubbed(row[name])) != row[name]}
            if values:
                this = [key == row[key.name] for key in keys]
                changed += connection.execute(update(table).where(*this).values(values)).rowcount
        if changed:
            yield table.name, changed


def hinting(connection: Connection, texts: Table, traces: Traces) -> list[str]:
    """References of texts in which the surname stands alone: it may be theirs, or somebody else's, or just a word."""
    if traces.surname is None:
        return []
    may = func.lower(texts.c.body).contains(traces.surname.fragment, autoescape=True)
    query = select(texts.c.ref, texts.c.body).where(may).order_by(texts.c.ref)
    return [ref for ref, body in connection.execute(query) if traces.hints_at(body)]


def _holds_text(column: Any) -> bool:
    """Whether people's words may be in it: no key, and no word of the vocabulary."""
    is_text = isinstance(column.type, AutoString | String | JSON) and not isinstance(column.type, Enum)
    return is_text and not column.primary_key and not column.foreign_keys


def _may_name(table: Table, columns: Iterable[str], traces: Traces) -> ColumnElement[bool]:
    """A condition that every row fits which names the person; others may, too."""
    fragments = {spelling.fragment for spelling in traces.spellings}
    if "" in fragments:
        return true()
    conditions = []
    for name in columns:
        is_json = isinstance(table.c[name].type, JSON)
        held = func.lower(cast(table.c[name], String) if is_json else table.c[name])
        conditions += [
            held.contains(each, autoescape=True) for each in sorted(fragments | (FOLDS if is_json else set()))
        ]
    return or_(*conditions)
