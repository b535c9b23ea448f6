"""Hosting the Prefect server: what may go wrong is told apart; writers take turns; nobody else is called or let in."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from config.listening import CannotListen, PortTaken, listen
from config.settings import Settings
from tests.conftest import free_port
from workflows.environment import prefect_environment
from workflows.processes import ProcessGroup
from workflows.server import (
    ServerDied,
    ServerTooSlow,
    hosted,
    is_healthy,
    server_command,
    wait_until_healthy,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, prefect_port=free_port())


def test_a_taken_port_is_told_with_what_to_do(settings: Settings) -> None:
    told = f"Port {settings.prefect_port} is in use .* PEER_SUPPORT_PREFECT_PORT"
    with (
        socket.create_server(("127.0.0.1", settings.prefect_port)),
        pytest.raises(PortTaken, match=told),
        hosted(settings),
    ):
        pass


def test_the_server_itself_tells_when_its_port_is_taken_meanwhile(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", settings.prefect_port)):
        server = subprocess.run(
            server_command(), env=prefect_environment(settings), capture_output=True, text=True, check=False
        )
    assert server.returncode == 1
    assert server.stderr.startswith(f"Port {settings.prefect_port} is in use")


def test_answers_do_not_wait_for_one_another(settings: Settings) -> None:
    with listen(settings.prefect_host, settings.prefect_port, "prefect") as listener:
        assert listener.proto == socket.IPPROTO_TCP  # else asyncio leaves Nagle's algorithm on: 40 ms for each answer


def test_a_host_that_is_not_this_machine_is_told(settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"prefect_host": "192.0.2.1"})  # for documentation only: nobody's address
    with pytest.raises(CannotListen, match=r"cannot listen on 192\.0\.2\.1"), hosted(elsewhere):
        pass


def test_a_server_that_dies_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "server.log"
    with ProcessGroup() as group:
        dying = group.start([sys.executable, "-c", "raise SystemExit('The disk is full.')"], {}, log)
        with pytest.raises(ServerDied, match=r"(?s)stopped before it answered.*The disk is full\."):
            wait_until_healthy("http://127.0.0.1:9/api", 60, lambda: dying.poll() is None, log)


def test_a_server_that_does_not_answer_is_told() -> None:
    with pytest.raises(ServerTooSlow, match=r"did not answer at http://127\.0\.0\.1:9/api"):
        wait_until_healthy("http://127.0.0.1:9/api", 0, lambda: True)


def test_a_stopped_server_is_not_healthy_and_another_program_is_not_one() -> None:
    assert not is_healthy(f"http://127.0.0.1:{free_port()}/api")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert not is_healthy(f"http://127.0.0.1:{silent.getsockname()[1]}/api")


def test_writers_take_turns_and_none_is_told_to_come_back_later(prefect_server: str) -> None:
    async def begin_at_once(runs: int) -> set[int]:
        async with httpx.AsyncClient(base_url=prefect_server, timeout=60, trust_env=False) as client:
            flow = (await client.post("/flows/", json={"name": "at once"})).json()["id"]
            begun = [
                client.post("/flow_runs/", json={"flow_id": flow, "state": {"type": "RUNNING"}}) for _ in range(runs)
            ]
            return {answer.status_code for answer in await asyncio.gather(*begun)}

    assert asyncio.run(begin_at_once(40)) == {201}


def test_a_schedule_makes_runs_by_the_clock_of_london(prefect_server: str) -> None:
    at_six = {"schedule": {"cron": "0 6 * * *", "timezone": "Europe/London"}}
    summer = {"start_time": "2099-03-28T12:00:00Z", "end_time": "2099-03-30T12:00:00Z"}  # it begins on the 29th
    with httpx.Client(base_url=prefect_server, timeout=60, trust_env=False) as client:
        flow = client.post("/flows/", json={"name": "sweep"}).json()["id"]
        deployment = {"name": "daily", "flow_id": flow, "schedules": [at_six]}
        made = client.post("/deployments/", json=deployment).json()["id"]
        client.post(f"/deployments/{made}/schedule", json=summer).raise_for_status()
        asked = {"deployments": {"id": {"any_": [made]}}, "sort": "EXPECTED_START_TIME_DESC", "limit": 2}
        last_two = [run["expected_start_time"] for run in client.post("/flow_runs/filter", json=asked).json()]
    assert last_two == ["2099-03-30T05:00:00Z", "2099-03-29T05:00:00Z"]


def test_the_pages_are_those_that_call_nobody_and_other_sites_may_not_use_the_api(prefect_server: str) -> None:
    pages = httpx.get(prefect_server.removesuffix("api") + "ui-settings", trust_env=False)
    assert pages.json()["default_ui"] == "v1"
    asked_from_elsewhere = {"Origin": "https://www.example.org", "Access-Control-Request-Method": "POST"}
    assert httpx.options(f"{prefect_server}/flows/", headers=asked_from_elsewhere, trust_env=False).status_code == 400
