"""How often a token may call: so many times in each minute of the clock, counted by each process for itself."""

from datetime import datetime
from http import HTTPStatus
from threading import Lock

from portal.api.problems import Trouble


class Pace:
    """``each_minute``: how many calls one token may make."""

    def __init__(self, each_minute: int) -> None:
        self._each_minute, self._lock = each_minute, Lock()
        self._minute, self._calls = "", dict[int, int]()

    def step(self, token: int, now: datetime) -> None:
        """Count a call. Raises Trouble, which says how many seconds to wait."""
        with self._lock:
            if self._minute != (minute := f"{now:%Y-%m-%d %H:%M}"):
                self._minute, self._calls = minute, {}
            calls = self._calls[token] = self._calls.get(token, 0) + 1
        if calls > self._each_minute:
            words = f"This token may call {self._each_minute} times a minute. Wait as long as Retry-After says."
            raise Trouble(HTTPStatus.TOO_MANY_REQUESTS, words, {"Retry-After": str(60 - now.second)})
