"""Flows: a stage's flow against an empty one with as many tasks, and how soon after its commit an event is followed."""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import func, select

from benchmarks.databases import prepare
from benchmarks.figures import Figure, at_most
from benchmarks.freeport import free_port
from benchmarks.story import begin, step_named
from benchmarks.telling import tell
from config.settings import Settings
from engagements.database import reading, writing
from engagements.handling import handle
from engagements.outbox import done, how_many, waiting
from notifications.ledger import Notification, NotificationStatus
from workflows import environment
from workflows.server import hosted
from workflows.workplace import Workplace

STEP = "AgreeScope"
TASKS = 3
"""In the flow that follows it: two people are told, and what follows is recorded."""

PAIRS = 40
EVENTS = 60
SPACING = 0.7
"""Seconds between two commands, so that the relay is idle when each is committed."""

WITHIN = 120.0
"""Seconds at the most for a relay to start, or to finish."""


def measure(pairs: int = PAIRS, events: int = EVENTS) -> Iterator[Figure]:
    """Both figures, on one Prefect server of their own."""
    tell("starting a Prefect server")
    with TemporaryDirectory(prefix="peer-support-benchmark-") as folder:
        settings = Settings(data_dir=Path(folder), prefect_port=free_port())
        environment.apply(settings)  # before Prefect is imported
        with hosted(settings):
            place = Workplace(settings)
            prepare(place.engine)
            tell(f"{pairs} runs of a stage's flow, and as many of an empty one")
            flow, empty = asyncio.run(_paired(place, pairs))
            yield at_most("a stage's flow", 1.3, value=flow, reference=empty, unit="s")
            tell(f"{events} events followed by a relay of its own process")
            waits = _first_lines(place, events)
            p95 = statistics.quantiles(waits, n=20, method="inclusive")[-1]
            yield Figure("commit to first line of the flow, 95th percentile", p95, "s", goal=1, reference=empty)


async def _paired(place: Workplace, pairs: int) -> tuple[float, float]:
    """Median seconds of claiming and following the agreement of a scope, and of an empty flow, in turn."""
    from prefect import flow, task

    from workflows.connection import kept_connection
    from workflows.relaying import Relay
    from workflows.sight import finish_showing
    from workflows.workplace import work_at

    @task
    async def nothing() -> None:
        pass

    @flow
    async def empty() -> None:
        for _ in range(TASKS):
            await nothing()

    relay = Relay(work_at(place), "benchmark")
    ours, theirs = [], []
    async with kept_connection():
        for ref in _scopes_to_agree(place, pairs + 2):
            _agree(place, ref)
            started = time.perf_counter()
            await relay.follow_next()
            between = time.perf_counter()
            await empty()
            ours.append(between - started)
            theirs.append(time.perf_counter() - between)
        await finish_showing()
    return statistics.median(ours[2:]), statistics.median(theirs[2:])


def _first_lines(place: Workplace, events: int) -> list[float]:
    """Seconds from a commit to the start of the flow's first task, which is a little after its first line."""
    first, *others = _scopes_to_agree(place, events + 1)
    _agree(place, first)
    committed = {}
    with _relay(place.settings):
        _until_idle(place)
        for ref in others:
            _agree(place, ref)
            committed[ref] = time.time()
            time.sleep(SPACING)
        _until_idle(place)
        time.sleep(3)  # Prefect writes the starts of tasks down a moment later
    starts = asyncio.run(_first_starts(list(committed)))
    return [starts[ref] - moment for ref, moment in committed.items()]


@contextmanager
def _relay(settings: Settings) -> Iterator[None]:
    own = {"PEER_SUPPORT_DATA_DIR": str(settings.data_dir), "PEER_SUPPORT_PREFECT_PORT": str(settings.prefect_port)}
    with (settings.data_dir / "relay.log").open("wb") as log:
        command = [sys.executable, "-m", "workflows.relay"]
        relay = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log)
        try:
            yield
        finally:
            relay.terminate()
            relay.wait()


async def _first_starts(refs: list[str]) -> dict[str, float]:
    """When the first task began of each engagement's last flow, as Prefect recorded it; seconds since 1970."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags

    starts = {}
    async with get_client() as client:
        for ref in refs:
            runs = FlowRunFilter(tags=FlowRunFilterTags(all_=[ref, "stage:team_assignment"]))
            tasks = await client.read_task_runs(flow_run_filter=runs)
            starts[ref] = min(task.start_time.timestamp() for task in tasks if task.start_time)
    return starts


def _scopes_to_agree(place: Workplace, count: int) -> list[str]:
    """Engagements whose scope waits to be agreed, with nothing else to follow."""
    with writing(place.engine) as connection:
        refs = begin(connection, place.world, count, STEP)
        done(connection, [event["position"] for event in waiting(connection)])
    return refs


def _agree(place: Workplace, ref: str) -> None:
    step = step_named(STEP)
    handle(place.engine, place.world, step.command, step.actor, step.now, ref=ref, command_id=uuid4())


def _until_idle(place: Workplace) -> None:
    """Until everything is followed and every message sent. TimeoutError where that takes too long."""
    notification, deadline = Notification.table, time.monotonic() + WITHIN
    under_way = notification.c.status.in_((NotificationStatus.PENDING, NotificationStatus.SENDING))
    to_send = select(func.count()).select_from(notification).where(under_way)
    while time.monotonic() < deadline:
        with reading(place.engine) as connection:
            if not how_many(connection) and not connection.execute(to_send).scalar_one():
                return
        time.sleep(0.2)
    raise TimeoutError(f"The relay did not finish within {WITHIN:.0f} seconds: see its log.")
