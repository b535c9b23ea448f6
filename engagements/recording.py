"""Records what was decided: the changes to the tables, the events in the journal, and the same events in the outbox."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Update, bindparam, insert, update

from engagements.engagement import Change, Engagement, Insert, Moment
from engagements.events import Event
from engagements.evolve import evolve
from engagements.journal import Actor, link
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import FreeTextEntry, JournalEntry, OutboxEntry
from engagements.writing import insertion_into, write


class Given(NamedTuple):
    """Under what a command was given: who, when, its identity and its digest, and the batch that it came in."""

    actor: Actor
    now: datetime
    command_id: bytes
    digest: bytes
    batch: str | None = None


class QuickerElsewhere(Exception):
    """Another command on this engagement was recorded first: decide again on what it left."""


def record(
    connection: Connection, engagement: Engagement, events: Sequence[Event], texts: dict[str, str], given: Given
) -> tuple[Engagement, tuple[int, ...]]:
    """Write the events and what they change. The engagement after them, and their positions in the journal."""
    before = engagement.facts
    changes: list[Change] = []
    journal: list[JournalEntry] = []
    chain = before.chain
    for sequence, event in enumerate(events, before.version + 1):
        engagement, evolved = evolve(engagement, event, Moment(sequence, given.now, str(given.actor)))
        changes += evolved
        entry = entry_for(before.id, sequence, event, given)
        chain = entry.hash = link(chain, entry)
        journal.append(entry)
    engagement = engagement.after([engagement.becomes(version=before.version + len(events), chain=chain)])
    _advance(connection, before, engagement.facts)
    write(connection, before.id, [change for change in changes if not _is_facts(change)])
    positions = tuple(
        _append(connection, entry, event.FOLLOWED, given.batch) for entry, event in zip(journal, events, strict=True)
    )
    if texts:
        rows = [{"ref": ref, "engagement_id": before.id, "body": body} for ref, body in texts.items()]
        connection.execute(insertion_into(FreeTextEntry), rows)
    return engagement, positions


def entry_for(engagement_id: int, sequence: int, event: Event, given: Given) -> JournalEntry:
    """The journal's entry for an event, its hash still to be linked."""
    return JournalEntry.recall(
        {
            "engagement_id": engagement_id,
            "sequence": sequence,
            "type": type(event).__name__,
            "at": given.now,
            "actor": str(given.actor),
            "command_id": given.command_id,
            "command_digest": given.digest,
            "facts": event.facts(),
        }
    )


def _is_facts(change: Change) -> bool:
    kind = type(change.row) if isinstance(change, Insert) else change.kind
    return kind is EngagementFacts


def _advance(connection: Connection, before: EngagementFacts, after: EngagementFacts) -> None:
    """Write the engagement's own row, unless somebody else advanced it since it was read: the optimistic lock."""
    if before.version == 0:
        connection.execute(insertion_into(EngagementFacts), after.__dict__)
        return
    changed = {name: value for name, value in after.__dict__.items() if value != before.__dict__[name]}
    found = connection.execute(
        _advance_statement(tuple(changed)), {**changed, "its_id": before.id, "its_version": before.version}
    )
    if found.rowcount != 1:
        raise QuickerElsewhere(before.ref)


@cache
def _advance_statement(columns: tuple[str, ...]) -> Update:
    table = EngagementFacts.table
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    return (
        update(table)
        .values(values)
        .where(table.c.id == bindparam("its_id"), table.c.version == bindparam("its_version"))
    )


def _append(connection: Connection, entry: JournalEntry, followed: bool, batch: str | None) -> int:
    values = {name: value for name, value in entry.__dict__.items() if name != "position"}
    key = connection.execute(insertion_into(JournalEntry), values).inserted_primary_key
    position = int(key[0]) if key else 0
    if followed:
        row = {"position": position, "engagement_id": entry.engagement_id, "batch": batch, "attempts": 0}
        connection.execute(_outbox(), row)
    return position


@cache
def _outbox() -> Any:
    return insert(OutboxEntry.table)
