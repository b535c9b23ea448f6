"""Where a rehearsal begins: a throw-away database with a copy of one engagement, or with nothing yet."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, insert, select
from sqlmodel import SQLModel

from config.vocabulary import PeerKind
from engagements.database import connect, writing
from engagements.engagement import World
from engagements.loading import facts_of
from engagements.people import add_person
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import FreeTextEntry, JournalEntry
from engagements.state.people import Peer, Unreachable
from engagements.state.row import DERIVED, OfEngagement, Row
from engagements.state.team import Invitation

SPARE = 3
"""Peers of each kind who stand for those still to be found."""


def throw_away() -> Engine:
    """An empty database in memory, which goes with the process."""
    engine = connect("sqlite://")
    SQLModel.metadata.create_all(engine)
    return engine


def with_copy_of(source: Connection, ref: str) -> Engine:
    """A throw-away database that holds the engagement as it stands: its rows, its journal, its texts, its people.

    ``source`` is only read. Raises UnknownEngagement.
    """
    engine = throw_away()
    facts = facts_of(source, ref)
    with writing(engine) as target:
        for table, query in _about(facts):
            rows = [dict(row) for row in source.execute(query).mappings()]
            if rows:
                target.execute(insert(table), rows)
    return engine


def _about(facts: EngagementFacts) -> Iterator[tuple[Table, Select[Any]]]:
    """What to copy, in order. The outbox is not: nothing follows what has happened already."""
    of_it: list[type[Row]] = [kind for kind in DERIVED if issubclass(kind, OfEngagement)]
    yield EngagementFacts.table, select(EngagementFacts.table).where(EngagementFacts.table.c.id == facts.id)
    of_it += [JournalEntry, FreeTextEntry]
    for kind in of_it:
        yield kind.table, select(kind.table).where(kind.table.c.engagement_id == facts.id)
    for table in SQLModel.metadata.sorted_tables:  # contacts, and whatever else an authority has on record
        if "authority" in table.c and table is not EngagementFacts.table and "engagement_id" not in table.c:
            of_both = table.c.authority.is_(None) | (table.c.authority == facts.authority)
            yield table, select(table).where(of_both)
    asked = select(Invitation.table.c.peer).where(Invitation.table.c.engagement_id == facts.id)
    yield Peer.table, select(Peer.table).where(Peer.table.c.id.in_(asked))
    yield Unreachable.table, select(Unreachable.table)


def peers_to_be_found(engine: Engine, world: World, authority: str) -> list[Peer]:
    """Put peers on record who stand for those still to be found, from another service than the authority's."""
    service = next(one.slug for one in world.reference.services() if one.slug != authority)
    found = [
        Peer(id=f"to-be-found-{kind.value.replace('_', '-')}-{number}", kind=kind, service=service, name="", email="")
        for kind in PeerKind
        for number in range(1, SPARE + 1)
    ]
    with writing(engine) as connection:
        for peer in found:
            add_person(connection, peer)
    return found
