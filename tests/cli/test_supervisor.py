"""What `peer-support up` promises of the processes that it keeps running: real ones here, but tiny."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Keeps what it is told to: NAME=PROGRAM for each child, NAME is ready once there is a file NAME.ready.
SUPERVISOR = """
import signal
import sys
from functools import partial
from pathlib import Path
from cli.supervisor import AlreadyRunning, Child, Patience, Supervisor

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests themselves may run under nohup
folder = Path(sys.argv[1])
children = []
for given in sys.argv[2:]:
    name, program = given.split("=", 1)
    ready = (folder / f"{name}.ready").exists
    children.append(Child(name, [sys.executable, "-S", "-c", program, name, str(folder)], {"GREETING": "hello"}, ready))
try:
    print_now = partial(print, flush=True)
    sys.exit(Supervisor(children, folder, print_now, "All is ready.", Patience((0, 0, 0, 0), ready=60, stop=1)).run())
except AlreadyRunning as refusal:
    sys.exit(str(refusal))
"""

BEGIN = """
import os, pathlib, signal, sys, time
name, folder = sys.argv[1], pathlib.Path(sys.argv[2])
def note(file, text):
    with (folder / file).open("a") as f: f.write(f"{text}\\n")
note("started", name)
note(f"{name}.pids", os.getpid())
"""
STAY = "time.sleep(600)"
READY = "note(f'{name}.ready', '')\n"
STEADY = BEGIN + READY + STAY
TELL_AND_STOP = "signal.signal(signal.SIGTERM, lambda *_: (note('stopped', name), os._exit(0)))\n"
TELLS_WHEN_STOPPED = BEGIN + TELL_AND_STOP + READY + STAY
BEGETS = "if os.fork() == 0: note('grandchild.pids', os.getpid())\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


Supervise = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def supervise(folder: Path) -> Iterator[Supervise]:
    begun: list[subprocess.Popen[str]] = []

    def start(**programs: str) -> "subprocess.Popen[str]":
        given = [f"{name}={program}" for name, program in programs.items()]
        command = [sys.executable, "-c", SUPERVISOR, str(folder), *given]
        begun.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def until(condition: Callable[[], object]) -> None:
    """Wait for something that must come, for as long as a slow machine may need."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("It did not come.")


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def pids(folder: Path) -> list[int]:
    return [int(pid) for file in folder.glob("*.pids") for pid in lines(file)]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"  # dead, and not yet collected by its parent


def said(process: "subprocess.Popen[str]", phrase: str) -> str:
    """The line, of what the supervisor says, that holds the phrase."""
    assert process.stdout
    for line in process.stdout:
        if phrase in line:
            return line
    pytest.fail(f"It never said {phrase!r}.")


def test_children_start_in_order_each_once_the_one_before_is_ready(folder: Path, supervise: Supervise) -> None:
    needs_the_server = BEGIN + "note('order', (folder / 'server.ready').exists())\n" + READY + STAY
    slow = BEGIN + "time.sleep(0.5)\n" + READY + STAY
    said(supervise(server=slow, relay=needs_the_server, runner=STEADY), "All is ready.")
    assert lines(folder / "started") == ["server", "relay", "runner"]
    assert lines(folder / "order") == ["True"]


def test_a_child_gets_its_environment_and_its_output_is_kept(folder: Path, supervise: Supervise) -> None:
    said(supervise(relay=BEGIN + "print(os.environ['GREETING'], flush=True)\n" + READY + STAY), "All is ready.")
    assert lines(folder / "logs" / "relay.log") == ["hello"]


def test_a_child_that_is_killed_is_started_again_and_the_others_stay(folder: Path, supervise: Supervise) -> None:
    system = supervise(server=STEADY, relay=STEADY)
    said(system, "All is ready.")
    os.kill(int(lines(folder / "relay.pids")[0]), signal.SIGKILL)
    assert "killed by SIGKILL" in said(system, "The relay stopped")
    until(lambda: len(lines(folder / "relay.pids")) == 2)
    assert len(lines(folder / "server.pids")) == 1


def test_a_child_that_keeps_stopping_is_given_up_with_the_end_of_its_log(folder: Path, supervise: Supervise) -> None:
    system = supervise(server=STEADY, relay=BEGIN + "sys.exit('The disk is full.')")
    out, _ = system.communicate()
    assert system.returncode == 1
    assert "The relay stopped 5 times in a row (exit code 1)" in out
    assert "The disk is full." in out
    assert not any(is_alive(pid) for pid in pids(folder))


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_the_children_in_reverse_order_and_leaves_none(
    folder: Path, supervise: Supervise, asked: signal.Signals
) -> None:
    system = supervise(server=TELLS_WHEN_STOPPED, relay=TELLS_WHEN_STOPPED)
    said(system, "All is ready.")
    system.send_signal(asked)
    assert system.wait(60) == 0
    assert lines(folder / "stopped") == ["relay", "server"]
    assert not any(is_alive(pid) for pid in pids(folder))


def test_it_stops_a_child_that_will_not_and_what_that_child_started(folder: Path, supervise: Supervise) -> None:
    stubborn = "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + BEGETS
    system = supervise(runner=BEGIN + stubborn + READY + STAY)
    until(lambda: len(pids(folder)) == 2)
    said(system, "All is ready.")
    system.terminate()
    assert system.wait(60) == 0
    assert not any(is_alive(pid) for pid in pids(folder))


def test_it_can_be_stopped_while_a_child_is_not_ready(folder: Path, supervise: Supervise) -> None:
    system = supervise(server=BEGIN + STAY, relay=STEADY)
    until(lambda: pids(folder))
    system.terminate()
    assert system.wait(60) == 0
    assert lines(folder / "started") == ["server"]
    assert not any(is_alive(pid) for pid in pids(folder))


def test_no_process_outlives_a_supervisor_that_is_killed(folder: Path, supervise: Supervise) -> None:
    parent = BEGIN + BEGETS + READY + STAY
    system = supervise(server=STEADY, runner=parent)
    said(system, "All is ready.")
    until(lambda: len(pids(folder)) == 3)
    assert all(is_alive(pid) for pid in pids(folder))
    system.kill()
    until(lambda: not any(is_alive(pid) for pid in pids(folder)))


def test_everything_stops_when_nothing_guards_it_any_more(folder: Path, supervise: Supervise) -> None:
    system = supervise(server=STEADY)
    said(system, "All is ready.")
    os.kill(os.getpgid(pids(folder)[0]), signal.SIGKILL)  # the guard leads the children's group
    assert system.wait(60) == 1
    assert not any(is_alive(pid) for pid in pids(folder))


def test_one_data_directory_has_one_supervisor(folder: Path, supervise: Supervise) -> None:
    first = supervise(server=STEADY)
    said(first, "All is ready.")
    second = supervise(server=STEADY)
    _, told = second.communicate()
    assert second.returncode == 1
    assert told == f"Already running on {folder}: process {first.pid}.\n"
    assert len(lines(folder / "started")) == 1


def test_a_killed_supervisor_does_not_keep_the_next_one_out(folder: Path, supervise: Supervise) -> None:
    killed = supervise(server=STEADY)
    said(killed, "All is ready.")
    killed.kill()
    killed.wait()
    said(supervise(server=STEADY), "All is ready.")
