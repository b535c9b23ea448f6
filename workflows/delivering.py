"""Delivery as a flow: one run for what is due at a moment, so that operators see what went out and what did not."""

import asyncio
import logging

from prefect import flow, tags
from prefect.logging import get_run_logger

from engagements.database import reading
from notifications import delivery, digests, ledger
from notifications.quiet_hours import is_quiet
from notifications.sending import Sender
from workflows.orphans import relay_tag
from workflows.workplace import Workplace, workplace

log = logging.getLogger("peer_support.relay")

AT_ONCE = 50
"""Messages in one run."""


@flow(name="delivery", validate_parameters=False, persist_result=False)
async def deliver(worker: str) -> None:
    """Send the messages that are due, one recipient at a time, and record what became of each."""
    place, log = workplace(), get_run_logger()
    sender = Sender(place.settings)
    attempts = await asyncio.to_thread(delivery.deliver, place.engine, place.world, sender, place.now, worker, AT_ONCE)
    for attempt in attempts:
        log.info("%s", attempt.in_words)


async def compose_left_over(place: Workplace) -> bool:
    """Write the digests that are passed on from somebody out of reach, and those of a chase that was cut off.

    False when there is nothing to write.
    """
    now = place.now()
    with reading(place.engine) as connection:
        if not digests.waiting(connection, now, place.settings, place.world, left_over=True):
            return False
    batches = digests.compose(place.engine, place.world, now, place.settings, left_over=True)
    written = sum(batch.digests for batch in await asyncio.to_thread(list, batches))
    log.info("%s digests written that had been left over or are passed on.", written)
    return True


async def deliver_due(place: Workplace, worker: str) -> bool:
    """Run the delivery flow if anything is due. False when nothing is."""
    now = place.now()
    quiet = is_quiet(now, place.settings, place.world.calendar)
    with reading(place.engine) as connection:
        refs = ledger.due_by_engagement(connection, now, quiet, AT_ONCE)
    if not refs:
        return False
    about = sorted({ref or "digests" for ref in refs})
    shown = ", ".join(about[:3]) + (", …" if len(about) > 3 else "")
    name = f"deliver {len(refs)} message{'s' if len(refs) > 1 else ''} ({shown})"
    with tags(relay_tag(worker), "delivery", *about):
        await deliver.with_options(flow_run_name=lambda: name)(worker)
    return True
