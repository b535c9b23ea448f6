"""Channels: where messages go."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr

from config.secrets import split_address
from config.vocabulary import Role


def _with_scheme(url: SecretStr) -> SecretStr:
    if not split_address(url.get_secret_value()).scheme:
        raise ValueError("must be an Apprise address, such as mailto://")
    return url


class Channel(BaseModel):
    """Where to send what is told to some people: an Apprise address, in which {address} becomes the recipient's own.

    Roles and people say for whom; a channel that names neither is for everybody. Tags choose it for some messages only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[SecretStr, AfterValidator(_with_scheme)]
    tags: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    people: tuple[str, ...] = ()
