"""How many runs Prefect counts, by what became of them."""

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType


async def flow_run_counts() -> dict[str, int]:
    """``{"completed", "failed"}``; a crashed or cancelled run counts as failed."""
    failed = [StateType.FAILED, StateType.CRASHED, StateType.CANCELLED]
    async with get_client() as client:
        return {
            name: await client.count_flow_runs(
                flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types)))
            )
            for name, types in (("completed", [StateType.COMPLETED]), ("failed", failed))
        }
