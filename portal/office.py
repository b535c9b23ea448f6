"""What a page works with: settings, database, rules, keys and the time. An application has one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from itsdangerous import Signer, URLSafeTimedSerializer
from jinja2 import Environment
from sqlalchemy import Engine

from config.settings import Settings
from engagements.engagement import World, uk_date
from portal.assets import Assets
from portal.entrance.identity import Provider
from portal.limiting import Limits
from portal.typesetting import environment


@dataclass(frozen=True)
class Office:
    """``keys``: what cookies and forms are signed with; the first signs, all of them are believed.

    ``now`` tells the time: the real one, or a story's.
    """

    settings: Settings
    engine: Engine
    world: World
    keys: tuple[str, ...]
    now: Callable[[], datetime]

    @property
    def today(self) -> date:
        """The day that it is in England."""
        return uk_date(self.now())

    @property
    def is_secure(self) -> bool:
        """Whether people reach it over https, so that cookies may insist on it."""
        return self.settings.portal_url.startswith("https://")

    @cached_property
    def pages(self) -> Environment:
        """The templates of pages."""
        return environment(self.assets)

    @cached_property
    def assets(self) -> Assets:
        """Style, script and icon. Raises NotBuilt."""
        return Assets()

    @cached_property
    def provider(self) -> Provider | None:
        """Who vouches for staff; None where they choose who they are."""
        return Provider(self.settings) if self.settings.oidc_issuer else None

    @cached_property
    def limits(self) -> Limits:
        """How often one client may try."""
        return Limits(self.settings.requests_per_minute)

    def signer(self, purpose: str) -> Signer:
        """Signs for one purpose only: what was signed for another is not believed."""
        return Signer(list(reversed(self.keys)), salt=f"peer-support.{purpose}")

    def sealer(self, purpose: str) -> URLSafeTimedSerializer:
        """Signs small values, for one purpose only."""
        return URLSafeTimedSerializer(list(reversed(self.keys)), salt=f"peer-support.{purpose}")


def office(request: Request) -> Office:
    found: Office = request.app.state.office
    return found


TheOffice = Annotated[Office, Depends(office)]
