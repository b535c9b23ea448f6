"""A mail server on loopback that takes its time and writes down, durably, which messages it was handed over.

It knows as much SMTP as a message needs. What it has written down has arrived, whether or not the sender heard so.
"""

import asyncio
import os
import re
import socket
from pathlib import Path

from notifications.letter import IDENTITY

TAKES = 0.25
"""Seconds from the end of a message to the answer, as a mail server takes that looks into what it is given."""

_NUMBER = re.compile(rf"^{IDENTITY}: (\d+)\r?$".encode(), re.MULTILINE)


def received(file: Path) -> list[int]:
    """The numbers of the notifications that arrived, one for each time."""
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


async def serve(listener: socket.socket, file: Path) -> None:
    """Take messages until the process ends."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 loopback\r\n")
        while command := (await reader.readline()).upper():
            if command.startswith(b"DATA"):
                writer.write(b"354 End with a full stop\r\n")
                message = await reader.readuntil(b"\r\n.\r\n")
                _write_down(file, message)
                await asyncio.sleep(TAKES)
            writer.write(b"221 Bye\r\n" if command.startswith(b"QUIT") else b"250 OK\r\n")
        writer.close()

    async with await asyncio.start_server(converse, sock=listener) as server:
        await server.serve_forever()


def _write_down(file: Path, message: bytes) -> None:
    found = _NUMBER.search(message)
    with file.open("a") as out:
        out.write(f"{int(found[1]) if found else 0}\n")
        out.flush()
        os.fsync(out.fileno())
