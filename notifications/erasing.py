"""Erasing from the ledger and the mailbox: what went to the person, and what repeated a text of theirs."""

import os
from collections.abc import Collection
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from tempfile import mkstemp

from sqlalchemy import Connection, and_, or_, select, update

from engagements.erasing.traces import TEXT_ERASED, Traces
from notifications.ledger import Notification, NotificationStatus
from notifications.letter import IDENTITY, POLICY
from notifications.mailbox import mailbox_in


def erase_messages(connection: Connection, person: str, causes: Collection[int], now: datetime) -> set[int]:
    """Erase the words and the address of each message to the person, and the words of those to others about ``causes``.

    A row stays for each, so that no flow writes it anew. The numbers of all these messages.
    """
    table, to_them = Notification.table, Notification.table.c.recipient == person
    repeats = and_(table.c.cause.in_(causes), ~to_them)
    numbers = set(connection.execute(select(table.c.id).where(or_(to_them, repeats))).scalars())
    words = {"subject": TEXT_ERASED, "text": TEXT_ERASED, "html": TEXT_ERASED, "attachments": [], "outcome": ""}
    connection.execute(update(table).where(repeats).values(words))
    gone = {"address": "", "status": NotificationStatus.ERASED, "claimed_by": None, "claimed_until": None}
    connection.execute(update(table).where(to_them).values(words | gone | {"settled_at": now}))
    return numbers


def erase_mail(data_dir: Path, numbers: Collection[int], traces: Traces, *, dry_run: bool) -> tuple[int, int]:
    """Take the mail of these messages out of the mailbox, and the person out of all other mail. How many of each."""
    removed = changed = 0
    for file in sorted(mailbox_in(data_dir).glob("*.eml")):
        mail = message_from_bytes(file.read_bytes(), policy=default)
        if int(mail[IDENTITY]) in numbers:
            removed += 1
            if not dry_run:
                file.unlink()
        elif _without(mail, traces):
            changed += 1
            if not dry_run:
                _replace(file, mail)
    return removed, changed


def _without(mail: EmailMessage, traces: Traces) -> bool:
    """Take the person out of a mail. Whether it named them."""
    changed = False
    for name in ("Subject", "To"):
        if (clean := traces.without(str(mail[name]))) != str(mail[name]):
            mail.replace_header(name, clean if name == "Subject" else "undisclosed-recipients:;")
            changed = True
    for part in mail.walk():
        if part.get_content_maintype() == "text" and (clean := traces.without(said := part.get_content())) != said:
            disposition = part["Content-Disposition"]
            parameters = {**part["Content-Type"].params, "charset": "utf-8"}
            part.set_content(clean.encode(), "text", part.get_content_subtype(), params=parameters)
            if disposition:
                part["Content-Disposition"] = str(disposition)
            changed = True
    return changed


def _replace(file: Path, mail: EmailMessage) -> None:
    """Whole or not at all, under the same name."""
    handle, beside = mkstemp(dir=file.parent, prefix=".", suffix=".part")
    with os.fdopen(handle, "wb") as written:
        written.write(mail.as_bytes(policy=POLICY))
        written.flush()
        os.fsync(written.fileno())
    os.replace(beside, file)
