"""The mailbox: a folder that holds each message as a file, for when no channel is configured."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from tempfile import mkstemp
from typing import Literal

from notifications.letter import IDENTITY, Attachment, Letter


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as it lies in the mailbox."""

    file: Path
    notification: int
    at: datetime
    address: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


def mailbox_in(data_dir: Path) -> Path:
    return data_dir / "mailbox"


def store(folder: Path, letter: Letter) -> Path:
    """Write the message to a file of its own, whole or not at all; names sort by time.

    Raises OSError, and MalformedAddress.
    """
    content = letter.mime().as_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{letter.at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{letter.notification:08}-"
    handle, name = mkstemp(prefix=stem, suffix=".part", dir=folder)  # never another message's name
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        stored = unfinished.rename(unfinished.with_suffix(".eml"))
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _keep_name(folder)
    return stored


def _keep_name(folder: Path) -> None:
    """Flush the folder too: a file whose name is lost in a power cut is lost."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def messages(data_dir: Path) -> Iterator[Stored]:
    """What lies in the mailbox of a data directory, in the order of sending."""
    for file in sorted(mailbox_in(data_dir).glob("*.eml")):
        yield read(file)


def read(file: Path) -> Stored:
    mail = message_from_bytes(file.read_bytes(), policy=default)
    return Stored(
        file=file,
        notification=int(mail[IDENTITY]),
        at=mail["Date"].datetime,
        address=str(mail["To"]),
        subject=str(mail["Subject"]).strip(),
        text=_said(mail, "plain"),
        html=_said(mail, "html"),
        attachments=tuple(map(_attached, mail.iter_attachments())),
    )


def _attached(part: EmailMessage) -> Attachment:
    parameters = (f"{name}={value}" for name, value in part["Content-Type"].params.items())
    media = "; ".join((part.get_content_type(), *parameters))
    return Attachment(part.get_filename(""), media, str(part.get_content()))


def _said(mail: EmailMessage, kind: Literal["plain", "html"]) -> str:
    part = mail.get_body((kind,))
    assert part is not None, "Every message of ours has both parts."
    return str(part.get_content()).replace("\r\n", "\n")
