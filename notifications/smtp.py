"""One message to one recipient over SMTP, and exactly what the server said to it.

What is refused for good, or for now, or was handed over and never acknowledged, only the conversation itself can tell:
so it is held here step by step.
"""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from notifications.letter import Letter, MalformedAddress
from notifications.outcome import Delivered, Outcome, Permanent, Temporary, Uncertain

NO_SUCH_MAILBOX = (521, 550, 551, 553, 556)
"""Answers to RCPT that speak of the address, where no enhanced status code says more (RFC 5321, RFC 7504)."""

ENHANCED = re.compile(rb"5\.(\d{1,3})\.(\d{1,3})\b")
OF_THE_ADDRESS = (b"1", b"2", b"4")
"""Subjects of enhanced status codes (RFC 3463): addressing, mailbox, routing. Security and policy (7) is about us."""

OF_THE_SENDER = (b"7", b"8")
"""Details of the subject addressing: it is the sender's address that is no good."""


class Security(StrEnum):
    NONE = "insecure"
    STARTTLS = "starttls"
    TLS = "ssl"


@dataclass(frozen=True, slots=True)
class MailServer:
    """``timeout``: seconds that each answer may take. ``verify``: whether its certificate must be good."""

    host: str
    port: int
    timeout: float
    security: Security = Security.NONE
    user: str = ""
    password: str = ""
    verify: bool = True

    def connect(self) -> smtplib.SMTP:
        """Connected, secured and signed in. Raises OSError, which smtplib's own errors are too."""
        if self.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=self._context())
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=self._context())
            server.ehlo_or_helo_if_needed()
            if self.user and self.password:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def post(letter: Letter, server: MailServer) -> Outcome:
    """Hand the letter to a mail server. Never raises for what servers and networks do."""
    try:
        content = letter.mime().as_bytes()
    except MalformedAddress as malformed:
        return Permanent(str(malformed), of_recipient=True)
    try:
        connection = server.connect()
    except OSError as problem:
        return Temporary(f"The mail server {server.host} could not be used: {_said(problem)}")
    try:
        return _converse(connection, letter, content)
    except OSError as problem:
        return Temporary(f"The mail server {server.host} stopped answering: {_said(problem)}")
    finally:
        with suppress(OSError):
            connection.quit()


def _converse(connection: smtplib.SMTP, letter: Letter, content: bytes) -> Outcome:
    code, answer = connection.mail(letter.from_address)
    if code != 250:  # said to us, not to this message: somebody may mend it meanwhile
        return Temporary(f"The mail server does not take mail from {letter.from_address}: {_quoted(code, answer)}")
    code, answer = connection.rcpt(letter.address)
    if code not in (250, 251):
        refusal = f"The mail server refused {letter.address}: {_quoted(code, answer)}"
        return _refused(refusal, code, of_recipient=_is_no_mailbox(code, answer))
    code, answer = connection.docmd("DATA")
    if code != 354:
        return _refused(f"The mail server refused the message: {_quoted(code, answer)}", code)
    connection.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
    try:
        code, answer = connection.getreply()
    except OSError as problem:
        return Uncertain(f"The message was handed over, but the mail server never acknowledged it: {_said(problem)}")
    if code != 250:
        return _refused(f"The mail server refused the message: {_quoted(code, answer)}", code)
    return Delivered()


def _refused(reason: str, code: int, of_recipient: bool = False) -> Outcome:
    return Permanent(reason, of_recipient) if code >= 500 else Temporary(reason)


def _is_no_mailbox(code: int, answer: bytes) -> bool:
    """Whether the address is no good. A server that will not relay for us refuses everybody: that is not theirs."""
    if said := ENHANCED.match(answer):
        subject, detail = said.groups()
        return subject in OF_THE_ADDRESS and not (subject == b"1" and detail in OF_THE_SENDER)
    return code in NO_SUCH_MAILBOX


def _quoted(code: int, answer: bytes) -> str:
    return f"{code} {' '.join(answer.decode(errors='replace').split())}"[:500]


def _said(problem: OSError) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        answer = problem.smtp_error
        return _quoted(problem.smtp_code, answer if isinstance(answer, bytes) else answer.encode())
    return f"{problem}."
