"""How often: what one client, one person or one address may do in a while. Counted in this process's memory."""

from enum import Enum
from hashlib import sha256

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter


class TooOften(Exception):
    """More often than anybody needs. ``wait``: seconds after which it is certainly free again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Try again in {wait} seconds.")
        self.wait = wait


class Often(Enum):
    """What is counted, and how often it may be. Assumptions: many times what people do, and little for a program."""

    SIGN_IN = "30 per minute"  # by client, which may be a whole office on a Monday morning
    LINK = "60 per minute"  # links opened, by client: a mail scanner opens several at once
    LINK_OF_PERSON = "60 per hour"  # links gone on with, by the person whose they are
    FRESH_BY_CLIENT = "20 per hour"  # fresh links asked for
    FRESH_BY_ADDRESS = "3 per hour"  # whether anybody has the address or not


class Limits:
    """``pages``: how many requests a minute one client may make altogether."""

    def __init__(self, pages: int) -> None:
        self._storage = MemoryStorage()
        self._window = SlidingWindowCounterRateLimiter(self._storage)
        self._pages = parse(f"{pages} per minute")
        self._rates = {each: parse(each.value) for each in Often}

    def count_page(self, client: str) -> None:
        """Raises TooOften."""
        self._count(self._pages, "page", client)

    def count(self, what: Often, whose: str) -> None:
        """Raises TooOften."""
        self._count(self._rates[what], what.name, whose)

    def forget(self) -> None:
        """Begin to count again."""
        self._storage.reset()

    def _count(self, rate: RateLimitItem, *whose: str) -> None:
        hashed = sha256("\x1f".join(whose).casefold().encode(errors="surrogatepass")).hexdigest()
        if not self._window.hit(rate, hashed):
            raise TooOften(rate.get_expiry())
