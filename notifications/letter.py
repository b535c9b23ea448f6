"""A message on its way to one person: what the ledger says, to the letter, as mail."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from config.addresses import MAIL

POLICY = SMTP.clone(cte_type="7bit")
"""Lines end as mail demands, and nothing beyond ASCII needs a server that knows more."""

IDENTITY = "X-Peer-Support-Notification"
"""The header that tells which message of the ledger this is."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of text that goes with a message. ``media``: its type as mail names it, ``text/calendar; method=REQUEST``.

    Whatever it says, the message says too: not every channel carries it.
    """

    name: str
    media: str
    content: str


class MalformedAddress(ValueError):
    """No mail can be sent to such an address."""


@dataclass(frozen=True, slots=True)
class Letter:
    """``sender``: whom it comes from, as ``Name <address>``. ``at``: when it is sent."""

    notification: int
    sender: str
    address: str
    subject: str
    text: str
    html: str
    at: datetime
    attachments: tuple[Attachment, ...] = ()

    @property
    def from_address(self) -> str:
        return parseaddr(self.sender)[1]

    def mime(self) -> EmailMessage:
        """The mail, plain text first. Raises MalformedAddress."""
        if not MAIL.fullmatch(self.address):
            raise MalformedAddress(f"{self.address!r} is not an address that mail can be sent to.")
        mail = EmailMessage(policy=POLICY)
        mail["Subject"] = self.subject
        mail["From"] = self.sender
        mail["To"] = self.address
        mail["Date"] = self.at
        domain = self.from_address.rpartition("@")[2]
        mail["Message-ID"] = f"<notification-{self.notification}-{self.at:%Y%m%dT%H%M%S%f}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # so that nobody's out-of-office answers
        mail[IDENTITY] = str(self.notification)
        mail.set_content(self.text)
        mail.add_alternative(self.html, subtype="html")
        for one in self.attachments:
            media, *parameters = one.media.split("; ")
            maintype, _, subtype = media.partition("/")
            named = dict(parameter.split("=", 1) for parameter in parameters)
            # As bytes, so that its lines end as they are written.
            mail.add_attachment(one.content.encode(), maintype, subtype, filename=one.name, params=named)
        return mail
