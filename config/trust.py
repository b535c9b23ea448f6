"""The settings of whom the portal trusts: who vouches for staff, which proxies are ours, how often one may try."""

import json
from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from config.other_systems import listed
from config.secrets import on_loopback, split_address

SignedInAs = Literal["coordinator", "principal_adviser", "operator"]


def _network(given: str) -> str:
    try:
        return str(ip_network(given))
    except ValueError:
        raise ValueError("must be a network such as 10.0.0.0/8, or one address") from None


def _issuer(address: str) -> str:
    """The address of an identity provider, as it names itself."""
    parts = split_address(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
        raise ValueError("must be an address such as https://login.example.org/tenant")
    if parts.scheme == "http" and not on_loopback(parts.hostname):
        raise ValueError("must begin with https://, or anybody on the way could say who somebody is")
    return address


def _tabled(given: object) -> object:
    """A table in the environment is written as JSON."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except json.JSONDecodeError:
        raise ValueError('must be a JSON table, such as {"Peer support team": "coordinator"}') from None


def _contact(given: str) -> str:
    if given and not (given.startswith(("mailto:", "https://")) and given.isprintable()):
        raise ValueError("must begin with mailto: or https://")
    return given


class TrustSettings(BaseSettings):
    """Who may come in, and how often anybody may try."""

    oidc_issuer: Annotated[str, AfterValidator(_issuer)] | None = Field(
        None, description="Who vouches for staff (OpenID Connect); unset, staff choose who they are, on loopback only."
    )
    oidc_client_id: str = Field("", description="What that provider knows the portal as.")
    oidc_client_secret: SecretStr | None = Field(None, description="What the portal proves itself with to it.")
    oidc_groups_claim: str = Field("groups", min_length=1, description="The claim that lists somebody's groups.")
    oidc_groups: Annotated[dict[str, SignedInAs], BeforeValidator(_tabled)] = Field(
        {},
        validate_default=True,
        description="What the provider's groups may do: coordinator, principal_adviser or operator, by group.",
    )
    trusted_proxies: Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], BeforeValidator(listed)] = Field(
        (), description="The networks of our own proxies, whose word on where somebody comes from counts."
    )
    requests_per_minute: PositiveInt = Field(600, description="How many pages one client may ask for in a minute.")
    security_contact: Annotated[str, AfterValidator(_contact)] = Field(
        "", description="Where to report a weakness, as mailto: or https:, for /.well-known/security.txt."
    )

    @field_validator("oidc_groups")
    @classmethod
    def _lets_somebody_in(cls, groups: dict[str, SignedInAs], info: ValidationInfo) -> dict[str, SignedInAs]:
        if info.data.get("oidc_issuer") and not (groups and info.data.get("oidc_client_id")):
            raise ValueError("oidc_issuer needs oidc_client_id, and oidc_groups that say who may come in")
        return groups
