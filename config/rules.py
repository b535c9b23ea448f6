"""Rules that are data: one file of them comes with the system, and another may be read in its place."""

from functools import cache
from pathlib import Path
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict

from config.malformed import MalformedFile, read_toml, validated


class Rules(BaseModel):
    """What a file of rules says. ``SHIPPED``: the one that we bring. ``MALFORMED``: what a bad one raises."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    SHIPPED: ClassVar[Path]
    MALFORMED: ClassVar[type[MalformedFile]]

    @classmethod
    def load(cls, file: Path) -> Self:
        """The rules of a file. Raises ``MALFORMED``."""
        return validated(file, cls, read_toml(file, cls.MALFORMED), cls.MALFORMED)

    @classmethod
    @cache
    def shipped(cls) -> Self:
        """Those that come with the system, read once."""
        return cls.load(cls.SHIPPED)
