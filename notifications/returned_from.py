"""Where returned mail lies: a Maildir, an mbox, a folder of .eml files, or one file. It is read and left as it is."""

import mailbox
from collections.abc import Iterable, Iterator
from pathlib import Path

LARGEST = 10 * 1024 * 1024
"""Bytes that are read of one message: whatever follows is the original's attachments."""


class NothingThere(ValueError):
    """There is no such file or folder, or it cannot be read."""


def found_in(place: Path) -> Iterator[tuple[str, bytes]]:
    """Each message's name and content, in the order of names. Raises NothingThere."""
    try:
        if place.is_dir():
            yield from _each(_files_of(place))
        elif _is_mbox(place):
            yield from _of_mbox(place)
        else:
            yield from _each([place])
    except OSError as problem:
        raise NothingThere(f"Returned mail in {place} cannot be read: {problem.strerror}.") from None


def _files_of(folder: Path) -> list[Path]:
    """Those of a Maildir, new ones first; otherwise what is called .eml."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        return [file for part in ("new", "cur") for file in sorted((folder / part).iterdir()) if file.is_file()]
    return sorted(file for file in folder.glob("*.eml") if file.is_file())


def _each(files: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for file in files:
        with file.open("rb") as mail:
            yield file.name, mail.read(LARGEST)


def _is_mbox(file: Path) -> bool:
    with file.open("rb") as mail:
        return mail.read(5) == b"From "


def _of_mbox(file: Path) -> Iterator[tuple[str, bytes]]:
    mails = mailbox.mbox(file, create=False)
    try:
        for key in mails.iterkeys():
            yield f"{file.name}, message {int(key) + 1}", mails.get_bytes(key)[:LARGEST]
    finally:
        mails.close()
