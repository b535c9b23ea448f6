"""What becomes, in Prefect, of the runs that a relay left behind when it was killed."""

import asyncio
from uuid import UUID, uuid4

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.states import Completed, Pending, Running

from workflows.orphans import REASON, mark_orphans_crashed, relay_tag

pytestmark = pytest.mark.usefixtures("prefect_server")


@flow(name="left behind")
async def left_behind() -> None: ...


@pytest.fixture
def relay() -> str:
    """A relay whose name no other test has."""
    return f"relay-{uuid4()}"


async def leave(relay: str, state: State[None], *, with_a_task: bool = False) -> UUID:
    """A run as a relay that is killed leaves it."""
    async with get_client() as client:
        run = await client.create_flow_run(left_behind, tags=[relay_tag(relay)], state=state)
        if with_a_task:
            under_way = {"flow_run_id": str(run.id), "task_key": "tell", "dynamic_key": "0"}
            await client.request("POST", "/task_runs/", json=under_way | {"state": {"type": "RUNNING"}})
        return run.id


def left(relay: str, state: State[None], *, with_a_task: bool = False) -> UUID:
    return asyncio.run(leave(relay, state, with_a_task=with_a_task))


def seen(run: UUID) -> tuple[FlowRun, list[TaskRun]]:
    async def look() -> tuple[FlowRun, list[TaskRun]]:
        async with get_client() as client:
            tasks = await client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run])))
            return await client.read_flow_run(run), tasks

    return asyncio.run(look())


def said(run: FlowRun | TaskRun) -> tuple[str | None, str | None]:
    return run.state_name, run.state.message if run.state else None


@pytest.mark.parametrize("state", [Running(), Pending()], ids=["running", "pending"])
def test_a_run_left_under_way_is_marked_crashed_with_its_tasks_and_the_reason(relay: str, state: State[None]) -> None:
    run = left(relay, state, with_a_task=True)
    assert asyncio.run(mark_orphans_crashed(relay)) == 1
    flow_run, (task_run,) = seen(run)
    assert said(flow_run) == said(task_run) == ("Crashed", REASON)


def test_a_run_that_ended_stays_as_it_ended(relay: str) -> None:
    run = left(relay, Completed())
    assert asyncio.run(mark_orphans_crashed(relay)) == 0
    assert seen(run)[0].state_name == "Completed"


def test_the_runs_of_another_relay_are_its_own(relay: str) -> None:
    run = left(f"{relay}-beside", Running())
    assert asyncio.run(mark_orphans_crashed(relay)) == 0
    assert seen(run)[0].state_name == "Running"


def test_marking_again_finds_nothing(relay: str) -> None:
    left(relay, Running())
    asyncio.run(mark_orphans_crashed(relay))
    assert asyncio.run(mark_orphans_crashed(relay)) == 0


def test_more_runs_than_prefect_lists_at_once_are_all_marked(relay: str) -> None:
    runs = [left(relay, Running()) for _ in range(5)]
    assert asyncio.run(mark_orphans_crashed(relay, page=2)) == 5
    assert {seen(run)[0].state_name for run in runs} == {"Crashed"}
