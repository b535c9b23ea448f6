"""One connection to Prefect for many runs."""

import asyncio

import pytest
from prefect import flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from tests.conftest import free_port
from workflows.connection import kept_connection


@flow
async def connected_by() -> PrefectClient:
    return get_client()


@pytest.mark.usefixtures("prefect_server")
def test_runs_one_after_another_share_a_connection() -> None:
    async def run_two() -> tuple[PrefectClient, PrefectClient]:
        async with kept_connection():
            return await connected_by(), await connected_by()

    first, second = asyncio.run(run_two())
    assert first is second


def test_a_connection_may_be_opened_while_prefect_is_away() -> None:
    async def open_it() -> PrefectClient:
        async with kept_connection():
            return get_client()

    away = f"http://127.0.0.1:{free_port()}/api"
    with temporary_settings({PREFECT_API_URL: away}):
        assert str(asyncio.run(open_it()).api_url).rstrip("/") == away
