"""Processes to be killed: the commander and the relay as forks of this one, and the Prefect server as it always starts.

A fork has everything imported, which would take a relay three seconds of each of its short lives. It is a process all
the same: SIGKILL takes it without a word, with its connections, claims and half-written files.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from benchmarks.commander import Commander
from benchmarks.story import world
from config.settings import Settings
from engagements.database import connect
from workflows.environment import api_url, prefect_environment
from workflows.processes import ProcessGroup
from workflows.relay import run_relay
from workflows.server import is_healthy, server_command, server_log

RELAY = "campaign"


class Forked:
    """A child that does one thing until it is killed, or stopped."""

    def __init__(self, name: str, work: Callable[[], None], group: ProcessGroup, log: Path) -> None:
        self.name, self._work, self._group, self._log = name, work, group, log
        self.pid = 0

    def start(self) -> None:
        if threading.active_count() > 1:
            raise RuntimeError("A process with threads cannot be forked safely.")
        self.pid = os.fork()
        if self.pid:
            return
        try:
            self._group.join()
            with self._log.open("ab", buffering=0) as log:
                os.dup2(log.fileno(), 1)
                os.dup2(log.fileno(), 2)
            self._work()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(0)

    def end(self, how: signal.Signals) -> None:
        os.kill(self.pid, how)
        os.waitpid(self.pid, 0)


class Server:
    """The Prefect server: started from nothing each time, which takes seconds."""

    name = "Prefect server"

    def __init__(self, settings: Settings, group: ProcessGroup) -> None:
        self._settings, self._group = settings, group
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = prefect_environment(self._settings)
        self._process = self._group.start(server_command(), environment, server_log(self._settings))

    def wait(self) -> None:
        """Until it answers."""
        while not is_healthy(api_url(self._settings)):
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError(f"The Prefect server ended; its log is {server_log(self._settings)}.")
            time.sleep(0.1)

    def end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait()


def commander(settings: Settings, folder: Path, group: ProcessGroup, chance: random.Random) -> Forked:
    def give() -> None:
        Commander(connect(settings.database), world(), folder, random.Random(chance.random())).run()

    return Forked("commander", give, group, folder / "commander.log")


def relay(settings: Settings, folder: Path, group: ProcessGroup) -> Forked:
    return Forked("relay", lambda: asyncio.run(run_relay(settings, RELAY)), group, folder / "relay.log")
