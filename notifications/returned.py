"""A returned message, judged: whose mail came back, for good or for now, and which of our messages it was."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from notifications.letter import IDENTITY

LONGEST_REASON = 300
NAMED = re.compile(rf"^[>\s]*{IDENTITY}:\s*(\d{{1,18}})\s*$", re.IGNORECASE | re.MULTILINE)
OURS = re.compile(r"5\.(?:[3567]\.\d+|1\.[78])")
"""Statuses (RFC 3463) that speak of a system, a protocol, the content, a policy or the sender: not of the address."""

AWAY = re.compile(r"\s*(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office)", re.IGNORECASE)


class Unreadable(ValueError):
    """This is no mail, or one so broken that nothing can be made of it."""


@dataclass(frozen=True, slots=True)
class Returned:
    """``failed``, ``delayed``: addresses in small letters. ``notification``: ours, where the original is returned."""

    failed: frozenset[str]
    delayed: frozenset[str]
    notification: int | None
    status: str
    reason: str
    is_autoreply: bool

    @property
    def blames_the_address(self) -> bool:
        """Whether no other message would arrive there either."""
        return not OURS.fullmatch(self.status)


def judged(content: bytes) -> Returned:
    """What a returned message says. Raises Unreadable."""
    mail = message_from_bytes(content)
    if not mail.keys():
        raise Unreadable("It has no headers: this is no mail.")
    try:
        delayed, failed = all_failures(mail)
    except Exception as problem:  # the detectors meet whatever the world sends
        raise Unreadable(f"Its parts cannot be read ({type(problem).__name__}).") from None
    status, diagnosis = _said_of_the_failure(mail)
    return Returned(
        failed=_plain(failed),
        delayed=_plain(delayed),
        notification=_named(mail, content),
        status=status,
        reason=_one_line(diagnosis or str(mail.get("Subject", "")) or status),
        is_autoreply=_is_autoreply(mail),
    )


def _plain(addresses: frozenset[bytes]) -> frozenset[str]:
    return frozenset(address.decode("ascii", "replace").lower() for address in addresses)


def _said_of_the_failure(mail: Message) -> tuple[str, str]:
    """Status and diagnosis of a delivery report (RFC 3464); empty where it is none."""
    for part in mail.walk():
        status, diagnosis = str(part.get("Status", "")), str(part.get("Diagnostic-Code", ""))
        if status or diagnosis:
            return status.split(" ")[0].strip(), diagnosis.partition(";")[2].strip() or diagnosis
    return "", ""


def _named(mail: Message, content: bytes) -> int | None:
    """The number of our message, from the original however it is returned: attached, its headers alone, or quoted."""
    texts = [content.decode("latin-1")]
    for part in mail.walk():
        if number := part.get(IDENTITY):
            texts.append(f"{IDENTITY}: {number}")
        payload = part.get_payload(decode=True) if part.get_content_maintype() == "text" else None
        if isinstance(payload, bytes):
            texts.append(payload.decode("latin-1"))
    found = (NAMED.search(text.replace("\r\n", "\n")) for text in texts)
    return next((int(match[1]) for match in found if match), None)


def _is_autoreply(mail: Message) -> bool:
    said = str(mail.get("Auto-Submitted", "no")).lower()
    marked = any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))
    return said.startswith("auto-replied") or marked or bool(AWAY.match(str(mail.get("Subject", ""))))


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return "".join(character for character in words if character.isprintable())[:LONGEST_REASON]
