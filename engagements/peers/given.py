"""A peer as a list of the pool gives them, registers included: checked field by field before anything is written."""

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from config.calendar import in_words
from config.themes import UnknownSubject, subject_named
from config.vocabulary import InterestKind, TeamRole
from engagements.messages import Day, FreeText, Label
from engagements.peers.periods import Days
from engagements.people_given import GivenPeer, ServiceSlug


def _subject(word: str) -> str:
    try:
        return subject_named(word)
    except UnknownSubject as unknown:
        raise ValueError(str(unknown)) from None


def _none_twice(subjects: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((one for number, one in enumerate(subjects) if one in subjects[:number]), None)
    if twice:
        raise ValueError(f"{twice} is named twice")
    return subjects


def _apart(blocks: tuple[Days, ...]) -> tuple[Days, ...]:
    for one in blocks:
        if one.last < one.first:
            raise ValueError(f"{in_words(one.last)} comes before {in_words(one.first)}")
    for earlier, later in pairwise(sorted(blocks)):
        if earlier.overlaps(later):
            raise ValueError(f"{later} overlaps with {earlier}")
    return tuple(sorted(blocks))


Subject = Annotated[str, AfterValidator(_subject)]
Subjects = Annotated[tuple[Subject, ...], AfterValidator(_none_twice)]
Course = Annotated[Label, StringConstraints(pattern=r"^[^;,]+$")]
"""What a course or an accreditation is called; lists separate them by commas and semicolons."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GivenTraining(Part):
    what: Course
    done_on: Day
    lapses_on: Day | None = None


def _lapse_after_they_are_done(training: tuple[GivenTraining, ...]) -> tuple[GivenTraining, ...]:
    for one in training:
        if one.lapses_on and one.lapses_on < one.done_on:
            raise ValueError(f"{one.what} lapses on {in_words(one.lapses_on)}, before it was done")
    names = [one.what for one in training]
    _none_twice(tuple(names))
    return training


class GivenVisit(Part):
    service: ServiceSlug
    team_role: TeamRole
    ended_on: Day


def _different(visits: tuple[GivenVisit, ...]) -> tuple[GivenVisit, ...]:
    _none_twice(tuple(f"the visit to {one.service} that ended on {in_words(one.ended_on)}" for one in visits))
    return visits


class Enrolment(GivenPeer):
    """``away``: days on which they are not free. ``visited``: visits before this system."""

    expertise: Subjects = ()
    away: Annotated[tuple[Days, ...], AfterValidator(_apart)] = ()
    training: Annotated[tuple[GivenTraining, ...], AfterValidator(_lapse_after_they_are_done)] = ()
    visited: Annotated[tuple[GivenVisit, ...], AfterValidator(_different)] = ()


class GivenInterest(Part):
    """An interest declared outside any engagement. ``left_on``: when a former employee left."""

    service: ServiceSlug
    kind: InterestKind
    since: Day | None = None
    until: Day | None = None
    left_on: Day | None = None
    reason: FreeText
