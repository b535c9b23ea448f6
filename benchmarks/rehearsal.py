"""Two years of two hundred engagements, with every sweep, chase, return and answer, by the rehearsal's own code."""

import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, func, insert, select

from benchmarks.figures import Figure
from benchmarks.population import put_everybody_on_record
from benchmarks.telling import tell
from benchmarks.turns import Taken
from config.vocabulary import Role
from engagements.chasing import Nudged
from engagements.database import reading, writing
from engagements.engagement import World
from engagements.handling import Outcome
from engagements.rehearsal.answering import Reply
from engagements.rehearsal.beginning import throw_away
from engagements.rehearsal.manner import Manner
from engagements.rehearsal.rehearsing import Rehearsal
from engagements.stages.request import RequestSupport
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.journal import JournalEntry
from notifications.reminders import note

ENGAGEMENTS, MONTHS, LATE = 200, 24, 0.25
GOAL = 30.0
"""Seconds."""

BEGINS = date(2026, 1, 5)
SPREAD = 40
"""Working days over which the requests come in."""


class Tally:
    """A diary that counts, and has reminders written down as the chase in earnest has."""

    def __init__(self, world: World) -> None:
        self.world, self.nudges, self.answers = world, 0, 0

    def happened(self, connection: Connection, outcome: Outcome, now: datetime) -> None:
        """It is in the journal, and counted there."""

    def answered(self, facts: EngagementFacts, owed: Obligation, on: date) -> None:
        self.answers += 1

    def note(self, connection: Connection, nudged: Sequence[Nudged]) -> None:
        note(connection, self.world, nudged)
        self.nudges += len(nudged)


def measure(engagements: int = ENGAGEMENTS, months: int = MONTHS) -> Iterator[Figure]:
    """Seconds for all of it; the reference is as many events inserted one by one, with nothing decided or looked up."""
    tell(f"{months} months of {engagements} engagements, a quarter of the answers late")
    world, engine = World.shipped(), throw_away()
    tally = Tally(world)
    cpu, clock = time.process_time(), time.perf_counter()
    days = play(engine, world, tally, engagements, months)
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    name, reference = f"{months} months of {engagements} engagements", _inserted(engine)
    said = (f"{days} days", f"{tally.answers:,} answers", f"{tally.nudges:,} nudges", f"{_count(engine):,} events")
    yield Figure(f"{name}, CPU", cpu, "s", GOAL, reference.cpu, note=f"In that rehearsal: {', '.join(said)}.")
    yield Figure(f"{name}, on the clock", clock, "s", GOAL, reference.latency)


def play(engine: Engine, world: World, tally: Tally, engagements: int, months: int) -> int:
    """Begin them and play them. How many days it came to."""
    services = [service.slug for service in world.reference.services(BEGINS)]
    with writing(engine) as connection:
        pool = put_everybody_on_record(connection, services)
    rehearsal = Rehearsal(engine, world, Manner(LATE, seed=2026), tally, pool)
    products = world.catalogue.slugs()
    for number in range(engagements):
        on = world.calendar.after(BEGINS, number % SPREAD)
        product = world.catalogue.latest(products[number % len(products)], on)
        request = RequestSupport(
            authority=services[number % len(services)],
            product=product.slug,
            choices={name: offered[0] for name, offered in product.choices.items()},
            reason="We want another service's view.",
        )
        rehearsal.begin(Reply(request, Role.AUTHORITY), on)
    return sum(1 for _ in rehearsal.days(BEGINS, BEGINS + timedelta(days=round(months * 365 / 12))))


def _inserted(engine: Engine) -> Taken:
    """Seconds to write the same journal once more, event by event, into another database of the kind."""
    with reading(engine) as connection:
        engagements = [dict(row) for row in connection.execute(select(EngagementFacts.table)).mappings()]
        entries = [dict(row) for row in connection.execute(select(JournalEntry.table)).mappings()]
    other = throw_away()
    statement = insert(JournalEntry.table)
    with writing(other) as connection:
        connection.execute(insert(EngagementFacts.table), engagements)
        cpu, clock = time.process_time(), time.perf_counter()
        for entry in entries:
            connection.execute(statement, entry)
        return Taken(time.process_time() - cpu, time.perf_counter() - clock)


def _count(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(JournalEntry.table)).scalar_one())
