"""The one door through which messages leave: through Apprise, one recipient at a time."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat
from apprise.plugins import url_to_dict
from apprise.plugins.email.base import NotifyEmail

from config.channels import Channel
from config.settings import Settings
from notifications.channels import Mail, Mailbox
from notifications.errands import Errand
from notifications.ledger import Notification
from notifications.letter import Attachment, Letter
from notifications.links import Links
from notifications.mailbox import mailbox_in
from notifications.outcome import Delivered, Outcome, Permanent, Temporary, fault, of_all
from notifications.pages import WHO_SIGN_IN, Pages
from notifications.rendering import TEMPLATES

APPRISE = logging.getLogger("apprise")
APPRISE.propagate = False  # its lines hold addresses; what they say of a failure goes to the ledger, the rest nowhere

MAILBOX = "mailbox://"


class UnusableChannel(ValueError):
    """A channel in the settings cannot be used; the sentence says which and why, without its address."""


class Sender:
    """Sends what the ledger holds through the channels of the settings.

    Making one raises UnusableChannel, and MalformedSettings for keys that cannot sign.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings, self.links = settings, Links.of(settings)
        for number, channel in enumerate(settings.channels):
            self._check(number, channel)

    def send(self, notification: Notification, at: datetime) -> Outcome:
        """Send one message now, through every channel that is for it. Never raises for what channels do.

        Only here, on their way to the one person whom they are for, do addresses of pages become links that open them.
        """
        with_links = self._with_links(notification, at)
        letter = Letter(
            notification=notification.id or 0,
            sender=self.settings.sender,
            address=notification.address,
            subject=notification.subject,
            text=with_links(notification.text),
            html=with_links(notification.html),
            at=at,
            attachments=tuple(Attachment(**one) for one in notification.attachments),
        )
        return of_all([self._through(url, letter) for url in self._urls(notification)])

    def _with_links(self, notification: Notification, at: datetime) -> Callable[[str], str]:
        if notification.audience in WHO_SIGN_IN:
            return str

        def link(errand: Errand) -> str:
            number = notification.id or 0
            return self.links.issue(notification.recipient, errand, notification.address, at, number)

        return lambda part: Pages(self.settings.portal_url).with_links(part, link)

    def _urls(self, notification: Notification) -> list[str]:
        """The channels for this person or role; where there are none, those for everybody; or else the mailbox."""
        fitting = [c for c in self.settings.channels if notification.template in (c.tags or TEMPLATES)]
        own = [c for c in fitting if notification.recipient in c.people or notification.audience in c.roles]
        chosen = own or [c for c in fitting if not c.people and not c.roles]
        return [c.url.get_secret_value() for c in chosen] or [MAILBOX]

    def _through(self, url: str, letter: Letter) -> Outcome:
        with _overheard() as heard:
            apprise = Apprise(asset=AppriseAsset(app_id="Peer Support", async_mode=False))
            try:
                channel = self._channel(url, letter, apprise.asset)
            except TypeError as problem:  # the channel was checked before: it is this recipient that it cannot take
                return Permanent(f"{letter.address}: {problem}", of_recipient=True)
            apprise.add(channel)
            accepted = bool(apprise.notify(title=letter.subject, body=letter.text, body_format=NotifyFormat.TEXT))
        known: Outcome | None = getattr(channel, "outcome", None)
        # Other channels tell a reason only in Apprise's log, and never whether it will last: it may be tried again.
        if known or accepted:
            return known or Delivered()
        return fault(heard.fault) if heard.fault else Temporary(" ".join(heard.said) or "The channel gave no reason.")

    def _channel(self, url: str, letter: Letter, asset: AppriseAsset) -> NotifyBase:
        """A fresh object for each message: one that is used again makes the next wait. Raises TypeError."""
        timeout = self.settings.delivery_timeout_seconds
        options: dict[str, Any] = {"cto": timeout, "rto": timeout, "asset": asset}
        scheme = url.partition("://")[0].lower()
        if scheme == "mailbox":
            return Mailbox(letter=letter, folder=mailbox_in(self.settings.data_dir), schema=scheme, **options)
        if scheme in ("mailto", "mailtos"):
            settings = _read(NotifyEmail.parse_url, url.replace("{address}", ""))
            return Mail(letter=letter, **{**options, **settings})
        settings = _read(url_to_dict, url.replace("{address}", quote(letter.address, safe="")))
        made = Apprise.instantiate({**options, **settings, "retry": 0}, asset=asset)
        if made is None:
            raise TypeError("Apprise does not know such an address.")
        return made

    def _check(self, number: int, channel: Channel) -> None:
        if unknown := set(channel.tags) - TEMPLATES:
            raise UnusableChannel(f"channels.{number}: no message is made from {', '.join(sorted(unknown))}.")
        letter = Letter(0, self.settings.sender, "somebody@example.org", "", "", "", datetime.min.replace(tzinfo=UTC))
        try:
            with _overheard():
                self._channel(channel.url.get_secret_value(), letter, AppriseAsset())
        except TypeError as problem:
            raise UnusableChannel(f"channels.{number}: {problem}") from None


def _read(reader: Callable[[str], dict[str, Any] | None], url: str) -> dict[str, Any]:
    settings = reader(url)
    if settings is None:
        raise TypeError("Apprise cannot read such an address.")
    return settings


class _Ear(logging.Handler):
    """Keeps what Apprise logs in this thread; others may be sending at the same moment."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread, self.said = threading.get_ident(), list[str]()
        self.fault: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.said.append(record.getMessage())
            self.fault = record.exc_info[1] if record.exc_info else self.fault


@contextmanager
def _overheard() -> Iterator[_Ear]:
    ear = _Ear()
    APPRISE.addHandler(ear)
    try:
        yield ear
    finally:
        APPRISE.removeHandler(ear)
