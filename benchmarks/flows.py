"""Flows: a stage's flow against an empty one with as many tasks, and how soon after its commit an event is followed."""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import Engine

from benchmarks.figures import Figure, at_most
from benchmarks.freeport import free_port
from benchmarks.story import begin, put_people_on_record, step_named
from cli.migrations.steps import bring_up
from config.settings import Settings
from engagements.database import reading, writing
from engagements.engagement import World
from engagements.handling import handle
from engagements.outbox import done, how_many, waiting
from workflows import environment
from workflows.server import hosted

PAIRS = 30
EVENTS = 40
SPACING = 0.8
"""Seconds between two commands, so that the relay is idle when each is committed."""


def measure() -> Iterator[Figure]:
    """Both figures, on one Prefect server of their own."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), prefect_port=free_port())
        environment.apply(settings)  # before Prefect is imported
        with hosted(settings):
            flow, empty = asyncio.run(_paired(settings))
            yield at_most("flow: a stage's, against an empty one", 1.3, value=flow, reference=empty, unit="s")
            waits = asyncio.run(_followed_by_a_relay(settings))
            p95 = statistics.quantiles(waits, n=20, method="inclusive")[-1]
            yield Figure("flow: commit to its first line, 95th percentile", p95, "s", goal=1.0, reference=empty)


async def _paired(settings: Settings) -> tuple[float, float]:
    """Median seconds of following a scope's agreement, and of an empty flow with its three tasks, in turn."""
    from prefect import flow, task

    from workflows.connection import kept_connection
    from workflows.relaying import Relay
    from workflows.sight import finish_showing
    from workflows.workplace import Workplace, work_at

    @task
    async def nothing() -> None:
        pass

    @flow
    async def empty() -> None:
        for _ in range(3):
            await nothing()

    place = work_at(Workplace(settings))
    bring_up(place.engine)
    with writing(place.engine) as connection:
        put_people_on_record(connection)
    refs = _scopes_to_agree(place.engine, place.world, PAIRS + 2)
    relay = Relay(place, "benchmark")
    ours, theirs = [], []
    async with kept_connection():
        for ref in refs:
            _agree(place.engine, place.world, ref)
            started = time.perf_counter()
            await relay.follow_next()
            between = time.perf_counter()
            await empty()
            ours.append(between - started)
            theirs.append(time.perf_counter() - between)
        await finish_showing()
    return statistics.median(ours[2:]), statistics.median(theirs[2:])


def _scopes_to_agree(engine: Engine, rules: World, count: int) -> list[str]:
    with writing(engine) as connection:
        refs = begin(connection, rules, count, "AgreeScope")
        done(connection, [event["position"] for event in waiting(connection)])
    return refs


def _agree(engine: Engine, rules: World, ref: str) -> None:
    step = step_named("AgreeScope")
    handle(engine, rules, step.command, step.actor, step.now, ref=ref, command_id=uuid4())


async def _followed_by_a_relay(settings: Settings) -> list[float]:
    """Seconds from a commit to the first task of the flow, with a relay of its own process: a little after its line."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags

    from workflows.workplace import workplace

    place = workplace()
    refs = _scopes_to_agree(place.engine, place.world, EVENTS)
    own = {"PEER_SUPPORT_DATA_DIR": str(settings.data_dir), "PEER_SUPPORT_PREFECT_PORT": str(settings.prefect_port)}
    relay = subprocess.Popen([sys.executable, "-m", "workflows.relay"], env=os.environ | own)
    committed: dict[str, float] = {}
    try:
        await asyncio.sleep(6)  # until it is up
        for ref in refs:
            _agree(place.engine, place.world, ref)
            committed[ref] = time.time()
            await asyncio.sleep(SPACING)
        while True:
            with reading(place.engine) as connection:
                if not how_many(connection):
                    break
            await asyncio.sleep(0.2)
        await asyncio.sleep(3)  # Prefect writes task runs down a moment later
    finally:
        relay.terminate()
        relay.wait()
    waits = []
    async with get_client() as client:
        for ref, moment in committed.items():
            of_this = FlowRunFilter(tags=FlowRunFilterTags(all_=[ref, "stage:team_assignment"]))
            tasks = await client.read_task_runs(flow_run_filter=of_this)
            starts = [task.start_time.timestamp() for task in tasks if task.start_time]
            waits.append(min(starts) - moment)
    return waits
