"""The way out to other systems, guarded: nobody makes us talk to a machine inside our own network.

Only https, only addresses that the whole internet can reach, no redirects, no proxy, no cookies; the answer's body is
not read. A name is looked up and checked when we connect, and what was checked is what is connected to.
"""

import asyncio
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

import httpcore

from config.secrets import on_loopback
from config.settings import Settings
from engagements.refusals import BrokenRule
from notifications.outcome import Delivered, Outcome, Permanent, Temporary

LONGEST_ADDRESS = 2000  # characters
TRY_AGAIN = {408, 425, 429}
"""Answers that mean "not now", besides those of 500 and above."""

TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 behind NAT64: RFC 6052

Address = IPv4Address | IPv6Address


class UnusableAddress(BrokenRule):
    """Webhooks cannot go to that address; says what it must be like."""


@dataclass(frozen=True, slots=True)
class TryLater(Temporary):
    """The receiver says not now. ``seconds``: for how long at least, where it says that."""

    seconds: int = 0


class NotReachable(Exception):
    """The name leads to an address that only our own network can reach."""


def checked_address(address: str, settings: Settings) -> str:
    """The address, if webhooks may go there. What it leads to is checked again at every try. Raises UnusableAddress."""
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable() or " " in address:
        raise UnusableAddress("Give the address in plain characters, such as https://example.org/hooks.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise UnusableAddress("This is not an address: look for a stray bracket or an unusual port.") from None
    if not parts.hostname or port == 0:
        raise UnusableAddress("Give the whole address, such as https://example.org/hooks.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise UnusableAddress("Leave out user, password and fragment: each webhook is signed instead.")
    private = settings.webhook_private_addresses
    if parts.scheme != "https" and not (parts.scheme == "http" and private and on_loopback(parts.hostname)):
        raise UnusableAddress("Give an address that begins with https://.")
    try:
        literal = ip_address(parts.hostname)
    except ValueError:
        return address
    if not private and not is_public(literal):
        raise UnusableAddress("Give an address that the internet can reach, not one of a private network.")
    return address


def is_public(address: Address) -> bool:
    """Whether the whole internet can reach it, also where it wraps another address."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address in TRANSLATED:
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(wrapped)
        if address.teredo:
            return False
    return address.is_global and not address.is_multicast


class Guarded(httpcore.AsyncNetworkBackend):
    """Connects to what a name leads to, once that is checked."""

    def __init__(self, private: bool) -> None:
        self._private, self._network = private, httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        if not self._private and not all(is_public(address) for address in addresses):
            raise NotReachable(host)
        return await self._network.connect_tcp(str(addresses[0]), port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


class Post:
    """Hands one webhook over and says what came of it. A connection of its own for each: they are few and far apart."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def hand_over(self, address: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Never raises for what receivers do; ``Permanent(of_recipient=True)`` where it wants nothing any more."""
        seconds = self._settings.webhook_timeout_seconds
        try:
            checked_address(address, self._settings)
            async with asyncio.timeout(seconds):
                return _meant(*await self._answered(address, headers, body))
        except UnusableAddress as unusable:
            return Permanent(str(unusable))
        except NotReachable:
            return Permanent("The address leads into a private network, where webhooks do not go.")
        except (TimeoutError, httpcore.TimeoutException):
            return Temporary(f"No answer within {seconds} seconds.")
        except OSError:
            return Temporary("The name of the receiver cannot be looked up, or it does not take connections.")
        except (httpcore.NetworkError, httpcore.ProtocolError) as problem:
            return Temporary(f"The receiver could not be talked to ({type(problem).__name__}).")

    async def _answered(self, address: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._settings.webhook_timeout_seconds)
        guarded = Guarded(self._settings.webhook_private_addresses)
        async with (
            httpcore.AsyncConnectionPool(network_backend=guarded) as pool,
            pool.stream(
                "POST",
                address,
                headers=[("host", urlsplit(address).netloc), ("user-agent", "peer-support"), *headers.items()],
                content=body,
                extensions={"timeout": timeouts},
            ) as response,
        ):
            after = next((value for name, value in response.headers if name.lower() == b"retry-after"), b"")
            return response.status, after.decode("ascii", "replace")


def _meant(status: int, retry_after: str) -> Outcome:
    if 200 <= status < 300:
        return Delivered(f"Answered {status}.")
    if status == 410:
        return Permanent("Answered 410: the receiver wants no more webhooks, and is paused.", of_recipient=True)
    if status in TRY_AGAIN or status >= 500:
        return TryLater(f"Answered {status}.", int(retry_after) if retry_after.isdecimal() else 0)
    if 300 <= status < 400:
        return Permanent(f"Answered {status}: a redirect, which is not followed. Give the address that it leads to.")
    return Permanent(f"Answered {status}.")
