"""Disk: what an engagement's seven transitions leave on SQLite, journal and obligations included."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import Engine, delete

from benchmarks.figures import Figure
from benchmarks.story import STORY, put_people_on_record, world
from cli.migrations.steps import bring_up
from engagements.database import connect, writing
from engagements.handling import apply
from engagements.process import step_for
from engagements.state.journal import OutboxEntry

ENGAGEMENTS = 400
MOST = 4096
"""Bytes; DESIGN section 8."""


def measure() -> Iterator[Figure]:
    """Play the story for many engagements step by step, and see by how much each step grows the file."""
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'peer-support.sqlite3'}")
        bring_up(engine)
        with writing(engine) as connection:
            put_people_on_record(connection)
        refs: list[str | None] = [None] * ENGAGEMENTS
        grown: list[tuple[bool, float]] = []
        before = _pages(engine)
        for step in STORY:
            with writing(engine) as connection:
                for index, ref in enumerate(refs):
                    given = apply(
                        connection, world(), step.command, step.actor, step.now, ref=ref, command_id=uuid4().bytes
                    )
                    refs[index] = given.ref
                connection.execute(delete(OutboxEntry.table))  # followed
            after = _pages(engine)
            completes = step_for(type(step.command)).completes is not None
            grown.append((completes, (after - before) / ENGAGEMENTS))
            before = after
        engine.dispose()
    seven = sum(growth for completes, growth in grown if completes)
    whole = sum(growth for _, growth in grown)
    note = f"the whole story of {len(STORY)} commands, texts included, takes {whole:.0f}"
    yield Figure("disk: an engagement's seven transitions", round(seven), "bytes", goal=MOST, note=note)


def _pages(engine: Engine) -> int:
    """Bytes in use: pages that hold something."""
    with engine.connect() as connection:
        count, free, size = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("page_count", "freelist_count", "page_size")
        )
    return int((count - free) * size)
