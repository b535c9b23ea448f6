"""The facts of the national report for the oversight committee. Every value is in words."""

from dataclasses import dataclass

from documents.facts.board import Cover


@dataclass(frozen=True, slots=True)
class StageInRegion:
    """How many engagements stand at each stage in a region."""

    region: str
    request: str
    scoping: str
    team_assignment: str
    challenge_visit: str
    recommendations: str
    follow_up_plan: str
    quarterly_reporting: str
    closed: str
    ended: str  # declined or withdrawn
    total: str


@dataclass(frozen=True, slots=True)
class Repeating:
    """What keeps coming up: a kind of exception in several authorities, or in one over several quarters."""

    what: str
    authorities: tuple[str, ...]
    times: str
    quarters: str


@dataclass(frozen=True, slots=True)
class Silent:
    """An authority that has not filed its return, although everybody was asked."""

    authority: str
    engagement: str
    period: str
    due_on: str
    late: str


@dataclass(frozen=True, slots=True)
class TimeInStage:
    """How long engagements took to pass a stage, in calendar days, and how many are in it now."""

    stage: str
    passed: str
    median: str
    longest: str
    there_now: str


@dataclass(frozen=True, slots=True)
class TakeUp:
    """How often a product was asked for: in the quarter, and in all."""

    product: str
    quarter: str
    all: str
    running: str
    authorities: str


@dataclass(frozen=True, slots=True)
class NationalReport:
    """Everything that the national report may say."""

    cover: Cover
    period: str
    asks: tuple[str, ...]
    summary: tuple[str, ...]
    regions: tuple[StageInRegion, ...]
    silent: tuple[Silent, ...]
    repeating: tuple[Repeating, ...]
    times: tuple[TimeInStage, ...]
    products: tuple[TakeUp, ...]
