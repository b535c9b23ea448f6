"""A relay on a test's case, and what Prefect says of its runs."""

import asyncio
from collections.abc import Collection, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey, FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.objects import Artifact, FlowRun
from prefect.events import Event
from sqlalchemy import Engine

from config.settings import Settings
from engagements.database import reading
from engagements.outbox import waiting
from notifications.ledger import Notification, listed
from tests.builders import Case
from workflows.connection import kept_connection
from workflows.relaying import Relay
from workflows.sight import finish_showing
from workflows.workplace import Workplace, work_at

T = TypeVar("T")


class OnEngine(Workplace):
    """A workplace on a test's own database, at the test's own time."""

    def __init__(self, case: Case, folder: Path, **settings: Any) -> None:
        super().__init__(Settings(data_dir=folder, **settings), lambda: case.now)
        self.__dict__["engine"] = case.engine


def relay_for(case: Case, folder: Path, name: str = "tests", **settings: Any) -> Relay:
    """A relay whose flows work on the case's database."""
    return Relay(work_at(OnEngine(case, folder, **settings)), name)


def drained(relay: Relay) -> Relay:
    """The relay after it has followed and delivered everything that it may now."""
    run(relay.drain())
    return relay


_LOOPS: list[asyncio.Runner] = []


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run flows on the loop that the fixture ``one_loop`` keeps."""
    return _LOOPS[-1].run(work)


@contextmanager
def one_loop_with_a_connection() -> Iterator[None]:
    """One event loop and one connection to Prefect for many tests, as a relay has them."""
    with asyncio.Runner() as loop:
        connection = kept_connection()
        loop.run(connection.__aenter__())
        _LOOPS.append(loop)
        yield
        _LOOPS.remove(loop)
        loop.run(finish_showing())
        loop.run(connection.__aexit__(None, None, None))


def outbox(engine: Engine) -> list[dict[str, Any]]:
    with reading(engine) as connection:
        return waiting(connection)


def messages(engine: Engine) -> list[Notification]:
    with reading(engine) as connection:
        return listed(connection)


def runs_tagged(tag: str) -> list[FlowRun]:
    """The flow runs that carry a tag, oldest first."""

    async def read() -> list[FlowRun]:
        async with get_client() as client:
            found = await client.read_flow_runs(flow_run_filter=FlowRunFilter(tags=FlowRunFilterTags(all_=[tag])))
            return sorted(found, key=lambda each: str(each.created))

    return run(read())


def artifacts(key: str) -> list[Artifact]:
    async def read() -> list[Artifact]:
        async with get_client() as client:
            return await client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))

    return run(read())


def prefect_event_about(resource: str, runs: Collection[str]) -> Event:
    """The event about a resource beside one of these runs, as Prefect keeps it: it writes events some seconds later."""

    async def read() -> Event:
        which = {"resource": {"id": [resource]}}
        async with get_client() as client:
            while True:
                answer = await client.request("POST", "/events/filter", json={"filter": which})
                for found in map(Event.model_validate, answer.json()["events"]):
                    if any(related.id in runs for related in found.related):
                        return found
                await asyncio.sleep(0.2)

    return run(asyncio.wait_for(read(), 60))
