"""The reference data that comes with the system, read once: services and inspection results."""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from config.nearest import did_you_mean, quoted
from config.reference.inspections import Result
from config.reference.questions import QUESTIONS
from config.reference.services import Service

SHIPPED = Path(__file__).parent
WELSH_SERVICES = {
    "mid-and-west-wales": "Mid and West Wales Fire and Rescue Service",
    "north-wales": "North Wales Fire and Rescue Service",
    "south-wales": "South Wales Fire and Rescue Service",
}


class UnknownService(LookupError):
    """No fire and rescue service of England has that slug. Not one that has ended: those are known."""


class NotInEngland(UnknownService):
    """The service is a Welsh one, which HMICFRS does not inspect and this support is not for."""


class UnknownQuestion(LookupError):
    """HMICFRS did not grade such a question in Rounds 1 and 2. Not one whose grade was not found."""


@dataclass(frozen=True)
class ReferenceData:
    """Services by slug, and the results of each."""

    by_slug: Mapping[str, Service]
    by_service: Mapping[str, Sequence[Result]]

    @classmethod
    @cache
    def shipped(cls) -> "ReferenceData":
        governance: dict[str, list[dict[str, Any]]] = defaultdict(list)
        results: dict[str, list[Result]] = defaultdict(list)
        for row in _rows("governance.csv"):
            governance[row["service"]].append(row)
        for row in _rows("inspections.csv"):
            results[row["service"]].append(Result.model_validate(row))
        services = (
            Service.model_validate(row | {"governance": governance[row["slug"]]}) for row in _rows("services.csv")
        )
        return cls({service.slug: service for service in services}, results)

    def service(self, slug: str) -> Service:
        """The service of that slug. Raises UnknownService, or NotInEngland for a Welsh one."""
        if slug not in self.by_slug:
            raise _unknown(slug, self.by_slug)
        return self.by_slug[slug]

    def services(self, on: date | None = None) -> tuple[Service, ...]:
        """Every service, or those that existed on a day."""
        return tuple(service for service in self.by_slug.values() if on is None or service.exists_on(on))

    def results(self, service: str, round: int | None = None) -> tuple[Result, ...]:
        """What the inspections found about a service, in every round or one of them. Raises UnknownService."""
        found = self.by_service.get(self.service(service).slug, ())
        return tuple(result for result in found if round is None or result.round == round)

    def grade(self, service: str, question: str, round: int = 1) -> Result | None:
        """The result for a question; None when the round holds none. Raises UnknownService and UnknownQuestion."""
        if question not in QUESTIONS:
            raise UnknownQuestion(f"There is no question {quoted(question)}.{did_you_mean(question, QUESTIONS)}")
        return next((result for result in self.results(service, round) if result.question == question), None)


def _unknown(slug: str, known: Mapping[str, Service]) -> UnknownService:
    plain = re.sub(r"[^a-z]+", "-", slug[:100].lower()).strip("-").removesuffix("-fire-and-rescue-service")
    if plain in WELSH_SERVICES:
        return NotInEngland(
            f"{WELSH_SERVICES[plain]} is in Wales; HMICFRS does not inspect it, and this support is for England only."
        )
    return UnknownService(f"There is no fire and rescue service {quoted(slug)} in England.{did_you_mean(plain, known)}")


def _rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file, an empty cell is None."""
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return [{column: cell or None for column, cell in row.items()} for row in csv.DictReader(file)]
