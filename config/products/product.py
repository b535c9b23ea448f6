"""A product: what kind of support an engagement is, and every figure that its process runs on."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from config.nearest import did_you_mean, quoted
from config.products.clock import Clock, ClockName
from config.ratings.scale import RatingScale
from config.reference.questions import QUESTIONS
from config.themes import themes
from config.vocabulary import PeerKind, Stage, TeamRole

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Count = Annotated[int, Field(strict=True, ge=0)]
AtLeastOne = Annotated[int, Field(strict=True, ge=1)]


class UnknownLineOfEnquiry(LookupError):
    """The product does not look at this."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Part):
    """A place on the team: what the peer is there, what a peer must be at home to take it, and how many there are."""

    team_role: TeamRole
    kinds: Annotated[tuple[PeerKind, ...], Field(min_length=1)]
    least: Count
    most: AtLeastOne

    @model_validator(mode="after")
    def _holds_what_it_needs(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"least is {self.least} and most is {self.most}: a place cannot need more than it holds")
        return self


def _graded(question: str) -> str:
    if question not in QUESTIONS:
        raise ValueError(f"the inspectorate has no question {quoted(question)}.{did_you_mean(question, QUESTIONS)}")
    return question


def _theme(slug: str) -> str:
    if slug not in themes():
        raise ValueError(f"there is no theme {quoted(slug)}.{did_you_mean(slug, themes())}")
    return slug


class LineOfEnquiry(Part):
    """What the peers may be asked to look at, and the HMICFRS questions and the themes that it bears on, if any."""

    slug: Slug
    title: Text
    questions: tuple[Annotated[str, AfterValidator(_graded)], ...] = ()
    themes: tuple[Annotated[str, AfterValidator(_theme)], ...] = ()


class Charge(Part):
    """The product is paid for, and on what basis. The amount is agreed with the scope of each engagement."""

    basis: Text


def _in_process_order(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    process = list(Stage)
    if list(stages) != sorted(set(stages), key=process.index) or Stage.CLOSED in stages:
        raise ValueError(f"must be some of {', '.join(process[:-1])}, each once and in this order")
    if stages[0] is not Stage.REQUEST:
        raise ValueError("must start with request")
    return stages


def _complete(clocks: dict[ClockName, Clock]) -> dict[ClockName, Clock]:
    if missing := [name for name in ClockName if name not in clocks]:
        raise ValueError(f"there is no {', '.join(missing)}")
    return clocks


def _one_place_per_role(team: tuple[Place, ...]) -> tuple[Place, ...]:
    if role := _twice(place.team_role for place in team):
        raise ValueError(f"there are two places for {role}: give one, with the numbers added")
    return team


def _different_slugs(lines: tuple[LineOfEnquiry, ...]) -> tuple[LineOfEnquiry, ...]:
    if slug := _twice(line.slug for line in lines):
        raise ValueError(f"{slug} is there twice")
    return lines


def _a_real_choice(options: tuple[Slug, ...]) -> tuple[Slug, ...]:
    if len(options) < 2 or _twice(options):
        raise ValueError("must offer two or more different options")
    return options


def _twice(words: Iterable[str]) -> str | None:
    return next((word for word, times in Counter(words).items() if times > 1), None)


class Product(Part):
    """One version of a product. An engagement keeps the version that it began with."""

    slug: Slug
    name: Text
    version: AtLeastOne
    summary: Text
    effective_from: date
    stages: Annotated[tuple[Stage, ...], Field(min_length=2), AfterValidator(_in_process_order)]
    # The stages that an accepted request may go to: unless said, the second only.
    enters_at: tuple[Stage, ...] = Field(default_factory=lambda given: given["stages"][1:2], min_length=1)
    clocks: Annotated[dict[ClockName, Clock], AfterValidator(_complete)]
    team: Annotated[tuple[Place, ...], AfterValidator(_one_place_per_role)] = ()
    # Whether everybody on the team but an observer comes from the same service.
    one_service: Annotated[bool, Field(strict=True)] = False
    # Political balance: how many of a team's member peers may be of one political group. None: as many as there are.
    most_of_one_group: AtLeastOne | None = None
    lines_of_enquiry: Annotated[tuple[LineOfEnquiry, ...], Field(min_length=1), AfterValidator(_different_slugs)]
    # What a request must choose besides, and the options of each choice.
    choices: dict[Slug, Annotated[tuple[Slug, ...], AfterValidator(_a_real_choice)]] = {}
    ratings: RatingScale
    charge: Charge | None = None
    overseen_by: Text | None = None

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        if not set(self.enters_at) <= set(self.stages[1:]):
            raise ValueError("enters_at must name stages that this product has after request")
        if Stage.TEAM_ASSIGNMENT in self.stages and not any(place.least for place in self.team):
            raise ValueError("team asks for nobody, although the product has a team_assignment stage")
        return self

    def clock(self, name: ClockName) -> Clock:
        return self.clocks[name]

    def next_stage(self, stage: Stage) -> Stage:
        """The stage that follows in this product, CLOSED after the last. ValueError for a stage it does not have."""
        following = self.stages[self.stages.index(stage) + 1 :]
        return following[0] if following else Stage.CLOSED

    def line(self, slug: str) -> LineOfEnquiry:
        """The line of enquiry of that slug. UnknownLineOfEnquiry when the product has none."""
        for line in self.lines_of_enquiry:
            if line.slug == slug:
                return line
        known = [line.slug for line in self.lines_of_enquiry]
        raise UnknownLineOfEnquiry(f"{self.name} has no line of enquiry {quoted(slug)}.{did_you_mean(slug, known)}")
