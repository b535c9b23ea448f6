"""The work pool: what has to be known to Prefect before workers on other machines can follow events."""

from contextlib import suppress
from typing import Any

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from prefect.types.entrypoint import EntrypointType

from workflows.catalogue import CATALOGUE
from workflows.sweeps import follow_a_batch

DEPLOYMENT = "follow"


async def register(pool: str) -> list[str]:
    """Create the pool where it is missing, and a deployment on it of each flow that follows events. Their names.

    A worker needs the same checkout, installed, and the same settings; the flow is found by its module's name.
    """
    async with get_client() as client:
        with suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    flows: list[Flow[Any, Any]] = [*(row.flow for row in CATALOGUE), follow_a_batch]
    names = []
    for followed in flows:
        deployment = await followed.ato_deployment(
            DEPLOYMENT, work_pool_name=pool, entrypoint_type=EntrypointType.MODULE_PATH, tags=["follows events"]
        )
        await deployment.aapply()
        names.append(f"{followed.name}/{DEPLOYMENT}")
    return names
