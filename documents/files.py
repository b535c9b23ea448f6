"""Files of papers: by their content, which never changes; and a copy with a name that people read, which they may edit.

A file is there whole or not at all: it is written beside its place, flushed to the disk, and then given its name.
"""

import os
import re
import tempfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

LONGEST_NAME = 120
"""Characters of a readable name; file systems allow 255 bytes."""


def keep(content: bytes, suffix: str, papers: Path) -> str:
    """Keep a file by the SHA-256 of its content. The hash."""
    digest = sha256(content).hexdigest()
    target = kept(digest, suffix, papers)
    if not target.exists():
        place(target, content)
    return digest


def kept(digest: str, suffix: str, papers: Path) -> Path:
    """Where a file is kept by its content."""
    return papers / "by-content" / digest[:2] / f"{digest}.{suffix}"


def copy_as(name: str, otherwise: str, content: bytes, suffix: str, papers: Path, made_at: datetime) -> str:
    """Put a readable copy at ``name``, in place of an earlier making. The name that it got.

    Where somebody has edited what is there, or it is of a later time, the copy is put at ``otherwise``.
    """
    standing = papers / f"{name}.{suffix}"
    if standing.exists():
        digest = sha256(standing.read_bytes()).hexdigest()
        if digest == sha256(content).hexdigest():
            return name
        edited = not kept(digest, suffix, papers).exists()
        if edited or standing.stat().st_mtime > made_at.timestamp():
            name = otherwise
    target = papers / f"{name}.{suffix}"
    place(target, content)
    os.utime(target, (made_at.timestamp(), made_at.timestamp()))
    return name


def readable(*parts: str) -> str:
    """A file's name: parts with commas between, without what file systems do not like."""
    words = ", ".join(part for part in parts if part)
    plain = re.sub(r"[^\w ,.()&'-]+", "-", words).strip(" .-")
    return plain[:LONGEST_NAME].strip(" .-") or "paper"


def place(target: Path, content: bytes) -> None:
    """Put a file where it belongs, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, 0o644)
        os.replace(beside, target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    _flush(target.parent)


def _flush(folder: Path) -> None:
    """Make the new name last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
