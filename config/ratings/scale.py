"""A rating scale: how an authority may rate an action, from good to bad, and what each rating means."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from config.malformed import MalformedFile, read_toml, validated
from config.nearest import did_you_mean, quoted

SHIPPED = Path(__file__).parent

RatingSlug = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class MalformedScale(MalformedFile):
    """A file of a rating scale cannot be used: which file, which field and why, in one sentence."""


class UnknownRating(LookupError):
    """The scale has no such rating."""


class Rating(BaseModel):
    """One rating. ``definition``: what a form shows beside it. ``exceptional``: whether boards are to read of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: RatingSlug
    name: Text
    definition: Text
    exceptional: bool = False


class RatingScale(BaseModel):
    """Ratings in their order from good to bad, and the parts that some of them play.

    ``starts_with``: what an action is rated before anybody says otherwise. ``complete``, ``transferred``: given by the
    commands that complete or transfer an action, never by a return. ``when_rejected``: what it is rated again when its
    evidence is rejected.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    name: Text
    ratings: Annotated[tuple[Rating, ...], Field(min_length=4)]
    starts_with: RatingSlug
    complete: RatingSlug
    transferred: RatingSlug
    when_rejected: RatingSlug

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        slugs = [rating.slug for rating in self.ratings]
        if twice := [slug for slug, times in Counter(slugs).items() if times > 1]:
            raise ValueError(f"{twice[0]} is there twice")
        for part in ("starts_with", "complete", "transferred", "when_rejected"):
            if (slug := getattr(self, part)) not in slugs:
                raise ValueError(f"{part} names {quoted(slug)}, which is no rating here.{did_you_mean(slug, slugs)}")
        if self.complete == self.transferred:
            raise ValueError(f"complete and transferred are both {self.complete}: what is done is not handed on")
        for part in ("starts_with", "when_rejected"):
            if getattr(self, part) not in self.for_returns:
                raise ValueError(f"{part} is {getattr(self, part)}, which stands for an action that is open no longer")
        exceptional = [rating.exceptional for rating in self.ratings]
        if not any(exceptional):
            raise ValueError("no rating is exceptional: a board would never read of an action that is going wrong")
        if exceptional != sorted(exceptional):
            raise ValueError("an exceptional rating stands before one that is not: the order is from good to bad")
        if any(self.rating(slug).exceptional for slug in (self.complete, self.transferred, self.starts_with)):
            raise ValueError("what is complete, transferred or not begun cannot be exceptional by its rating")
        return self

    @classmethod
    def load(cls, file: Path) -> Self:
        """The scale of a file. Raises MalformedScale."""
        scale = validated(file, cls, read_toml(file, MalformedScale), MalformedScale)
        if scale.slug != file.stem:
            raise MalformedScale(file, "slug", f"{scale.slug} belongs in a file {scale.slug}.toml")
        return scale

    @property
    def for_returns(self) -> tuple[str, ...]:
        """What a return may rate an open action."""
        slugs = (rating.slug for rating in self.ratings)
        return tuple(slug for slug in slugs if slug not in (self.complete, self.transferred))

    def rating(self, slug: str) -> Rating:
        """The rating of that slug. Raises UnknownRating, with those that a return may give."""
        for rating in self.ratings:
            if rating.slug == slug:
                return rating
        known = self.for_returns
        raise UnknownRating(f"There is no rating {quoted(slug)}: use {', '.join(known)}.{did_you_mean(slug, known)}")

    def worsens(self, before: str, after: str) -> bool:
        """Whether an action went from one rating to a worse one. Raises UnknownRating."""
        return self._place(after) > self._place(before)

    def _place(self, slug: str) -> int:
        return [rating.slug for rating in self.ratings].index(self.rating(slug).slug)


@cache
def scales(folder: Path = SHIPPED) -> dict[str, RatingScale]:
    """Every scale of a folder, by slug. Raises MalformedScale for the first that cannot be used."""
    return {scale.slug: scale for scale in map(RatingScale.load, sorted(folder.glob("*.toml")))}
