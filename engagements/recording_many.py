"""Records one event for each of many obligations: what ``recording`` does for a command, in a few statements.

A sweep decides a thousand nudges a morning. Each is in its engagement's journal like any other event, hashed over the
one before it, and changes what ``evolve`` says. Only the statements are shared.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, func, insert, select, update

from engagements.engagement import Amend, Change, Engagement, Insert, Moment
from engagements.events import Event
from engagements.evolve import evolve
from engagements.journal import link
from engagements.recording import Given, QuickerElsewhere, entry_for
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from engagements.writing import write_amendments


def record_many(connection: Connection, decided: Sequence[tuple[Engagement, Event, Given]]) -> list[int]:
    """Write events that no flow follows and that only amend rows. Their positions in the journal, in order.

    Several of one engagement are chained in their order. Raises QuickerElsewhere.
    """
    heads: dict[int, EngagementFacts] = {}
    entries: list[dict[str, Any]] = []
    amendments: list[tuple[int, Amend]] = []
    for engagement, event, given in decided:
        head = heads.get(engagement.id, engagement.facts)
        entry = entry_for(engagement.id, head.version + 1, event, given)
        entry.hash = link(head.chain, entry)
        heads[engagement.id] = head.amended({"version": entry.sequence, "chain": entry.hash})
        entries.append({name: value for name, value in entry.__dict__.items() if name != "position"})
        changes = evolve(engagement, event, Moment(entry.sequence, given.now, str(given.actor)))[1]
        amendments += [(engagement.id, _amendment(change)) for change in changes]
    _advance(connection, {engagement.id: engagement.facts.version for engagement, _, _ in decided}, heads)
    write_amendments(connection, amendments)
    return _append(connection, entries)


def _amendment(change: Change) -> Amend:
    if isinstance(change, Insert):
        raise TypeError(f"An event that adds a row of {type(change.row).__name__} is recorded by itself.")
    return change


def _advance(connection: Connection, versions: Mapping[int, int], heads: Mapping[int, EngagementFacts]) -> None:
    """Advance every engagement, unless somebody else advanced one since it was read: the optimistic lock."""
    rows = [
        {"its_id": of, "its_version": versions[of], "version": head.version, "chain": head.chain}
        for of, head in heads.items()
    ]
    keeping_count = connection.execution_options(preserve_rowcount=True)
    if keeping_count.execute(_advance_statement(), rows).rowcount != len(rows):
        raise QuickerElsewhere("One of the engagements")


@cache
def _advance_statement() -> Update:
    table = EngagementFacts.table
    mine = table.c.id == bindparam("its_id"), table.c.version == bindparam("its_version")
    return update(table).where(*mine).values(version=bindparam("version"), chain=bindparam("chain"))


def _append(connection: Connection, entries: list[dict[str, Any]]) -> list[int]:
    """The journal's entries, and their positions. SQLite would tell those one by one; there the next ones are ours."""
    journal = JournalEntry.table
    if connection.dialect.name != "sqlite":
        return list(connection.execute(_entries(), entries).scalars())
    last = connection.execute(select(func.coalesce(func.max(journal.c.position), 0))).scalar_one()
    positions = [last + number for number, _ in enumerate(entries, 1)]
    rows = [{**entry, "position": position} for entry, position in zip(entries, positions, strict=True)]
    connection.execute(insert(journal), rows)
    return positions


@cache
def _entries() -> Any:
    journal = JournalEntry.table
    return insert(journal).returning(journal.c.position, sort_by_parameter_order=True)
