"""The chase as a flow: every rung whose day has come, and then one digest for each person whom that concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from prefect import flow
from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact
from prefect.logging import get_run_logger
from sqlalchemy import Connection

from config.calendar import in_words
from engagements import chasing
from engagements.chasing import Nudged
from engagements.database import reading
from engagements.engagement import uk_date
from notifications import digests, reminders
from notifications.webhooks import ledger as webhooks
from workflows.sweeps import moment_on
from workflows.workplace import workplace


@dataclass(slots=True)
class Chased:
    """What a chase came to: obligations due and nudged, people to tell and looked at, digests written for them."""

    day: date
    due: int = 0
    nudged: int = 0
    to_tell: int = 0
    people: int = 0
    digests: int = 0
    dropped: int = 0

    @property
    def percent(self) -> float:
        """The nudges are the first half, and what they make people read the second."""
        return 50 * min(self.nudged / (self.due or 1), 1) + 50 * min(self.people / (self.to_tell or 1), 1)

    @property
    def in_words(self) -> str:
        return (
            f"Chase of {in_words(self.day)}. Obligations nudged: {self.nudged} of {self.due}. "
            f"People looked at: {self.people} of {self.to_tell}. Digests written: {self.digests}. "
            f"Reminders dropped, since nothing is owed any more: {self.dropped}."
        )


@flow(name="chase", flow_run_name="chase", persist_result=False)
async def chase(on: date | None = None) -> Chased:
    """Remind whoever owes something that is due, and turn to those above them: one message to each person.

    Args:
        on: The day to chase for, when it was missed. Today when empty.
    """
    place, log = workplace(), get_run_logger()
    at = moment_on(on, place.now())
    chased = Chased(uk_date(at))
    if not place.world.calendar.is_working_day(chased.day):
        log.info("%s is no working day in England: nobody is chased.", in_words(chased.day))
        return chased
    with reading(place.engine) as connection:
        chased.due = len(chasing.planned(connection, place.world, chased.day))
    progress = await acreate_progress_artifact(0, key="chase", description=chased.in_words)

    def note(connection: Connection, nudged: Sequence[Nudged]) -> None:
        reminders.note(connection, place.world, nudged)
        webhooks.note(connection, [nudge.position for nudge in nudged], place.now())

    for nudged in chasing.chase(place.engine, place.world, at, note):
        chased.nudged += len(nudged)
        await _show(progress, chased, chased.percent)
    with reading(place.engine) as connection:
        chased.to_tell = len(digests.waiting(connection, place.now(), place.settings, place.world))
    for written in digests.compose(place.engine, place.world, place.now(), place.settings):
        chased.people += written.people
        chased.digests += written.digests
        chased.dropped += written.dropped
        await _show(progress, chased, chased.percent)
    await _show(progress, chased, 100)
    return chased


async def _show(progress: UUID, chased: Chased, percent: float) -> None:
    get_run_logger().info("%s", chased.in_words)
    await aupdate_progress_artifact(progress, percent, description=chased.in_words)
