"""A transition through ``handle``, with all that it checks, against a bare SQLModel session without any check."""

from collections.abc import Iterator
from functools import partial
from uuid import uuid4

from sqlalchemy import Engine

from benchmarks.bare import BareTransition, work_out
from benchmarks.databases import on_postgresql, on_sqlite
from benchmarks.figures import Figure, at_most
from benchmarks.postgresql import NOT_INSTALLED
from benchmarks.story import Step, begin, step_named, world
from benchmarks.telling import tell
from benchmarks.turns import Call, by_turns
from engagements.database import reading, writing
from engagements.handling import handle
from engagements.rebuilding import verified

COMMANDS = ("AgreeScope", "AcceptRequest", "FileReturn")
"""The representative one first: it ends one obligation, opens one, and completes a stage. Then a small and a large."""

HALF = 0.5
PAIRS = 240


def measure(commands: tuple[str, ...] = COMMANDS, pairs: int = PAIRS) -> Iterator[Figure]:
    """Processor time and median latency of a transition on each database: at most half of the bare session's."""
    for database, opened in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        with opened() as engine:
            for command in commands:
                yield from _measured(engine, database, command, pairs)


def _measured(engine: Engine | None, database: str, command: str, pairs: int) -> Iterator[Figure]:
    names = [f"transition {command} on {database}, {what}" for what in ("CPU", "latency")]
    if engine is None:
        yield from (Figure(name, None, "ms", goal=0, note=NOT_INSTALLED) for name in names)
        return
    tell(f"{command} on {database}: {pairs} transitions, and as many by a bare session")
    ours, reference = by_turns(*pairs_of(engine, step_named(command), pairs))
    yield at_most(names[0], HALF, value=ours.cpu, reference=reference.cpu, unit="ms")
    yield at_most(names[1], HALF, value=ours.latency, reference=reference.latency, unit="ms")
    _refuse_other_rows(engine)


def pairs_of(engine: Engine, step: Step, pairs: int) -> tuple[list[Call], list[Call]]:
    """The calls to measure, each on an engagement of its own."""
    rules, command = world(), step.command
    with writing(engine) as connection:
        refs = begin(connection, rules, 2 * pairs, step.name)
    with reading(engine) as connection:
        bare = [work_out(connection, rules, ref, step) for ref in refs[1::2]]
    ours = [
        partial(handle, engine, rules, command, step.actor, step.now, ref=ref, command_id=uuid4()) for ref in refs[::2]
    ]
    return list(ours), [partial(BareTransition.write, each, engine) for each in bare]


def _refuse_other_rows(engine: Engine) -> None:
    """A reference that left other rows than ``handle`` would be no reference."""
    verdict = verified(engine, world())
    if not verdict.holds:
        raise AssertionError(f"The bare session left other rows: {verdict.problems[0]}")
