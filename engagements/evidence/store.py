"""Keeps evidence files by the SHA-256 of their content: the same content once, and never half a file."""

import hashlib
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Connection, Engine, select

from config.nearest import shown
from engagements.database import writing
from engagements.evidence.admission import admitted
from engagements.loading import plain
from engagements.refusals import Refused
from engagements.state.evidence import EvidenceFile
from engagements.writing import insert_new

CHUNK = 1024 * 1024


class NotOnFile(Refused):
    """No file with that content is kept, or it is no longer what it was."""


def add(engine: Engine, folder: Path, file: Path, largest: int, on: date) -> EvidenceFile:
    """Keep a file in ``folder`` and register it; what is kept already stays as it is. Raises NotEvidence.

    ``largest``: in bytes. The content is durable before the register names it.
    """
    data, media_type = admitted(file, largest)
    sha256 = hashlib.sha256(data).hexdigest()
    row = EvidenceFile(sha256=sha256, size=len(data), media_type=media_type, added_on=on)
    _keep(place(folder, sha256), data)
    with writing(engine) as connection:
        insert_new(connection, EvidenceFile, [row.__dict__])
        return _registered(connection, sha256)


def place(folder: Path, sha256: str) -> Path:
    """Where a content is kept: ``ab/abcdef…``."""
    return folder / sha256[:2] / sha256


def _keep(kept: Path, data: bytes) -> None:
    """Written beside its place, made durable, then moved into it: nobody ever finds half of it there."""
    if kept.is_file() and _hashed(kept) == kept.name:
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=kept.parent, prefix=".", delete=False) as written:
        try:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
            os.replace(written.name, kept)
        except OSError:
            Path(written.name).unlink(missing_ok=True)
            raise
    folder = os.open(kept.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def listed(connection: Connection) -> list[EvidenceFile]:
    """Every registered file, the newest first."""
    table = EvidenceFile.table
    return list(
        plain(connection.execute(select(table).order_by(table.c.added_on.desc(), table.c.sha256)), EvidenceFile)
    )


def fetched(connection: Connection, folder: Path, sha256: str) -> bytes:
    """The content, as it was when it was added. Raises NotOnFile."""
    row = _registered(connection, sha256)
    if fault := _fault(folder, row):
        raise NotOnFile(f"{fault} Restore it from a backup.")
    return place(folder, row.sha256).read_bytes()


def checked(connection: Connection, folder: Path) -> Iterator[str]:
    """A sentence for each registered file that is missing, or whose content has changed."""
    for row in listed(connection):
        if fault := _fault(folder, row):
            yield fault


def _registered(connection: Connection, sha256: str) -> EvidenceFile:
    table = EvidenceFile.table
    found = plain(connection.execute(select(table).where(table.c.sha256 == sha256)), EvidenceFile)
    if not found:
        raise NotOnFile(f"No evidence file {shown(sha256)} was added. `peer-support evidence list` names them.")
    return found[0]


def _fault(folder: Path, row: EvidenceFile) -> str | None:
    kept = place(folder, row.sha256)
    if not kept.is_file():
        return f"The evidence file {row.sha256}, added on {row.added_on}, is missing."
    if _hashed(kept) != row.sha256:
        return f"The evidence file {row.sha256}, added on {row.added_on}, has changed since."
    return None


def _hashed(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
