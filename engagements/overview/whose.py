"""Whose engagements an overview is about, and how much of a list it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, Self, TypeVar

from sqlalchemy import ColumnElement, or_, select

from config.reference import ReferenceData
from config.vocabulary import Status
from engagements.state.engagement import EngagementFacts

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Whose:
    """The engagements of a coordinator, of some authorities, or, where nothing is said, of everybody."""

    coordinator: str | None = None
    authorities: frozenset[str] | None = None

    @classmethod
    def in_regions(cls, regions: Iterable[str], reference: ReferenceData) -> Self:
        """Those of a principal adviser. No region named means every region, as it does where they are written to."""
        wanted = set(regions)
        if not wanted:
            return cls()
        return cls(authorities=frozenset(one.slug for one in reference.services() if one.region in wanted))

    def conditions(self) -> list[ColumnElement[bool]]:
        """What an engagement's row must fulfil. One without a coordinator is every coordinator's: nobody overlooks it.

        Empty where everything is looked at.
        """
        own, found = EngagementFacts.table.c, list[ColumnElement[bool]]()
        if self.coordinator is not None:
            found.append(or_(own.coordinator == self.coordinator, own.coordinator.is_(None)))
        if self.authorities is not None:
            found.append(own.authority.in_(sorted(self.authorities)))
        return found

    def among(self, engagement_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """What a row that belongs to an engagement must fulfil.

        To add nothing to the number keeps SQLite from going through all rows of those engagements, one engagement
        after the other, where an index of the few rows in question is at hand.
        """
        conditions = self.conditions()
        if not conditions:
            return []
        return [(engagement_id + 0).in_(select(EngagementFacts.table.c.id).where(*conditions))]

    def among_active(self, engagement_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """The same, of engagements that are active: looked up for each row, since few rows ask and many are active."""
        own = EngagementFacts.table.alias("active").c
        status = select(own.status).where(own.id == engagement_id).scalar_subquery()
        return [*self.among(engagement_id), status == Status.ACTIVE]


EVERYBODY = Whose()


class Part(NamedTuple):
    """A part of a list: after so many lines, so many at the most."""

    after: int = 0
    most: int = 10


@dataclass(frozen=True, slots=True)
class Listed(Generic[Line]):
    """How many there are in all, and the lines of the part that was asked for. Past the end, neither."""

    count: int
    lines: tuple[Line, ...]
