"""Child processes that never outlive us, not even when we are killed."""

import os
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGKILL
from typing import Self

LOG_LIMIT = 10_000_000  # bytes; a longer log is set aside when its process starts
LAST_LINES = 15

# Waits for the end of its input, which is the end of us however we ended, then kills its whole group, itself included.
KEEPER = ("sh", "-c", "trap '' HUP INT TERM; read -r _; kill -KILL 0")


class ProcessGroup:
    """A process group of our children, and of theirs, that is killed when the block ends or this process does.

    A child joins the group before it lets go of the keeper's pipe, so there is no moment in which it could be missed.
    The group is not the terminal's foreground one: Ctrl-C reaches us alone. For POSIX systems.
    """

    def __init__(self) -> None:
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._keeper = subprocess.Popen(KEEPER, stdin=subprocess.PIPE, process_group=0)
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._keeper.pid, SIGKILL)
        self._keeper.communicate()
        for child in self._children:
            child.wait()

    def join(self) -> None:
        """For a process that was forked from ours: become one of the group."""
        os.setpgid(0, self._keeper.pid)

    def start(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
        """Start a child whose output goes to the end of the log, with the environment added to ours."""
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".previous.log"))
        with log.open("ab") as output:
            child = subprocess.Popen(
                command,
                env=os.environ | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=self._keeper.pid,
            )
        self._children.append(child)
        return child

    def stop(self, child: subprocess.Popen[bytes], within: float) -> None:
        """Ask a child to stop, and kill it where it has not after so many seconds."""
        child.terminate()
        try:
            child.wait(within)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    @property
    def is_kept(self) -> bool:
        """Whether the keeper still watches over us; without it, children could outlive us."""
        return self._keeper.poll() is None


def last_lines(log: Path, lines: int = LAST_LINES) -> str:
    """How a log ends; empty where there is none."""
    if not log.exists():
        return ""
    with log.open(errors="replace") as text:
        return "".join(deque(text, lines)).rstrip()
