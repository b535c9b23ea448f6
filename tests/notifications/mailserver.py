"""A real mail server on loopback that can be told to refuse, to hang, or to drop the connection."""

import asyncio
import ssl
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG, DROP = "hang", "drop"


class MailServer:
    """``instead``: for each step (MAIL, RCPT, DATA, END), what to answer the next times instead of accepting.

    DATA is answered before the message is handed over, END after it.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, login: tuple[str, str] | None = None) -> None:
        self.instead: dict[str, list[str]] = defaultdict(list)
        self.received: list[EmailMessage] = []
        self.handed_over = threading.Event()
        self.tls, self.login, self.port = tls, login, 0

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}"

    async def answer(self, step: str, server: SMTP) -> str | None:
        if not self.instead[step]:
            return None
        instead = self.instead[step].pop(0)
        if instead == DROP and server.transport:
            server.transport.close()
        if instead in (HANG, DROP):
            await asyncio.Event().wait()
        return instead

    # What aiosmtpd calls

    async def handle_MAIL(self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        refusal = await self.answer("MAIL", server)
        envelope.mail_from = None if refusal else address
        return refusal or "250 OK"

    async def handle_RCPT(self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        refusal = await self.answer("RCPT", server)
        if not refusal:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:
        self.handed_over.set()
        refusal = await self.answer("END", server)
        if not refusal:
            mail = message_from_bytes(cast("bytes", envelope.content), policy=default)
            self.received.append(mail)
        return refusal or "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        known = isinstance(given, LoginPassword) and self.login == (given.login.decode(), given.password.decode())
        return AuthResult(success=known, handled=False)


class _Conversation(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        refusal = await self.event_handler.answer("DATA", self)
        await (self.push(refusal) if refusal else super().smtp_DATA(arg))


@contextmanager
def running(server: MailServer) -> Iterator[MailServer]:
    """Serve on a free port until the block ends."""
    loop = asyncio.new_event_loop()

    conversations: list[_Conversation] = []

    def conversation() -> SMTP:
        auth: dict[str, Any] = {"authenticator": server.authenticate, "auth_required": True} if server.login else {}
        conversations.append(_Conversation(server, hostname="localhost", loop=loop, tls_context=server.tls, **auth))
        return conversations[-1]

    listening = loop.run_until_complete(loop.create_server(conversation, "127.0.0.1", 0))
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_hang_up(listening, conversations), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _hang_up(listening: asyncio.Server, conversations: list[_Conversation]) -> None:
    listening.close()
    for conversation in conversations:
        if conversation.transport:
            conversation.transport.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
