"""``up`` starts the whole system, says where to look, follows what happens, and leaves no process behind."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from cli.up import children
from config.settings import Settings
from tests.cli.conftest import PEER_SUPPORT, Terminal


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """A free port, which the Prefect server is to use; the portal uses another one."""
    free = []
    for server in ("PORTAL", "PREFECT"):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            free.append(int(listener.getsockname()[1]))
        monkeypatch.setenv(f"PEER_SUPPORT_{server}_PORT", str(free[-1]))
    return free[-1]


@pytest.fixture
def running(port: int, data_dir: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [PEER_SUPPORT, "up", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def begun_by(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_system_starts_follows_what_happens_and_stops_without_a_trace(
    terminal: Terminal, running: "subprocess.Popen[str]", port: int
) -> None:
    assert running.stdout
    where = json.loads(running.stdout.readline())
    assert where["prefect"] == f"http://127.0.0.1:{port}"
    assert urlopen(f"{where['prefect']}/api/health").status == 200
    everyone = begun_by(running.pid)
    assert len(everyone) == 5  # the Prefect server, portal, relay, sweeps, and who ends them if we are killed
    assert "Sign in" in urlopen(f"{where['portal']}/sign-in").read().decode()

    terminal.case().request()
    while not terminal("mailbox", "--json").json:
        assert running.poll() is None
        time.sleep(0.2)
    assert terminal("outbox", "--json").json == []

    running.send_signal(signal.SIGINT)
    assert running.wait() == 0
    assert not [pid for pid in everyone if lives(pid)]


def test_a_port_that_is_taken_is_refused_before_anything_starts(nowhere: Terminal, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        said = nowhere("up")
    assert (said.code, said.out) == (1, "")
    assert f"Port {port} is in use" in said.err


def test_a_prefect_server_of_somebody_elses_is_not_started(data_dir: Path) -> None:
    named = [child.name for child in children(Settings.load())]
    assert named == ["Prefect server", "portal", "relay", "sweeps"]
    elsewhere = Settings(prefect_api_url="http://prefect.example.org:4200/api")
    assert [child.name for child in children(elsewhere)] == ["portal", "relay", "sweeps"]
