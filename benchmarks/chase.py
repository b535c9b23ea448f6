"""The chase: what it costs follows what is due, and not how much is open."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from random import Random

from sqlalchemy import Connection, Engine, insert, select

from benchmarks.databases import on_postgresql, on_sqlite
from benchmarks.figures import Figure, at_most
from benchmarks.population import Populated, populate
from benchmarks.postgresql import NOT_INSTALLED
from benchmarks.story import world
from benchmarks.telling import tell
from benchmarks.turns import Taken, medians, timed
from engagements.chasing import Nudged, chase
from engagements.database import reading, writing
from engagements.engagement import UK, World
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from notifications.reminders import note

SIZES = (1_000, 10_000, 100_000)
DUE, MANY, ROUNDS, MORNINGS = 10, 1_000, 40, 7
GROWTH, EMPTY, EACH = 1.3, 2.0, 0.2
"""Times, milliseconds, milliseconds."""

ON = date(2026, 9, 1)
MORNING = datetime.combine(ON, time(7), UK)


@dataclass(frozen=True, slots=True)
class Place:
    """A database with so many open obligations, in an order of their own in which they come due."""

    engine: Engine
    populated: Populated
    shuffled: tuple[int, ...]

    def come_due(self, first: int, count: int) -> None:
        with writing(self.engine) as connection:
            self.populated.come_due(connection, self.shuffled[first : first + count], ON)

    def chase(self) -> int:
        """Nudges decided and queued."""
        noted = partial(_noted, self.populated.world)
        return sum(len(nudged) for nudged in chase(self.engine, self.populated.world, MORNING, noted))


def _noted(rules: World, connection: Connection, nudged: Sequence[Nudged]) -> None:
    note(connection, rules, nudged)


def measure(sizes: tuple[int, ...] = SIZES, due: int = DUE, many: int = MANY, rounds: int = ROUNDS) -> Iterator[Figure]:
    """On both databases: growth with what is open, an empty sweep, and each of many nudges."""
    for database, opened in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        with ExitStack() as databases:
            tell(f"chase on {database}: {', '.join(f'{size:,}' for size in sizes)} open obligations")
            engines = [databases.enter_context(opened()) for _ in sizes]
            places = [_place(engine, size) for engine, size in zip(engines, sizes, strict=True) if engine]
            if len(places) < len(sizes):
                yield Figure(f"chase on {database}", None, "ms", GROWTH, note=NOT_INSTALLED)
                continue
            yield from _growth(database, places, sizes, due, rounds)
            yield from _empty(database, places[-1], rounds)
            yield from _each(database, places[-1], due * rounds, many)


def _place(engine: Engine, size: int) -> Place:
    with writing(engine) as connection:
        populated = populate(connection, world(), size, ON)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return Place(engine, populated, tuple(Random(size).sample(range(size), size)))


def _growth(database: str, places: Sequence[Place], sizes: Sequence[int], due: int, rounds: int) -> Iterator[Figure]:
    """Medians of chases with as many due, turn by turn on each database, beside those where the least is open."""
    taken: list[list[Taken]] = [[] for _ in places]
    for number in range(rounds):
        for place, times in zip(places, taken, strict=True):
            place.come_due(number * due, due)
            times.append(timed(place.chase))
    least, *larger = map(medians, taken)
    for size, cost in zip(sizes[1:], larger, strict=True):
        name = f"chase, {due} due of {size:,} on {database}"
        yield at_most(f"{name}, CPU", GROWTH, value=cost.cpu, reference=least.cpu, unit="ms")
        yield at_most(f"{name}, latency", GROWTH, value=cost.latency, reference=least.latency, unit="ms")


def _empty(database: str, place: Place, rounds: int) -> Iterator[Figure]:
    """A sweep that finds nothing, beside a look at one engagement."""
    ours, reference = (
        medians([timed(call) for _ in range(rounds)]) for call in (place.chase, partial(_look, place.engine))
    )
    yield Figure(f"an empty sweep on {database}, CPU", ours.cpu, "ms", EMPTY, reference.cpu)
    yield Figure(f"an empty sweep on {database}, latency", ours.latency, "ms", EMPTY, reference.latency)


def _look(engine: Engine) -> None:
    table = EngagementFacts.table
    with reading(engine) as connection:
        connection.execute(select(table).where(table.c.id == 1)).one()


def _each(database: str, place: Place, first: int, many: int) -> Iterator[Figure]:
    """Each of many nudges, beside the insertion of its entry alone into the journal: medians of a few mornings."""
    ours, reference = [], []
    for morning in range(MORNINGS):
        place.come_due(first + morning * many, many)
        ours.append(timed(place.chase))
        reference.append(timed(partial(_inserted, place.engine, many, morning)))
    cost, bare = medians(ours), medians(reference)
    name = f"each of {many:,} nudges on {database}"
    yield Figure(f"{name}, CPU", cost.cpu / many, "ms", EACH, bare.cpu / many)
    yield Figure(f"{name}, latency", cost.latency / many, "ms", EACH, bare.latency / many)


def _inserted(engine: Engine, many: int, morning: int) -> None:
    """Write the last entries of the journal once more, one by one, as those of an engagement that has none."""
    journal = JournalEntry.table
    with writing(engine) as connection:
        rows = connection.execute(select(journal).order_by(journal.c.position.desc()).limit(many)).mappings().all()
        for sequence, row in enumerate(rows, 1_000_000 + morning * many):
            again = {name: value for name, value in row.items() if name != "position"}
            connection.execute(insert(journal), {**again, "engagement_id": 1, "sequence": sequence})
