"""Hosting the Prefect server: the command that starts it, and waiting until it answers.

The process that hosts does not import Prefect, which costs two seconds; the server's own process does.
"""

import contextlib
import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from config.listening import CannotListen, listen
from config.settings import Settings
from workflows.environment import api_url, prefect_environment
from workflows.processes import ProcessGroup, last_lines

HEALTHY_WITHIN = 90  # seconds; the first start on a fresh database takes fifteen, most of it Prefect's migrations
STOPPED_WITHIN = 10


class ServerDied(Exception):
    """The server's process ended before it answered. The message ends with the last lines of its log."""


class ServerTooSlow(Exception):
    """The server's process lives, but did not answer in time."""


def server_command() -> list[str]:
    """Runs the server, given `prefect_environment`."""
    return [sys.executable, "-m", "workflows.server"]


def server_log(settings: Settings) -> Path:
    return settings.data_dir / "logs" / "prefect-server.log"


def refuse_taken_port(settings: Settings) -> None:
    """Raises CannotListen, PortTaken for short, while no time is lost yet on starting a server there."""
    listen(settings.prefect_host, settings.prefect_port, "prefect").close()


def is_healthy(api: str) -> bool:
    """Whether a Prefect API answers; waits one second at most."""
    return answers(f"{api}/health")


def answers(address: str) -> bool:
    """Whether a page is there; waits one second at most."""
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False


def wait_until_healthy(api: str, timeout: float, alive: Callable[[], bool], log: Path | None = None) -> None:
    """Return when the API answers. Raises ServerDied or, after so many seconds, ServerTooSlow."""
    deadline = time.monotonic() + timeout
    while alive():
        if is_healthy(api):
            return
        if time.monotonic() > deadline:
            raise ServerTooSlow(f"The Prefect server did not answer at {api} within {timeout:.0f} seconds.")
        time.sleep(0.1)
    ending = last_lines(log) if log else ""
    raise ServerDied("The Prefect server stopped before it answered." + (f" Its log ends:\n{ending}" if ending else ""))


@contextlib.contextmanager
def hosted(settings: Settings) -> Iterator[str]:
    """A Prefect server for as long as the block runs, and its API address. It does not outlive this process."""
    refuse_taken_port(settings)
    log = server_log(settings)
    with ProcessGroup() as group:
        server = group.start(server_command(), prefect_environment(settings), log)
        wait_until_healthy(api_url(settings), HEALTHY_WITHIN, lambda: server.poll() is None, log)
        try:
            yield api_url(settings)
        finally:
            group.stop(server, STOPPED_WITHIN)


def main() -> None:
    listener = listen(os.environ["PREFECT_SERVER_API_HOST"], int(os.environ["PREFECT_SERVER_API_PORT"]), "prefect")
    gc.disable()  # what is imported here lives for ever: looking for garbage in it costs a tenth of the start
    from workflows.prefect_server import prefect_app, serve

    app = prefect_app()
    gc.freeze()
    gc.enable()
    serve(app, listener)


if __name__ == "__main__":
    try:
        main()
    except CannotListen as refusal:
        sys.exit(str(refusal))
