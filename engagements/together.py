"""Several commands given as one: all of them are recorded, or none."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Engine

from engagements.database import writing
from engagements.engagement import World
from engagements.handling import Outcome, apply
from engagements.journal import Actor
from engagements.messages import Command
from engagements.recording import QuickerElsewhere
from engagements.refusals import StaleVersion


class OnlyTried(Exception):
    """Ends a transaction that was never meant to be kept."""


def handle_together(
    engine: Engine,
    world: World,
    commands: Sequence[Command],
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    expected_version: int | None,
    command_id: UUID | None = None,
    keep: bool = True,
) -> list[Outcome]:
    """Decide commands on one engagement, each on what the one before left. Raises Refused, and then nothing is written.

    ``expected_version``: what the commands were made for. ``command_id``: given again with the same commands, it
    answers the same again. ``keep=False`` writes nothing either way: it says what would come of them.
    """
    outcomes: list[Outcome] = []
    try:
        with writing(engine) as connection:
            for number, command in enumerate(commands):
                expected = outcomes[-1].version if outcomes else expected_version
                identity = _identity(command_id, number)
                outcomes.append(
                    apply(connection, world, command, actor, now, ref=ref, command_id=identity, expected=expected)
                )
            if not keep:
                raise OnlyTried
    except OnlyTried:
        pass
    except QuickerElsewhere:
        raise StaleVersion(f"{ref} is being changed by others at this moment. Try again.") from None
    return outcomes


def _identity(command_id: UUID | None, number: int) -> bytes:
    """Of the first command the id that was given, of the others one that follows from it."""
    if command_id is None:
        return uuid4().bytes
    return (uuid5(command_id, str(number)) if number else command_id).bytes
