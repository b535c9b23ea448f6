"""Who staff are, vouched for by their organisation's identity provider: OpenID Connect, the authorization code flow.

Each sign-in has a state, a nonce and a PKCE verifier of its own (RFC 7636, S256). The browser holds them, sealed, until
the provider answers; an answer that does not fit them, or comes twice, is refused.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import Any

import httpx
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from config.settings import Settings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key that the provider alone has: neither none at all, nor one that we could make."""

PATIENCE = 10
"""Seconds for each question to the provider."""

LEEWAY = 60
"""Seconds by which its clock and ours may differ."""


class NotVouchedFor(Exception):
    """The provider does not say who this is. ``reason``: for the log, without anything personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in under way. ``next``: the page to go on to."""

    state: str
    nonce: str
    verifier: str
    next: str

    @property
    def digest(self) -> str:
        """What remains of it on record, so that it is good for once."""
        return sha256(self.state.encode()).hexdigest()

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody whom the provider knows. ``email``: verified by it; empty where it has none."""

    email: str
    name: str
    groups: frozenset[str]


class Provider:
    """An identity provider. What it says of itself is asked for once, its keys again when one is unknown."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = str(settings.oidc_issuer)
        self._settings, self._lock = settings, Lock()
        self._known: dict[str, Any] | None = None
        self._keys: KeySet | None = None

    @property
    def redirect(self) -> str:
        return f"{self._settings.portal_url}/sign-in/callback"

    def begin(self, next: str) -> tuple[str, Attempt]:
        """The provider's page to send the browser to, and what to remember meanwhile. Raises NotVouchedFor."""
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        attempt = Attempt(state, nonce, verifier, next)
        with self._client() as client:
            url, _ = client.create_authorization_url(
                self._about("authorization_endpoint"),
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(url), attempt

    def redeem(self, answer: Mapping[str, str], attempt: Attempt | None, now: datetime) -> Vouched:
        """Who the browser came back as. Raises NotVouchedFor."""
        if attempt is None or not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
            raise NotVouchedFor("the answer belongs to no sign-in of this browser")
        if answer.get("iss", self.issuer) != self.issuer:
            raise NotVouchedFor("another provider answered")
        if "error" in answer or not answer.get("code"):
            raise NotVouchedFor("the provider refused")
        try:
            with self._client() as client:
                token = client.fetch_token(
                    self._about("token_endpoint"),
                    code=answer["code"],
                    code_verifier=attempt.verifier,
                    timeout=PATIENCE,
                    allow_redirects=False,
                )
        except (OAuthError, RequestException, ValueError) as refusal:
            raise NotVouchedFor(f"the provider gave no token: {type(refusal).__name__}") from None
        return self._read(str(token.get("id_token", "")), attempt.nonce, now)

    def _read(self, id_token: str, nonce: str, now: datetime) -> Vouched:
        claims = self._verified(id_token)
        needed: dict[str, Any] = {name: {"essential": True} for name in ("sub", "exp", "iat")}
        exact = {"iss": self.issuer, "aud": self._settings.oidc_client_id, "nonce": nonce}
        needed |= {name: {"essential": True, "value": value} for name, value in exact.items()}
        try:
            jwt.JWTClaimsRegistry(now=int(now.timestamp()), leeway=LEEWAY, **needed).validate(claims)
        except JoseError as wrong:
            raise NotVouchedFor(f"the token does not hold: {type(wrong).__name__}") from None
        if claims.get("azp", self._settings.oidc_client_id) != self._settings.oidc_client_id:
            raise NotVouchedFor("the token was made for another application")
        groups = claims.get(self._settings.oidc_groups_claim, [])
        return Vouched(
            email=str(claims.get("email", "")) if claims.get("email_verified") is True else "",
            name=str(claims.get("name", "")),
            groups=frozenset([groups] if isinstance(groups, str) else map(str, groups)),
        )

    def _verified(self, id_token: str) -> dict[str, Any]:
        """The claims of a token that the provider signed, with the keys that we know or with newer ones."""
        for newer in (False, True):
            try:
                return jwt.decode(id_token, self._key_set(newer), algorithms=list(ALGORITHMS)).claims
            except (JoseError, ValueError) as wrong:
                reason = type(wrong).__name__
        raise NotVouchedFor(f"the token is not the provider's: {reason}")

    def _key_set(self, newer: bool) -> KeySet:
        with self._lock:
            if self._keys is None or newer:
                self._keys = KeySet.import_key_set(self._fetched(self._discovered()["jwks_uri"]))
            return self._keys

    def _about(self, name: str) -> str:
        with self._lock:
            return str(self._discovered()[name])

    def _discovered(self) -> dict[str, Any]:
        if self._known is None:
            found = self._fetched(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise NotVouchedFor("the provider gives another name than the one in the settings")
            self._known = found
        return self._known

    def _fetched(self, address: str) -> Any:
        try:
            return httpx.get(address, timeout=PATIENCE).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as failure:
            raise NotVouchedFor(f"the provider does not answer: {type(failure).__name__}") from None

    def _client(self) -> OAuth2Session:
        secret = self._settings.oidc_client_secret
        return OAuth2Session(
            client_id=self._settings.oidc_client_id,
            client_secret=secret.get_secret_value() if secret else None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope="openid email profile",
            redirect_uri=self.redirect,
            code_challenge_method="S256",
        )
