"""A step of the process: what one command needs to be given, decided and recorded. ``process`` has all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.vocabulary import Role, Stage, Status
from engagements.engagement import Engagement
from engagements.events import Event
from engagements.messages import Command
from engagements.state.row import Row


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the process. ``completes``: the stage that the command may complete; ``reads``: besides obligations."""

    command: type[Command]
    at: tuple[Stage, ...]
    by: tuple[Role, ...]
    decide: Callable[[Engagement, Any, datetime], list[Event]]
    reads: tuple[type[Row], ...] = ()
    completes: Stage | None = None
    status: tuple[Status, ...] = (Status.ACTIVE,)
    begins: bool = False
