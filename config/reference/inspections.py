"""What HMICFRS found: one result for each pillar and question of a service in a round."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from config.vocabulary import Grade, Pillar


class Result(BaseModel):
    """A grade, and how it came to be known. Grade None was not found: it is never to be taken for a good one."""

    model_config = ConfigDict(frozen=True)

    service: str
    round: int
    tranche: int | None
    pillar: Pillar
    question: str | None  # None: the grade of the whole pillar
    grade: Grade | None
    published: date | None
    read_from: Literal["page", "summary prose", "not found"]
    source: str  # the address of the page

    @property
    def verified(self) -> bool:
        """Whether a page gives the grade as such, rather than in the words of a summary."""
        return self.read_from == "page"

    @property
    def shown(self) -> str:
        if self.grade is None:
            return "not found"
        grade = self.grade.replace("_", " ")
        return grade if self.verified else f"{grade} (read from the inspectorate's summary)"
