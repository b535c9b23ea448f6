"""The rules of matching that are data: what a preference is worth, and what no team may pass."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from config.malformed import MalformedFile
from config.nearest import did_you_mean, quoted
from config.reference import ReferenceData
from config.rules import Rules

Points = Annotated[int, Field(strict=True, ge=0, le=1000)]
Years = Annotated[int, Field(strict=True, ge=0, le=50)]


class MalformedMatching(MalformedFile):
    """A file of matching rules cannot be used: which field and why, in one sentence."""


class Weights(BaseModel):
    """Points for each preference that is met in full. The file beside this one says what each is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line_graded_good: Points
    line_expertise: Points
    graded_good: Points
    expertise: Points
    similar_service: Points
    turn: Points
    distance: Points
    experience: Points
    first_visit: Points
    trained: Points
    spread: Points
    further_place: Points


def _known(region: str) -> str:
    known = {service.region for service in ReferenceData.shipped().services()}
    if region not in known:
        raise ValueError(f"there is no region {quoted(region)} in England.{did_you_mean(region, known)}")
    return region


class Beside(BaseModel):
    """A region and some of those that border it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str
    others: tuple[str, ...]

    @model_validator(mode="after")
    def _are_regions(self) -> Self:
        for region in (self.region, *self.others):
            _known(region)
        return self


class MatchingRules(Rules):
    """Everything that a proposal goes by besides the product, the pool and the inspections' results."""

    SHIPPED = Path(__file__).parent / "standard.toml"
    MALFORMED = MalformedMatching

    visits_a_year: Annotated[int, Field(strict=True, ge=1, le=50)]
    former_employer_years: Years
    reviewed_lately_years: Years
    lines_each: Annotated[int, Field(strict=True, ge=1, le=50)]
    rested_after_months: Annotated[int, Field(strict=True, ge=1, le=240)]
    alternatives: Annotated[int, Field(strict=True, ge=0, le=10)]
    differ_in: Annotated[int, Field(strict=True, ge=1, le=20)]
    near_misses: Annotated[int, Field(strict=True, ge=0, le=50)]
    weights: Weights
    beside: tuple[Beside, ...] = ()

    def nearness(self, region: str, other: str) -> float:
        """1 in the same region, a half where they lie beside each other, else 0."""
        if region == other:
            return 1.0
        meet = any(
            (one.region, there) in ((region, other), (other, region)) for one in self.beside for there in one.others
        )
        return 0.5 if meet else 0.0
