"""Listening on an address: bound before anything slow is imported, or refused in words."""

import contextlib
import errno
import socket
from typing import Literal

from config.settings import environment_variable


class CannotListen(Exception):
    """A server cannot have its address. The message says what to do."""


class PortTaken(CannotListen):
    """Another program listens there."""


def listen(host: str, port: int, server: Literal["prefect", "portal"]) -> socket.socket:
    """A socket bound to the address. Raises CannotListen, PortTaken for short."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # asyncio turns off Nagle's algorithm (40 ms for each answer) only where the protocol is named.
        with contextlib.ExitStack() as unless_bound:
            listener = unless_bound.enter_context(socket.socket(family, kind, protocol))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(512)
            unless_bound.pop_all()
        return listener
    except OSError as error:
        elsewhere = environment_variable(f"{server}_port")
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {port} is in use by another program: stop it, or set {elsewhere} to a free port."
            ) from None
        raise CannotListen(
            f"The {server.capitalize()} server cannot listen on {host}, port {port}: {error.strerror}."
        ) from None
