"""The pipeline: engagements in a table that is filtered, sorted and paged by the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, or_, select

from config.ratings.scale import Rating
from config.vocabulary import Stage, Status
from engagements.engagement import World
from engagements.overview.severity import rated, severity, worst
from engagements.overview.staff import Staff
from engagements.overview.whose import EVERYBODY, Part, Whose
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Contact

RUNNING = (Status.ACTIVE, Status.ON_HOLD)
A_PAGE = Part(0, 25)
AT_ONCE = 500
"""Lines that an export reads from the database at a time."""


class Sort(StrEnum):
    """What the table is sorted by."""

    AUTHORITY = "authority"
    PRODUCT = "product"
    STAGE = "stage"
    SINCE = "since"
    STATUS = "status"
    RATING = "rating"
    REGION = "region"
    ADVISER = "adviser"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which engagements. ``text``: part of a reference, of a service's name or of a product's. None: any."""

    whose: Whose = EVERYBODY
    region: str | None = None
    product: str | None = None
    adviser: str | None = None
    coordinator: str | None = None
    authority: str | None = None
    rating: str | None = None
    stage: Stage | None = None
    statuses: tuple[Status, ...] = RUNNING
    text: str = ""


class Line(NamedTuple):
    """An engagement in the table. ``since``: the day on which it came to its stage; ``worst``: of its open actions."""

    ref: str
    authority: str
    service: str
    region: str
    product: str
    stage: Stage
    status: Status
    since: date | None
    adviser: str | None
    coordinator: str | None
    worst: Rating | None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """``stages``: how many fit at each stage when the stage is not chosen. ``count``: how many fit in all."""

    stages: Mapping[Stage, int]
    count: int
    lines: tuple[Line, ...]


def pipeline(
    connection: Connection,
    world: World,
    staff: Staff,
    filters: Filters,
    sort: Sort = Sort.AUTHORITY,
    descending: bool = False,
    part: Part = A_PAGE,
) -> Pipeline:
    """A part of the table, and how many engagements fit at each stage."""
    own = EngagementFacts.table
    any_stage = replace(filters, stage=None)
    counted = select(own.c.stage, func.count()).where(*_conditions(any_stage, world, staff)).group_by(own.c.stage)
    found = dict(map(tuple, connection.execute(counted)))
    count = found.get(filters.stage, 0) if filters.stage else sum(found.values())
    query = _table(world, staff, filters, sort, descending).offset(part.after).limit(part.most)
    lines = tuple(_line(row, world, staff) for row in connection.execute(query))
    return Pipeline({stage: found.get(stage, 0) for stage in Stage}, count, lines)


def every_line(
    connection: Connection,
    world: World,
    staff: Staff,
    filters: Filters,
    sort: Sort = Sort.AUTHORITY,
    descending: bool = False,
) -> Iterator[Line]:
    """The whole table, a few hundred lines in memory at a time."""
    query = _table(world, staff, filters, sort, descending)
    for rows in connection.execution_options(yield_per=AT_ONCE).execute(query).partitions():
        yield from (_line(row, world, staff) for row in rows)


def _table(world: World, staff: Staff, filters: Filters, sort: Sort, descending: bool) -> Select[Any]:
    own, coordinator = EngagementFacts.table, Contact.table
    columns = (own.c.ref, own.c.authority, own.c.product, own.c.product_version, own.c.stage, own.c.status)
    query = select(*columns, own.c.stage_since, own.c.coordinator, own.c.open_ratings)
    by = _sorted_by(sort, world, staff)
    order = (by.desc() if descending else by, own.c.authority, own.c.id)  # the last makes every place certain
    if sort is Sort.COORDINATOR:
        query = query.outerjoin(coordinator, coordinator.c.id == own.c.coordinator)
    return query.where(*_conditions(filters, world, staff)).order_by(*order)


def _conditions(filters: Filters, world: World, staff: Staff) -> list[ColumnElement[bool]]:
    own, found = EngagementFacts.table.c, filters.whose.conditions()
    equal = (
        (own.product, filters.product),
        (own.coordinator, filters.coordinator),
        (own.authority, filters.authority),
        (own.stage, filters.stage),
    )
    found += [column == wanted for column, wanted in equal if wanted is not None]
    found.append(own.status.in_(filters.statuses))
    if filters.region is not None:
        found += Whose.in_regions([filters.region], world.reference).conditions()
    if filters.adviser is not None:
        found += staff.looked_after_by(filters.adviser).conditions()
    if filters.rating is not None:
        found.append(rated(world.catalogue, filters.rating))
    if words := filters.text.strip():
        found.append(_named_like(words, world))
    return found


def _named_like(words: str, world: World) -> ColumnElement[bool]:
    own, sought = EngagementFacts.table.c, words.casefold()
    services = [one.slug for one in world.reference.services() if sought in one.official_name.casefold()]
    products = [slug for slug, name in _product_names(world).items() if sought in name.casefold()]
    return or_(own.ref.icontains(words, autoescape=True), own.authority.in_(services), own.product.in_(products))


def _product_names(world: World) -> dict[str, str]:
    return {slug: world.catalogue.name(slug) for slug in world.catalogue.slugs()}


def _sorted_by(sort: Sort, world: World, staff: Staff) -> ColumnElement[Any]:
    own = EngagementFacts.table.c
    match sort:
        case Sort.AUTHORITY:
            return own.authority
        case Sort.PRODUCT:
            return _ranked(own.product, _product_names(world))
        case Sort.STAGE:
            return _ranked(own.stage, {stage: str(place) for place, stage in enumerate(Stage)})
        case Sort.SINCE:
            return own.stage_since
        case Sort.STATUS:
            return own.status
        case Sort.RATING:
            return severity(world.catalogue)
        case Sort.REGION:
            return _ranked(own.authority, {one.slug: one.region for one in world.reference.services()})
        case Sort.ADVISER:
            return _ranked(own.authority, {slug: one.name for slug, one in staff.adviser_of.items()})
        case Sort.COORDINATOR:
            return func.coalesce(Contact.table.c.name, "")


def _ranked(column: ColumnElement[Any], words: Mapping[Any, str]) -> ColumnElement[int]:
    """The place of what a value is called among all that values are called: for words that the database has not."""
    places = {word: place for place, word in enumerate(sorted(set(words.values())))}
    return case({value: places[word] for value, word in words.items()}, value=column, else_=len(places))


def _line(row: Row[Any], world: World, staff: Staff) -> Line:
    service, product = world.reference.service(row.authority), world.catalogue.get(row.product, row.product_version)
    adviser = staff.adviser_of.get(row.authority)
    return Line(
        ref=row.ref,
        authority=row.authority,
        service=service.official_name,
        region=service.region,
        product=product.name,
        stage=row.stage,
        status=row.status,
        since=row.stage_since,
        adviser=adviser.name if adviser else None,
        coordinator=staff.name(row.coordinator),
        worst=worst(row.open_ratings, product.ratings),
    )
