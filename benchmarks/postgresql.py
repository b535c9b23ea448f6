"""A PostgreSQL server of our own, from the machine's binaries: on loopback, under a user that is not root."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

NOT_INSTALLED = "PostgreSQL is not installed on this machine; Debian calls it postgresql-15."


def binaries() -> Path | None:
    """Where ``initdb`` and ``pg_ctl`` are, of the newest version installed."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def cluster(binaries: Path, settings: Sequence[str] = ()) -> Iterator[str]:
    """A server that ends with the block. Gives the URL of its maintenance database, ``postgres``.

    ``settings``: as in postgresql.conf, such as ``fsync=off``; without any, the server is as careful as it ships.
    """
    data, user = Path(mkdtemp(prefix="peer-support-postgresql-")), _unprivileged()
    if user:
        shutil.chown(data, user, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = ("listen_addresses=127.0.0.1", "unix_socket_directories=", *settings)
    options = f"-p {port} {' '.join(f'-c {setting}' for setting in given)}"
    as_user: dict[str, Any] = {"cwd": data, "check": True, "stdout": subprocess.DEVNULL} | (
        {"user": user, "group": user, "extra_groups": []} if user else {}
    )
    control = [str(binaries / "pg_ctl"), "-D", str(data / "cluster"), "-w"]
    try:
        made = ["-U", "peer_support", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run([str(binaries / "initdb"), *made, str(data / "cluster")], **as_user)
        subprocess.run([*control, "-l", str(data / "log"), "-o", options, "start"], **as_user)
        try:
            yield f"postgresql+psycopg://peer_support@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **as_user)
    finally:
        shutil.rmtree(data)


def _unprivileged() -> str | None:
    """Whom the server runs as, since it refuses to run as root. None: as whoever we are."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"
