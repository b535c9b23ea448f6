"""Our own Apprise channels: the mailbox, and mail to the letter.

Apprise's mail channel makes the plain part out of the HTML, takes the date from the clock, and gives the message an
identity of its own; what the server answered, it drops. Ours reads the same addresses, and posts what the ledger says.
"""

from dataclasses import replace
from email.utils import formataddr
from pathlib import Path
from typing import Any

from apprise import NotifyBase
from apprise.plugins.email.base import PGP_MODE_DEFAULT, NotifyEmail

from notifications.letter import Letter, MalformedAddress
from notifications.mailbox import store
from notifications.outcome import Delivered, Outcome, Permanent, Temporary
from notifications.smtp import MailServer, Security, post


class Mail(NotifyEmail):  # type: ignore[no-untyped-call]
    """``mailto://`` and ``mailtos://``, for one letter: to its address, unless the channel names one."""

    def __init__(self, letter: Letter, **settings: Any) -> None:
        settings["from_addr"] = settings.get("from_addr") or letter.sender
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        if self.cc or self.bcc or self.pgp_mode != PGP_MODE_DEFAULT or len(self.targets) > 1:
            raise TypeError("A message goes to one person: a mail channel takes no cc, bcc or pgp, and one recipient.")
        name, address = self.from_addr
        to = self.targets[0][1] if settings.get("targets") else letter.address
        self.letter = replace(letter, sender=formataddr((str(name or ""), str(address))), address=to)
        self.outcome: Outcome | None = None

    def send(self, *message: Any, **parts: Any) -> bool:
        server = MailServer(
            host=self.smtp_host,
            port=self.port or 25,
            timeout=self.socket_connect_timeout,
            security=Security(self.secure_mode or "insecure"),
            user=self.user or "",
            password=self.password or "",
            verify=self.verify_certificate,
        )
        self.outcome = post(self.letter, server)
        return isinstance(self.outcome, Delivered)


class Mailbox(NotifyBase):  # type: ignore[no-untyped-call]
    """``mailbox://``: each message is a file in the data directory, where ``peer-support mailbox`` finds it."""

    service_name: Any = "Mailbox"
    protocol: Any = "mailbox"

    def __init__(self, letter: Letter, folder: Path, **settings: Any) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        self.letter, self.folder = letter, folder
        self.outcome: Outcome | None = None

    def send(self, *message: Any, **parts: Any) -> bool:
        self.outcome = self._stored()
        return isinstance(self.outcome, Delivered)

    def _stored(self) -> Outcome:
        try:
            store(self.folder, self.letter)
        except MalformedAddress as malformed:
            return Permanent(str(malformed), of_recipient=True)
        except OSError as problem:
            return Temporary(f"The mailbox {self.folder} cannot be written: {problem.strerror}.")
        return Delivered()
