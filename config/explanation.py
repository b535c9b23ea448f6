"""The settings explained: what each means, what it is, and where it was set. Secrets are never shown."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr

from config.channels import Channel
from config.settings import Settings, environment_variable


@dataclass(frozen=True, slots=True)
class Explained:
    """One setting. Values are as people read them, with ******** for a secret."""

    name: str
    value_shown: str
    default: str
    source: Literal["default", "environment", "file"]
    meaning: str
    environment_variable: str


def explain(settings: Settings) -> list[Explained]:
    """Every setting of this process, in the order of the Settings class."""
    return list(_explained(settings))


def _explained(settings: Settings) -> Iterator[Explained]:
    in_environment = {name.upper() for name, value in os.environ.items() if value}
    for name, field in Settings.model_fields.items():
        variable = environment_variable(name)
        given: Literal["environment", "file"] = "environment" if variable in in_environment else "file"
        yield Explained(
            name=name,
            value_shown=_shown(getattr(settings, name)),
            default=_shown(field.get_default(call_default_factory=True, validated_data=settings.__dict__)),
            source=given if name in settings.model_fields_set else "default",
            meaning=field.description or "",
            environment_variable=variable,
        )


def _shown(value: object) -> str:
    match value:
        case None | ():
            return "not set"
        case SecretStr():
            return "********"
        case tuple():
            return ", ".join(_shown(item) for item in value)
        case Channel():
            limits = [
                f"{part} {', '.join(words)}" for part in ("roles", "people", "tags") if (words := getattr(value, part))
            ]
            return f"******** ({'; '.join(limits) or 'everybody'})"
        case _:
            return str(value)
