"""Bytes on disk of an engagement: every table and index, the journal included, the outbox drained."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine

from benchmarks.databases import on_sqlite
from benchmarks.figures import Figure
from benchmarks.story import STORY, Step, world
from benchmarks.telling import tell
from engagements.database import writing
from engagements.engagement import World
from engagements.handling import apply
from engagements.process import step_for
from engagements.state.journal import OutboxEntry

STAGES = 7
GOAL = 4096
"""Bytes for seven transitions, one for each stage."""

ENGAGEMENTS = 500


def measure(engagements: int = ENGAGEMENTS) -> Iterator[Figure]:
    """Seven transitions of an engagement on SQLite: those that complete its stages, and seven average ones."""
    tell(f"{engagements} engagements from request to closure, on SQLite")
    with on_sqlite() as engine:
        grown = list(_growth(engine, engagements))
    completing = sum(bytes_ for step, bytes_ in grown if step_for(type(step.command)).completes)
    whole = sum(bytes_ for _, bytes_ in grown)
    yield Figure("disk, the seven transitions that complete a stage", completing, "bytes", GOAL)
    yield Figure(
        "disk, seven average transitions",
        whole * STAGES / len(STORY),
        "bytes",
        GOAL,
        note=f"A whole engagement of {len(STORY)} transitions, with the texts that people typed: {whole:,.0f} bytes.",
    )


def _growth(engine: Engine, engagements: int) -> Iterator[tuple[Step, float]]:
    """What each step of the story adds for one engagement, when all of them take it before any takes the next."""
    rules, refs = world(), [None] * engagements
    before = _bytes(engine)
    for step in STORY:
        with writing(engine) as connection:
            refs = [_taken(connection, rules, step, ref) for ref in refs]
        with writing(engine) as connection:
            connection.execute(OutboxEntry.table.delete())
        after = _bytes(engine)
        yield step, (after - before) / engagements
        before = after


def _taken(connection: Any, rules: World, step: Step, ref: str | None) -> Any:
    return apply(connection, rules, step.command, step.actor, step.now, ref=ref, command_id=uuid4().bytes).ref


def _bytes(engine: Engine) -> int:
    """Of the pages in use, once the write-ahead log is in the file. Nothing is vacuumed."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        pages, free, size = (
            driver.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
    return int((pages - free) * size)
