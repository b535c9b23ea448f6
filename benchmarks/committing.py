"""What ``commits`` has traced: ``python -m benchmarks.committing TRANSITIONS MARK``.

It flushes the file MARK before so many transitions, between them and as many bare sessions, and after these.
"""

import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.databases import on_sqlite
from benchmarks.story import step_named
from benchmarks.transition import COMMANDS, pairs_of


def main(transitions: int, mark: Path) -> None:
    with on_sqlite() as engine, mark.open("w") as file:
        ours, reference = pairs_of(engine, step_named(COMMANDS[0]), transitions + 1)
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for calls in (ours, reference):
            calls[0]()  # begins the log, which is flushed once more for its header
            os.fsync(file.fileno())
            for call in calls[1:]:
                call()
            os.fsync(file.fileno())


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
