"""What a flow works with: settings, database, rules. A process has one, and says so before its first flow runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import Engine

from config.settings import Settings
from engagements.database import connect
from engagements.engagement import World


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Workplace:
    """``now`` tells the time: the real one, or a rehearsal's."""

    settings: Settings
    now: Callable[[], datetime] = _now

    @cached_property
    def engine(self) -> Engine:
        return connect(self.settings.database)

    @cached_property
    def world(self) -> World:
        return World.shipped()


_current: list[Workplace] = []


def work_at(workplace: Workplace) -> Workplace:
    """Make this the workplace of every flow that this process runs from now on."""
    _current[:] = [workplace]
    return workplace


def workplace() -> Workplace:
    """The workplace of this process; a flow that a Prefect worker started makes its own from the settings."""
    return _current[0] if _current else work_at(Workplace(Settings.load()))
