"""Has a claimed event followed: by a run in this process, or by a Prefect worker (``dispatch = "work-pool"``)."""

import logging

from prefect import tags
from prefect.deployments import arun_deployment

from engagements import outbox
from engagements.database import writing
from engagements.outbox import Claim
from workflows.away import is_away
from workflows.catalogue import flow_for
from workflows.following import about_events
from workflows.orphans import relay_tag
from workflows.sight import run_name, run_tags
from workflows.sweeps import follow_a_batch
from workflows.workplace import Workplace

log = logging.getLogger("peer_support.relay")


async def follow(place: Workplace, claimed: Claim, relay: str) -> None:
    """Have it followed. A flow that fails has given its event back; raises only when Prefect is away."""
    if place.settings.dispatch == "work-pool":
        await _hand_over(place, claimed)
        return
    try:
        await _run_here(place, claimed, relay)
    except Exception as problem:
        if is_away(problem):
            with writing(place.engine) as connection:
                outbox.given_back(connection, relay, claimed.positions)
            raise
        log.warning("Event %s could not be followed: %s", claimed.positions[0], problem)


async def _run_here(place: Workplace, claimed: Claim, relay: str) -> None:
    if claimed.batch:
        named = follow_a_batch.with_options(flow_run_name=lambda: _batch_name(claimed))
        with tags(relay_tag(relay), "batch"):
            await named(list(claimed.positions))
        return
    happened = about_events(list(claimed.positions))[0].happened
    stage_flow = flow_for(happened.event)
    with tags(relay_tag(relay), *run_tags(happened)):
        name = run_name(happened, place.world)
        await stage_flow.with_options(flow_run_name=lambda: name)(happened.position)


async def _hand_over(place: Workplace, claimed: Claim) -> None:
    """A run on the work pool: the same try of the same event is handed over once, however often this is called."""
    key = f"event-{claimed.positions[0]}-try-{claimed.attempts}"
    if claimed.batch:
        name, run, about = follow_a_batch.name, _batch_name(claimed), {"batch"}
        parameters: dict[str, object] = {"positions": list(claimed.positions)}
    else:
        happened = about_events(list(claimed.positions))[0].happened
        name, run, about = flow_for(happened.event).name, run_name(happened, place.world), run_tags(happened)
        parameters = {"position": happened.position}
    handed = await arun_deployment(
        f"{name}/follow",
        parameters=parameters,
        flow_run_name=run,
        tags=sorted(about),
        idempotency_key=key,
        timeout=0,
        as_subflow=False,
    )
    if handed.state and handed.state.is_final() and not handed.state.is_completed():
        with writing(place.engine) as connection:
            reason = f"The worker's run ended as {handed.state.name}."
            outbox.failed(connection, claimed.positions, reason, place.settings, place.now())


def _batch_name(claimed: Claim) -> str:
    return f"{claimed.batch}: {len(claimed.positions)} events"
