"""What an address wants of the pipeline: filters and the order. What means nothing is passed over, as if not given."""

from collections.abc import Mapping
from dataclasses import dataclass

from config.vocabulary import Stage, Status
from engagements.engagement import World
from engagements.overview.pipeline import RUNNING, Filters, Sort
from engagements.overview.severity import known_ratings
from engagements.overview.staff import Staff
from engagements.overview.whose import Whose
from engagements.telling import plain

ANY, STILL_RUNNING = "any", "running"
LONGEST = 100
"""Characters of a text that is looked for."""

Option = tuple[str, str]
"""The value in the address, and what it is called."""


def options(world: World, staff: Staff) -> dict[str, tuple[Option, ...]]:
    """What each filter offers, in the order of the page; the text is typed."""
    services = world.reference.services()
    statuses = [(status.value, _words(status)) for status in Status]
    return {
        "stage": tuple((stage.value, _words(stage)) for stage in Stage),
        "status": ((STILL_RUNNING, "Active or on hold"), *statuses, (ANY, "Any status")),
        "region": tuple((region, region) for region in sorted({service.region for service in services})),
        "product": tuple(
            sorted(((slug, world.catalogue.name(slug)) for slug in world.catalogue.slugs()), key=_by_name)
        ),
        "authority": tuple(sorted(((service.slug, service.official_name) for service in services), key=_by_name)),
        "adviser": tuple((one.id, one.name) for one in staff.advisers),
        "coordinator": tuple((one.id, one.name) for one in staff.coordinators),
        "rating": tuple((slug, rating.name) for slug, rating in known_ratings(world.catalogue).items()),
    }


@dataclass(frozen=True, slots=True)
class Wanted:
    """``given``: what the address says that means something, by name."""

    given: Mapping[str, str]

    @classmethod
    def read(cls, query: Mapping[str, str], offered: Mapping[str, tuple[Option, ...]]) -> "Wanted":
        known = {name: {value for value, _ in choices} for name, choices in offered.items()}
        known["sort"] = {f"{way}{sort}" for sort in Sort for way in ("", "-")}
        given = {name: query[name] for name, values in known.items() if query.get(name) in values}
        if text := query.get("text", "").strip()[:LONGEST]:
            given["text"] = text
        return cls(given)

    @property
    def sort(self) -> Sort:
        return Sort(self.sorted_by.removeprefix("-"))

    @property
    def descending(self) -> bool:
        return self.sorted_by.startswith("-")

    @property
    def sorted_by(self) -> str:
        return self.given.get("sort", Sort.AUTHORITY)

    @property
    def is_filtered(self) -> bool:
        return bool(self.given.keys() - {"sort"})

    def filters(self, whose: Whose) -> Filters:
        given, stage = self.given, self.given.get("stage")
        status = given.get("status", STILL_RUNNING)
        special = {STILL_RUNNING: RUNNING, ANY: tuple(Status)}
        if stage == Stage.CLOSED and "status" not in given:
            status = ANY  # whoever asks for what is closed means it
        return Filters(
            whose=whose,
            region=given.get("region"),
            product=given.get("product"),
            adviser=given.get("adviser"),
            coordinator=given.get("coordinator"),
            authority=given.get("authority"),
            rating=given.get("rating"),
            stage=Stage(stage) if stage else None,
            statuses=special.get(status) or (Status(status),),
            text=given.get("text", ""),
        )


def _words(word: str) -> str:
    return plain(word).capitalize()


def _by_name(option: Option) -> str:
    return option[1]
