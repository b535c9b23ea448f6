"""Processes to be killed: the commander and the relay as forks of this one, and the Prefect server as it always starts.

A fork has everything imported: a relay would take three seconds for that, and be struck before it ever got to work. It
is a process all the same: SIGKILL takes it without a word, with its connections, claims and half-written files.
"""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.commander import Commander
from benchmarks.mailserver import serve
from benchmarks.story import STORY, world
from benchmarks.sweeper import Sweeper
from config.settings import Settings
from engagements.database import connect
from workflows.environment import api_url, prefect_environment
from workflows.processes import ProcessGroup
from workflows.relaying import Relay
from workflows.server import is_healthy, server_command, server_log
from workflows.workplace import Workplace, work_at

RELAY = "campaign"

IN_WORKING_HOURS = datetime(2040, 1, 4, 9, tzinfo=UTC)
"""A Wednesday morning after every day that is swept: digests go out at once, at whatever hour the campaign runs."""


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
    rules = world()
    for step in STORY:
        rules.calendar.after(step.on, 100)  # reads the bank holidays, once for all forks

    def give() -> None:
        Commander(connect(settings.database), rules, folder, random.Random(chance.random())).run()

    return Forked("commander", give, group, folder / "commander.log")


def mail_server(listener: socket.socket, file: Path, group: ProcessGroup, log: Path) -> Forked:
    """Never struck: it stands for the world outside."""
    return Forked("mail server", lambda: asyncio.run(serve(listener, file)), group, log)


def sweeper(settings: Settings, folder: Path, group: ProcessGroup) -> Forked:
    rules = world()

    def sweep() -> None:
        Sweeper(connect(settings.database), rules, settings, folder).run()

    return Forked("sweeper", sweep, group, folder / "sweeper.log")


def relay(settings: Settings, folder: Path, group: ProcessGroup) -> Forked:
    ahead = IN_WORKING_HOURS - datetime.now(UTC)

    def follow() -> None:
        asyncio.run(Relay(work_at(Workplace(settings, lambda: datetime.now(UTC) + ahead)), RELAY).run())

    return Forked("relay", follow, group, folder / "relay.log")
