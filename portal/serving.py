"""Serving the portal: in a process of its own, or in a thread beside a demonstration."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


def server_of(app: FastAPI) -> uvicorn.Server:
    """A server that writes no address into a log: one may hold a link's token. Proxies are believed by ``clients``."""
    config = uvicorn.Config(app, server_header=False, access_log=False, log_level="warning", proxy_headers=False)
    return uvicorn.Server(config)


@contextmanager
def served(app: FastAPI, listener: socket.socket) -> Iterator[None]:
    """The application, answering on a bound socket for as long as the block lasts, in a thread of its own."""
    server = server_of(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
