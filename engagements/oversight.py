"""What an oversight committee sees over all engagements: stages, silence, what repeats, take-up. As of a quarter's end.

Where engagements stood comes from the journal; what is exceptional, by what was known on a day after the quarter's end.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from config.vocabulary import ExceptionKind, Stage
from engagements.engagement import UK, Engagement, World, uk_date
from engagements.exceptions import exceptions
from engagements.loading import load_whole, plain
from engagements.periods import ReportingPeriod
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from engagements.state.plan import QuarterlyReturn

ENDINGS = ("RequestDeclined", "RequestWithdrawn")
"""Events that end an engagement without closing it."""


class Passage(NamedTuple):
    """The day on which an engagement came to a stage; None where it was declined or withdrawn."""

    on: date
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class Silence:
    """A return that was not in on the day of looking, or came so late that it was listed. ``late``: calendar days."""

    ref: str
    authority: str
    period: str
    due_on: date
    late: int
    came: bool


@dataclass(frozen=True, slots=True)
class Repeat:
    """A kind of exception of several authorities, or of one for several quarters. ``since``: the first of them."""

    kind: ExceptionKind
    authorities: tuple[str, ...]
    times: int
    since: str


@dataclass(frozen=True, slots=True)
class StageTime:
    """Calendar days that engagements took to pass a stage, and how many stood there at the quarter's end."""

    stage: Stage
    passed: int
    median: float | None
    longest: int | None
    there: int


@dataclass(frozen=True, slots=True)
class TakeUp:
    """A product: how often it was asked for in the quarter and in all, and how much of that was running at its end."""

    product: str
    quarter: int
    all: int
    running: int
    authorities: int


@dataclass(frozen=True, slots=True)
class Oversight:
    """``stood``: by region, how many engagements stood at each stage; None for those declined or withdrawn."""

    period: ReportingPeriod
    stood: dict[str, Counter[Stage | None]]
    silent: tuple[Silence, ...]
    repeating: tuple[Repeat, ...]
    times: tuple[StageTime, ...]
    products: tuple[TakeUp, ...]


def oversight(connection: Connection, period: ReportingPeriod, known_on: date, world: World) -> Oversight:
    """Everything that the committee sees of a quarter, by what was known on a day."""
    paths = _paths(connection, period.last_day)
    rows = plain(connection.execute(select(EngagementFacts.table)), EngagementFacts)
    facts = {row.id: row for row in rows if row.id in paths}
    stood: dict[str, Counter[Stage | None]] = defaultdict(Counter)
    for number, path in paths.items():
        stood[world.reference.service(facts[number].authority).region][path[-1].stage] += 1
    reporting = [load_whole(connection, ref, world) for ref in _reporting(connection, period)]
    return Oversight(
        period=period,
        stood=dict(sorted(stood.items())),
        silent=tuple(silence for engagement in reporting for silence in _silent(engagement, period, known_on)),
        repeating=tuple(_repeating(reporting, period, known_on)),
        times=tuple(_time_in(stage, paths.values()) for stage in Stage if stage is not Stage.CLOSED),
        products=tuple(_take_up(facts, paths, period, world)),
    )


def _paths(connection: Connection, until: date) -> dict[int, list[Passage]]:
    """Which stages each engagement came to, and when, up to the end of a day."""
    journal = JournalEntry.table
    end = datetime.combine(until + timedelta(days=1), time(), UK).astimezone(UTC)
    query = (
        select(journal.c.engagement_id, journal.c.at, journal.c.type, journal.c.facts)
        .where(journal.c.at < end)
        .where(or_(journal.c.facts.contains('"enters":"'), journal.c.type.in_(ENDINGS)))
        .order_by(journal.c.engagement_id, journal.c.sequence)
    )
    paths: dict[int, list[Passage]] = defaultdict(list)
    for row in connection.execute(query):
        entered = json.loads(row.facts).get("enters")
        if entered or row.type in ENDINGS:
            paths[row.engagement_id].append(Passage(uk_date(row.at), Stage(entered) if entered else None))
    return paths


def _reporting(connection: Connection, period: ReportingPeriod) -> list[str]:
    """Engagements that owed a return for the quarter."""
    engagement, owed = EngagementFacts.table, QuarterlyReturn.table
    query = select(engagement.c.ref).join(owed, owed.c.engagement_id == engagement.c.id)
    return list(connection.execute(query.where(owed.c.period == str(period)).order_by(engagement.c.ref)).scalars())


def _silent(engagement: Engagement, period: ReportingPeriod, known_on: date) -> Iterator[Silence]:
    found = exceptions(engagement, period, engagement.world.thresholds, known_on)
    if not any(one.kind is ExceptionKind.NO_UPDATE for one in found):
        return
    for row in engagement.all(QuarterlyReturn):
        came = row.first_filed_on is not None and row.first_filed_on <= known_on
        if ReportingPeriod.parse(row.period) > period or (came and (row.period != str(period) or not row.late)):
            continue
        late = row.late if came else max(0, (known_on - row.due_on).days)
        yield Silence(engagement.facts.ref, engagement.facts.authority, row.period, row.due_on, late, came)


def _repeating(reporting: Iterable[Engagement], period: ReportingPeriod, known_on: date) -> Iterator[Repeat]:
    found: dict[ExceptionKind, list[tuple[str, str]]] = defaultdict(list)
    for engagement in reporting:
        for one in exceptions(engagement, period, engagement.world.thresholds, known_on):
            found[one.kind].append((engagement.facts.authority, one.first_period))
    for kind in ExceptionKind:
        authorities = tuple(sorted({authority for authority, _ in found[kind]}))
        since = min((first for _, first in found[kind]), default=str(period))
        if not kind.positive and (len(authorities) > 1 or since < str(period)):
            yield Repeat(kind, authorities, len(found[kind]), since)


def _time_in(stage: Stage, paths: Iterable[list[Passage]]) -> StageTime:
    took: list[int] = []
    there = 0
    for path in paths:
        there += path[-1].stage is stage
        for entered, left in pairwise(path):
            if entered.stage is stage and left.stage is not None:
                took.append((left.on - entered.on).days)
    return StageTime(stage, len(took), median(took) if took else None, max(took, default=None), there)


def _take_up(
    facts: Mapping[int, EngagementFacts], paths: Mapping[int, list[Passage]], period: ReportingPeriod, world: World
) -> Iterator[TakeUp]:
    by_product: dict[str, list[int]] = defaultdict(list)
    for number, row in facts.items():
        by_product[row.product].append(number)
    for slug, numbers in sorted(by_product.items()):
        asked = [paths[number][0].on for number in numbers]
        yield TakeUp(
            product=world.catalogue.get(slug, facts[numbers[-1]].product_version).name,
            quarter=sum(on >= period.first_day for on in asked),
            all=len(numbers),
            running=sum(paths[number][-1].stage not in (None, Stage.CLOSED) for number in numbers),
            authorities=len({facts[number].authority for number in numbers}),
        )
