"""The ladders that come with the system, and one from a file that somebody wants to try."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from config.ladders.ladder import Ladder
from config.malformed import MalformedFile, read_toml, validated
from config.nearest import did_you_mean, quoted

SHIPPED = Path(__file__).parent


class LadderName(StrEnum):
    """Every ladder that there must be. What climbs which is said in ``engagements/obligations.py``."""

    QUARTERLY_RETURN = "quarterly-return"
    STAGE_OBLIGATION = "stage-obligation"
    INVITATION = "invitation"
    OVERDUE_ACTION = "overdue-action"
    DOCUMENT_REQUEST = "document-request"


class MalformedLadder(MalformedFile):
    """A ladder's file cannot be used: which file, which field and why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Ladders:
    """Every ladder, by its name."""

    by_name: Mapping[LadderName, Ladder]

    @classmethod
    @cache
    def shipped(cls) -> "Ladders":
        """The ladders that come with the system, read once."""
        return cls({name: read_ladder(SHIPPED / f"{name}.toml") for name in LadderName})

    def __getitem__(self, name: LadderName) -> Ladder:
        return self.by_name[name]

    def with_ladder(self, ladder: Ladder) -> "Ladders":
        """The same, with one ladder in the place of its namesake."""
        return replace(self, by_name={**self.by_name, LadderName(ladder.slug): ladder})


def read_ladder(file: Path) -> Ladder:
    """A ladder from its file. Raises MalformedLadder."""
    ladder = validated(file, Ladder, read_toml(file, MalformedLadder), MalformedLadder)
    if ladder.slug not in set(LadderName):
        meant = did_you_mean(ladder.slug, LadderName) or f" There is {', '.join(LadderName)}."
        raise MalformedLadder(file, "slug", f"nothing climbs a ladder {quoted(ladder.slug)}.{meant}")
    return ladder
