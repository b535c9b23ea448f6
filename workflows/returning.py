"""The world outside of a case: how a mail server sends a message back that it could not deliver (RFC 3464)."""

from email.message import EmailMessage, Message
from email.policy import SMTP

from notifications.ledger import Notification
from notifications.letter import IDENTITY

SERVER = "mail.example.org"


def returned(message: Notification, postmaster: str = f"MAILER-DAEMON@{SERVER}") -> EmailMessage:
    """The report that the recipient's mail server sends to the sender: the mailbox is no more."""
    report = EmailMessage(policy=SMTP)
    report["From"] = f"Mail Delivery System <{postmaster}>"
    report["To"] = "peer-support@example.org"
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Auto-Submitted"] = "auto-replied"
    report.make_mixed()
    report.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"')
    words = EmailMessage(policy=SMTP)
    words.set_content(f"Your message could not be delivered to {message.address}: there is no such mailbox.\n")
    status = Message(policy=SMTP)
    status["Content-Type"] = "message/delivery-status"
    status.set_payload(
        [
            _fields(("Reporting-MTA", f"dns; {SERVER}")),
            _fields(
                ("Final-Recipient", f"rfc822; {message.address}"),
                ("Action", "failed"),
                ("Status", "5.1.1"),
                ("Diagnostic-Code", f"smtp; 550 5.1.1 <{message.address}>: Recipient address rejected: User unknown"),
            ),
        ]
    )
    original = EmailMessage(policy=SMTP)
    original["To"] = message.address
    original["Subject"] = message.subject
    original[IDENTITY] = str(message.id)
    headers = Message(policy=SMTP)
    headers["Content-Type"] = "text/rfc822-headers"
    headers.set_payload(original.as_string())
    for part in (words, status, headers):
        report.attach(part)  # type: ignore[arg-type]  # any message will do
    return report


def _fields(*fields: tuple[str, str]) -> Message:
    part = Message(policy=SMTP)
    for name, value in fields:
        part[name] = value
    return part
