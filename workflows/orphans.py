"""Runs that a killed relay left behind.

Prefect would show them as running for ever, so a relay that starts says what became of its own.
"""

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES, StateType
from prefect.states import Crashed

UNDER_WAY = [state for state in StateType if state not in TERMINAL_STATES]
PAGE = 100  # runs; Prefect lists 200 at most
REASON = "The relay that ran this was stopped; the event is followed again."


def relay_tag(relay: str) -> str:
    """The tag that every flow run of a relay carries. A relay keeps its name when it is started again."""
    return f"relay:{relay}"


async def mark_orphans_crashed(relay: str, page: int = PAGE) -> int:
    """Mark every run that the relay left under way *Crashed*, its tasks included; how many flow runs there were.

    To be called before the relay runs its first flow. Runs of deployments are left alone: whoever runs those knows.
    """
    marked = 0
    async with get_client() as client:
        while orphans := await client.read_flow_runs(flow_run_filter=_left_by(relay), limit=page):
            for orphan in orphans:
                await _crash_tasks(client, FlowRunFilter(id=FlowRunFilterId(any_=[orphan.id])))
                await client.set_flow_run_state(orphan.id, Crashed(message=REASON), force=True)
            marked += len(orphans)
    return marked


async def _crash_tasks(client: PrefectClient, of_run: FlowRunFilter) -> None:
    under_way = TaskRunFilter(state=TaskRunFilterState(type=TaskRunFilterStateType(any_=UNDER_WAY)))
    while tasks := await client.read_task_runs(flow_run_filter=of_run, task_run_filter=under_way, limit=PAGE):
        for task in tasks:
            await client.set_task_run_state(task.id, Crashed(message=REASON), force=True)


def _left_by(relay: str) -> FlowRunFilter:
    return FlowRunFilter(
        tags=FlowRunFilterTags(all_=[relay_tag(relay)]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=UNDER_WAY)),
        deployment_id=FlowRunFilterDeploymentId(is_null_=True),
    )
