"""Chases one working day after the other, as fast as it can: what the kill campaign kills besides.

Each day every rung whose day has come is climbed, and one digest is written for each person whom that concerns. The day
is on disk before its chase begins: a sweeper that starts again chases the day once more that was cut off, as an
operator would. It lets nothing lapse: the commander's story has a calendar of its own, and needs open invitations.
"""

import os
import time
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from config.settings import Settings
from engagements.chasing import chase
from engagements.engagement import UK, World
from notifications.digests import compose
from notifications.reminders import note

FIRST_DAY = date(2020, 10, 5)
"""After the story's last day: whatever is open is late, and climbs its whole ladder as soon as it is swept."""

PAUSE = 0.2
"""Seconds between two days."""


class Sweeper:
    def __init__(self, engine: Engine, world: World, settings: Settings, folder: Path) -> None:
        self.engine, self.world, self.settings = engine, world, settings
        self.day_file = folder / "swept"

    def run(self) -> None:
        """Until killed."""
        day = self._interrupted()
        while True:
            self._begin(day)
            self.sweep(day)
            day = self.world.calendar.after(day, 1)
            time.sleep(PAUSE)

    def sweep(self, day: date) -> None:
        now = datetime.combine(day, datetime.min.time().replace(hour=7), UK).astimezone(UTC)
        list(chase(self.engine, self.world, now, lambda connection, nudged: note(connection, self.world, nudged)))
        list(compose(self.engine, self.world, now, self.settings))

    def _interrupted(self) -> date:
        return date.fromisoformat(self.day_file.read_text()) if self.day_file.exists() else FIRST_DAY

    def _begin(self, day: date) -> None:
        fresh = self.day_file.with_suffix(".new")
        fresh.write_text(day.isoformat())
        os.replace(fresh, self.day_file)
