"""A real HTTP server on loopback that takes webhooks, and can be told to refuse, to redirect, to hang or to drop."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

HANG, DROP = "hang", "drop"


class Taken(NamedTuple):
    """A webhook as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.body)
        return event

    def is_signed_with(self, secret: str) -> bool:
        """As a receiver checks it, by the Standard Webhooks convention."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        stated = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        right = "v1," + base64.b64encode(hmac.new(key, stated, hashlib.sha256).digest()).decode()
        return right in self.headers["webhook-signature"].split(" ")


class Receiver:
    """``instead``: what to do the next times instead of answering 204: a status, or HANG, or DROP."""

    def __init__(self) -> None:
        self.instead: list[int | str] = []
        self.taken: list[Taken] = []
        self.headers: dict[str, str] = {}
        self.arrived, self.over = threading.Event(), threading.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def types(self) -> list[str]:
        return [taken.event["type"].rpartition(".")[2] for taken in self.taken]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.taken.append(Taken(self.path, headers, body))
            receiver.arrived.set()
            instead = receiver.instead.pop(0) if receiver.instead else 204
            if instead == HANG:
                receiver.over.wait()
            if isinstance(instead, str):
                self.close_connection = True
                return
            self.send_response(instead)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        receiver.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield receiver
        finally:
            receiver.over.set()
            server.shutdown()
            thread.join()
