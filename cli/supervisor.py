"""Keeps the system's processes running until it is told to stop, and leaves none behind. For POSIX systems.

A plain loop looks at each child ten times a second. A child that ends is started again after a wait; one that keeps
ending soon after its start is given up, with the end of its log.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from workflows.processes import ProcessGroup, last_lines

TICK = 0.1  # seconds


class AlreadyRunning(Exception):
    """Another supervisor works on the same data directory."""


class GivenUp(Exception):
    """A child does not stay up. The message ends with the last lines of its log."""


@dataclass(frozen=True)
class Child:
    """A process to keep running. Until `ready` says so, the children after it wait; without it, it is ready at once."""

    name: str  # as people read it: "relay"
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)  # added to ours
    ready: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds."""

    restarts: tuple[float, ...] = (0.5, 1, 2, 4)  # before each new start in a row: after the last, no more
    early: float = 10  # whoever stayed up for longer begins a new row
    ready: float = 90
    stop: float = 10


@dataclass
class _Kept:
    child: Child
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    not_before: float = 0
    early_ends: int = 0
    is_ready: bool = False


class Supervisor:
    """Starts the children in order, keeps them running, stops them in reverse order."""

    def __init__(
        self,
        children: Sequence[Child],
        data_dir: Path,
        say: Callable[[str], object] = print,
        welcome: str = "",
        patience: Patience = Patience(),
    ) -> None:
        self._data_dir, self._say, self._welcome, self._patience = data_dir, say, welcome, patience
        self._kept = [_Kept(child, log_of(child, data_dir)) for child in children]

    def run(self) -> int:
        """Return the exit code: 0 when a signal (SIGINT, SIGTERM, SIGHUP) asked to stop, 1 when a child is given up.

        Raises AlreadyRunning before anything is started. The welcome is said once, when everything is ready.
        """
        with only_one(self._data_dir), _stop_asked() as asked, ProcessGroup() as group:
            try:
                while not asked():
                    self._look_after(group)
                    time.sleep(TICK)
                self._say("Stopping.")
                return 0
            except GivenUp as end:
                self._say(str(end))
                return 1
            finally:
                self._stop(group)

    def _look_after(self, group: ProcessGroup) -> None:
        if not group.is_kept:
            raise GivenUp("The process that guards the others was killed: they are stopped.")
        for kept in self._kept:
            if kept.process is None:
                self._start(kept, group)
            elif (code := kept.process.poll()) is not None:
                self._ended(kept, _how(code))
            elif not kept.is_ready:
                self._await(kept, kept.process, group)
            if not kept.is_ready:
                return  # those after it wait for it
        self._say_once_ready()

    def _start(self, kept: _Kept, group: ProcessGroup) -> None:
        if time.monotonic() < kept.not_before:
            return
        kept.process = group.start(kept.child.command, kept.child.environment, kept.log)
        kept.started = time.monotonic()
        kept.is_ready = kept.child.ready is None

    def _await(self, kept: _Kept, process: subprocess.Popen[bytes], group: ProcessGroup) -> None:
        if kept.child.ready is None or kept.child.ready():
            kept.is_ready = True
        elif time.monotonic() - kept.started > self._patience.ready:
            group.stop(process, self._patience.stop)
            self._ended(kept, f"it was not ready within {self._patience.ready:g} seconds")

    def _ended(self, kept: _Kept, how: str) -> None:
        early = not kept.is_ready or time.monotonic() - kept.started < self._patience.early
        kept.early_ends = kept.early_ends + 1 if early else 1
        if kept.early_ends > len(self._patience.restarts):
            raise GivenUp(
                f"The {kept.child.name} stopped {kept.early_ends} times in a row ({how}) and is given up. "
                f"Its log, {kept.log}, ends:\n{last_lines(kept.log)}"
            )
        self._say(f"The {kept.child.name} stopped ({how}) and is started again.")
        kept.process, kept.is_ready = None, False
        kept.not_before = time.monotonic() + self._patience.restarts[kept.early_ends - 1]

    def _say_once_ready(self) -> None:
        if self._welcome:
            self._say(self._welcome)
            self._welcome = ""

    def _stop(self, group: ProcessGroup) -> None:
        for kept in reversed(self._kept):
            if kept.process is not None:
                group.stop(kept.process, self._patience.stop)


def log_of(child: Child, data_dir: Path) -> Path:
    return data_dir / "logs" / f"{child.name.lower().replace(' ', '-')}.log"


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Hold the data directory. Raises AlreadyRunning where another process holds it; the end of a process lets go."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "supervisor.pid").open("a+") as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder.seek(0)
            raise AlreadyRunning(f"Already running on {data_dir}: process {holder.read().strip()}.") from None
        holder.truncate(0)
        holder.write(f"{os.getpid()}\n")
        holder.flush()
        yield


@contextmanager
def _stop_asked() -> Iterator[Callable[[], bool]]:
    """Turn the signals that ask us to stop into an answer to ask for."""
    received: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        received.append(number)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup has it
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
