"""Thresholds and their history: an old quarter is judged by what applied in it."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from config.malformed import MalformedFile
from config.rules import Rules

Days = Annotated[int, Field(strict=True, ge=1, le=366)]


class MalformedThresholds(MalformedFile):
    """A file of thresholds cannot be used: which field and why, in one sentence."""


class Threshold(BaseModel):
    """What is exceptional from ``effective_from`` on. Days are calendar days.

    ``overdue_days``: past an open action's date; ``no_update_days``: past a return's; ``date_moves``: how often a date
    must have moved; ``early_days``: before a verified action's original date.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    effective_from: date
    overdue_days: Days
    no_update_days: Days
    date_moves: Annotated[int, Field(strict=True, ge=1, le=50)]
    early_days: Days


class Thresholds(Rules):
    """Every threshold that applies or ever did, the oldest first."""

    SHIPPED = Path(__file__).parent / "thresholds.toml"
    MALFORMED = MalformedThresholds

    thresholds: Annotated[tuple[Threshold, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _oldest_first(self) -> Self:
        for earlier, later in pairwise(self.thresholds):
            if later.effective_from <= earlier.effective_from:
                raise ValueError(f"{later.effective_from} comes after {earlier.effective_from}: put the oldest first")
        return self

    def on(self, day: date) -> Threshold:
        """What applied on a day; before all of them, the first."""
        in_effect = [threshold for threshold in self.thresholds if threshold.effective_from <= day]
        return in_effect[-1] if in_effect else self.thresholds[0]
