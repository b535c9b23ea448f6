"""Rebuilds every table from the journal into a scratch database, and compares: proof that the journal is the truth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, select
from sqlmodel import SQLModel

from engagements.database import connect, reading, writing
from engagements.engagement import Engagement, Moment, World
from engagements.events import Event
from engagements.evolve import evolve
from engagements.journal import entries, link
from engagements.loading import facts_of
from engagements.process import recalled
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from engagements.state.row import DERIVED, Row
from engagements.writing import insertion_into

TABLES: list[type[Row]] = [EngagementFacts, *(kind for kind in DERIVED if kind is not EngagementFacts)]


@dataclass(slots=True)
class Verdict:
    """What verification found. ``problems``: each names the place where it differs."""

    engagements: int = 0
    events: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems


def verify(connection: Connection, world: World) -> Verdict:
    """Check every chain, rebuild every table from the journal, and compare. ``connection`` should be one snapshot."""
    verdict = Verdict()
    scratch = connect("sqlite://")
    SQLModel.metadata.create_all(scratch, tables=[kind.table for kind in TABLES])
    rebuilt: list[Engagement] = []
    for engagement in _replayed(connection, world, verdict):
        rebuilt.append(engagement)
    with writing(scratch) as target:
        for kind in TABLES:
            rows = [row.__dict__ for engagement in rebuilt for row in _rows(engagement, kind)]
            if rows:
                target.execute(insertion_into(kind), rows)
        verdict.problems += _differences(connection, target)
    scratch.dispose()
    return verdict


def _rows(engagement: Engagement, kind: type[Row]) -> list[Row]:
    return [engagement.facts] if kind is EngagementFacts else list(engagement.all(kind))


def _replayed(connection: Connection, world: World, verdict: Verdict) -> Iterator[Engagement]:
    """Each engagement as its journal tells it, checking the chain on the way."""
    current: Engagement | None = None
    broken: set[int] = set()
    for entry in entries(connection):
        if current is None or current.id != entry.engagement_id:
            if current:
                yield current
            verdict.engagements += 1
            current = unborn(entry.engagement_id, world)
        verdict.events += 1
        if current.id in broken:
            continue
        try:
            current = _next(current, entry)
        except (ValueError, LookupError) as problem:
            broken.add(current.id)
            verdict.problems.append(f"{_place(current, entry)}: {problem}")
    if current:
        yield current


class Told(NamedTuple):
    """An event of an engagement's journal, and the engagement as the event left it."""

    entry: JournalEntry
    event: Event
    engagement: Engagement


def retold(connection: Connection, ref: str, world: World) -> Iterator[Told]:
    """An engagement from its first event on. Raises UnknownEngagement."""
    current = unborn(facts_of(connection, ref).id, world)
    for entry in entries(connection, current.id):
        current = _next(current, entry)
        yield Told(entry, recalled(entry.type, entry.facts), current)


def unborn(engagement_id: int, world: World) -> Engagement:
    """An engagement before its first event."""
    return Engagement(EngagementFacts(id=engagement_id, ref=""), world, {kind: {} for kind in DERIVED})


def _next(engagement: Engagement, entry: JournalEntry) -> Engagement:
    expected = engagement.facts.version + 1
    if entry.sequence != expected:
        raise ValueError(f"the journal goes on with {entry.sequence} where {expected} should follow")
    chain = link(engagement.facts.chain, entry)
    if chain != entry.hash:
        raise ValueError("the hash does not fit: this entry, or one before it, was changed")
    event = recalled(entry.type, entry.facts)
    after, _ = evolve(engagement, event, Moment(entry.sequence, entry.at, entry.actor))
    return after.after([after.becomes(version=entry.sequence, chain=chain)])


def _place(engagement: Engagement, entry: JournalEntry) -> str:
    called = engagement.facts.ref or f"engagement {entry.engagement_id}"
    return f"{called}, entry {entry.sequence} ({entry.type})"


def _differences(live: Connection, rebuilt: Connection) -> Iterator[str]:
    for kind in TABLES:
        there, here = _by_key(live, kind), _by_key(rebuilt, kind)
        for key in sorted(there.keys() | here.keys(), key=str):
            if there.get(key) != here.get(key):
                yield f"table {kind.table.name}, row {key}: {_difference(there.get(key), here.get(key))}"


def _by_key(connection: Connection, kind: type[Row]) -> dict[tuple[Any, ...], dict[str, Any]]:
    keys = [column.name for column in kind.table.primary_key]
    rows = (dict(row._mapping) for row in connection.execute(select(kind.table)))
    return {tuple(row[key] for key in keys): row for row in rows}


def _difference(live: dict[str, Any] | None, rebuilt: dict[str, Any] | None) -> str:
    if live is None:
        return "the journal has it, the table does not"
    if rebuilt is None:
        return "the table has it, the journal does not"
    names = [name for name in live if live[name] != rebuilt[name]]
    return "; ".join(f"{name} is {live[name]!r}, the journal gives {rebuilt[name]!r}" for name in names)


def verified(engine: Engine, world: World) -> Verdict:
    """Verify the database behind an engine, on one snapshot."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with reading(engine, **options) as connection:
        return verify(connection, world)
