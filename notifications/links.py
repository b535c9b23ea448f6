"""Links: an address that lets one person do one errand, for a while. Each is signed when its message is sent.

A token holds who, what, when, and a digest of the address that it went to; it is signed, not encrypted. It ends in a
letter, since programs that turn text into links leave a last hyphen out.
"""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Self

from itsdangerous import BadData, URLSafeSerializer
from itsdangerous.encoding import base64_encode
from itsdangerous.signer import SigningAlgorithm

from config.keys import keys
from config.settings import Settings
from notifications.errands import TO_DO, Errand

SALT = "peer-support link 1"
"""Keys are derived for this one purpose. Another number when the shape of a token changes."""

TOKEN = re.compile(r"\.?[\w-]{1,800}\.[\w-]{21}[AQgw]", re.ASCII)
"""A payload and a signature as we write them: a signature of 16 bytes has no other spelling. A payload that is shorter
compressed, as a peer's invitation is, begins with a dot."""


class LinkForged(ValueError):
    """Nobody here signed it, or it was changed since."""


class LinkExpired(ValueError):
    """It was signed here, too long ago. ``link``: for whom and for what, so that a fresh one can be offered."""

    def __init__(self, link: "Link") -> None:
        super().__init__("This link has expired.")
        self.link = link


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says. ``notification``: the number of the message that it went out with; 0 for none."""

    person: str
    errand: Errand
    notification: int
    issued_at: datetime
    address_digest: str

    def went_to(self, address: str) -> bool:
        """Whether it was sent to the address: a link dies when the person's address on record changes."""
        return hmac.compare_digest(self.address_digest, _digest(address))


class _Short(SigningAlgorithm):
    """HMAC-SHA-256 cut to its first 128 bits (RFC 4868), so that a link fits into fewer lines."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return hmac.digest(key, value, "sha256")[:16]


class Links:
    """Signs and reads links. ``secret_keys``: the first signs, all verify. ``url``: the portal. ``days``: of life."""

    def __init__(self, secret_keys: Sequence[str], url: str, days: int) -> None:
        self.url, self.lifetime = url, timedelta(days=days)
        options: dict[str, Any] = {"key_derivation": "hmac", "digest_method": sha256, "algorithm": _Short()}
        self._tokens = URLSafeSerializer(list(reversed(secret_keys)), salt=SALT, signer_kwargs=options)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the settings say. Raises MalformedSettings for keys that cannot be used."""
        return cls(keys(settings), settings.portal_url, settings.link_days)

    def issue(self, person: str, errand: Errand, address: str, at: datetime, notification: int) -> str:
        """The address of a page that offers the errand to the person, for a message to that address."""
        what = errand.path.removeprefix(TO_DO)
        token = self._tokens.dumps([person, what, notification, int(at.timestamp()), _digest(address)])
        return f"{self.url}/link/{token}"

    def read(self, token: str, at: datetime) -> Link:
        """What a token is good for. Raises LinkForged and LinkExpired. It may be revoked besides."""
        whole = "".join(token.split())  # what a mail program broke over two lines
        try:
            if not TOKEN.fullmatch(whole):
                raise LinkForged("This is no link of ours.")
            person, what, notification, issued, digest = self._tokens.loads(whole)
        except BadData:
            raise LinkForged("This is no link of ours.") from None
        errand = Errand.parse(f"{TO_DO}{what}")
        assert errand is not None  # what we signed, we can read
        link = Link(person, errand, notification, datetime.fromtimestamp(issued, UTC), digest)
        if at >= link.issued_at + self.lifetime:
            raise LinkExpired(link)
        return link


def _digest(address: str) -> str:
    """Six characters that tell one address from another, but not which one it is."""
    return base64_encode(sha256(address.casefold().encode()).digest())[:6].decode()
