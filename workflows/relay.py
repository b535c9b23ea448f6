"""The relay's own process: ``python -m workflows.relay [NAME]``, until SIGTERM or Ctrl-C."""

import asyncio
import hashlib
import signal
import socket
import sys

from config.settings import Settings
from workflows import environment
from workflows.logs import log_our_own


def name_of(settings: Settings) -> str:
    """A relay's name, the same each time that it starts: this machine, and the data directory that it serves."""
    home = hashlib.sha256(str(settings.data_dir.resolve()).encode()).hexdigest()[:8]
    return f"{socket.gethostname()}-{home}"


async def run_relay(settings: Settings, name: str) -> None:
    """Relay until SIGTERM or Ctrl-C. Prefect's environment has to be applied by now."""
    from workflows.relaying import Relay
    from workflows.workplace import Workplace, work_at

    relay = Relay(work_at(Workplace(settings)), name)
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(stop, relay.stop)
    await relay.run()


def main(arguments: list[str]) -> None:
    log_our_own()
    settings = Settings.load()
    environment.apply(settings)  # before anything imports Prefect
    asyncio.run(run_relay(settings, arguments[0] if arguments else name_of(settings)))


if __name__ == "__main__":
    main(sys.argv[1:])
