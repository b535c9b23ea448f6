"""The settings for other systems: how webhooks tell them what happens, how often they may call, who may watch."""

import json
from typing import Annotated

from pydantic import BeforeValidator, Field, NonNegativeInt, PositiveInt, SecretStr
from pydantic_settings import BaseSettings

from config.secrets import SHORTEST_KEY


def listed(given: object) -> object:
    """A list in the environment is written as JSON."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except json.JSONDecodeError:
        raise ValueError("must be a JSON list, such as [5, 30]") from None


Seconds = Annotated[tuple[NonNegativeInt, ...], BeforeValidator(listed), Field(min_length=1)]


class OtherSystems(BaseSettings):
    """What other systems may do, and how they are told."""

    api_calls_a_minute: PositiveInt = Field(300, description="How often a token may call the HTTP API in a minute.")
    metrics_token: Annotated[SecretStr, Field(min_length=SHORTEST_KEY)] | None = Field(
        None, description="The token by which a monitor may read /metrics; unset, only this machine may read it."
    )
    webhook_source: str = Field(
        "urn:peer-support",
        min_length=1,
        description="Which installation webhooks come from: the source of each CloudEvent, an address or a URN.",
    )
    webhook_private_addresses: bool = Field(
        False,
        description="Whether webhooks may go to private and loopback addresses, and there over http; for development.",
    )
    webhook_timeout_seconds: PositiveInt = Field(10, description="How long a receiver of webhooks may take to answer.")
    webhook_attempts: PositiveInt = Field(
        10, description="How often a webhook is tried before it waits for a person: with these waits, for three days."
    )
    webhook_retry_seconds: Seconds = Field(
        (5, 60, 300, 1800, 7200, 18000, 36000, 50400, 72000),
        description="The waits between these tries; the last is used again when they run out.",
    )
