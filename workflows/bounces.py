"""Mail that came back, read as a flow: what was found, and whose address is no good."""

import asyncio

from prefect import flow
from prefect.logging import get_run_logger

from notifications.bounces import read_returned
from workflows.workplace import workplace


@flow(name="read returned mail", flow_run_name="read returned mail", persist_result=False)
async def read_bounces() -> int:
    """Deal with the mail that came back since the last look, from where the setting ``bounces`` says. How many."""
    place, log = workplace(), get_run_logger()
    if place.settings.bounces is None:
        log.info("No place of returned mail is set: see the setting bounces.")
        return 0
    found = read_returned(place.engine, place.world, place.settings, place.settings.bounces, place.now())
    dealt = await asyncio.to_thread(list, found)
    for one in dealt:
        log.info("%s: %s%s", one.name, one.verdict, f", notification {one.notification}" if one.notification else "")
    return len(dealt)
