"""What follows on what people do in a browser: flows, sweeps and mail, on a thread beside the browser's own."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, Self

from workflows.connection import kept_connection
from workflows.playing import SimulatedClock, morning
from workflows.relaying import Relay
from workflows.sight import finish_showing
from workflows.workplace import Workplace, work_at


class Follower:
    """A relay and a simulated clock. Playwright's loop has the test's thread, so flows run in another."""

    def __init__(self, place: Workplace, clock: SimulatedClock) -> None:
        self._relay, self._clock = Relay(work_at(place), "story"), clock
        self._thread = ThreadPoolExecutor(1)
        self._loop = asyncio.Runner()
        self._connection = kept_connection()

    def __enter__(self) -> Self:
        self._run(self._connection.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(finish_showing())
        self._run(self._connection.__aexit__(None, None, None))
        self._thread.submit(self._loop.close).result()
        self._thread.shutdown()

    def catch_up(self) -> None:
        """Follow every event and deliver every message that may go out now."""
        self._run(self._relay.drain())

    def pass_the_morning_of(self, day: date) -> None:
        """The sweeps of that morning, and everything that follows on them."""
        self._run(morning(self._relay, self._clock, day))

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._thread.submit(self._loop.run, work).result()
