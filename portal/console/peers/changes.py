"""What may change about a peer: what is asked, how it is filled in so far, and what it comes to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import BaseModel
from sqlalchemy import Connection

from config.themes import subjects
from config.vocabulary import InterestKind, PeerKind
from engagements.engagement import World
from engagements.journal import Actor
from engagements.messages import Day, Message
from engagements.peers import availability, keeping
from engagements.peers.enrolling import amend
from engagements.peers.given import GivenInterest, GivenTraining, Subjects
from engagements.peers.on_record import PeerOnRecord
from engagements.peers.periods import Days
from engagements.people_given import PeerDetails, ServiceSlug
from engagements.state.people import Peer
from portal.console.people_forms import NAME, regions, services
from portal.forms.answers import answer_in_words
from portal.forms.choice import Option
from portal.forms.fields import YES_NO, FormField

FIRST, LAST = FormField("first", "date", "First day"), FormField("last", "date", "Last day")


class Span(Message):
    first: Day
    last: Day

    def days(self) -> Days:
        return Days(self.first, self.last)


class Expert(Message):
    subjects: Subjects = ()


class Ending(Message):
    service: ServiceSlug
    kind: InterestKind
    last: Day


class By(NamedTuple):
    """Who makes a change, when, and by which rules."""

    actor: Actor
    now: datetime
    world: World


@dataclass(frozen=True, slots=True)
class Change:
    """``title``: of its page. ``so_far``: with what its form is filled in.

    ``make``: writes it down, and says what else there is to do.
    """

    title: str
    fields: Callable[[World], tuple[FormField, ...]]
    shape: type[BaseModel]
    make: Callable[[Connection, str, Any, By], str | None]
    so_far: Callable[[Peer, PeerOnRecord | None], Mapping[str, Any]] = lambda peer, known: {}


def details_fields(world: World) -> tuple[FormField, ...]:
    return (
        NAME,
        FormField("rank", "text", "Rank or office", "As they are called at home.", needed=False, longest=80),
        FormField("kind", "one_of", "What they are at home", options=_words(PeerKind)),
        FormField("service", "one_of", "Service", options=services(world.reference)),
        FormField(
            "regions",
            "some_of",
            "Where they would travel",
            "None chosen means anywhere.",
            False,
            options=_regions(world),
        ),
        FormField("most_visits", "number", "Most visits in a year", "Empty for the usual limit.", needed=False),
        FormField("would_observe", "one_of", "Do they want a first visit as an observer?", options=YES_NO),
        FormField("left_on", "date", "Last day in the pool", "Only where they leave.", needed=False),
    )


def interest_fields(world: World) -> tuple[FormField, ...]:
    years = world.matching.former_employer_years
    return (
        FormField("service", "one_of", "In which service", options=services(world.reference)),
        FormField("kind", "one_of", "Kind of interest", options=_words(InterestKind)),
        FormField(
            "left_on", "date", "Day on which they left", f"Of a former employer: it counts {years} years.", needed=False
        ),
        FormField("since", "date", "First day of the interest", "Empty where it was always there.", needed=False),
        FormField("until", "date", "Last day of the interest", "Empty where it will not end.", needed=False),
        FormField("reason", "long_text", "What the interest is", "Only those who build teams read it.", longest=2000),
    )


def _trained(world: World) -> tuple[FormField, ...]:
    return (
        FormField("what", "text", "Course or accreditation", longest=80),
        FormField("done_on", "date", "Day on which it was done"),
        FormField("lapses_on", "date", "Last day on which it counts", "Empty where it does not lapse.", needed=False),
    )


def _expertise(world: World) -> tuple[FormField, ...]:
    options = tuple(Option(subject, title) for subject, title in subjects().items())
    hint = "The questions that the inspectorate asks first, then themes."
    return (FormField("subjects", "some_of", "Expert in", hint, needed=False, options=options),)


def declared(connection: Connection, peer: str, given: GivenInterest, by: By) -> str:
    booked = keeping.declare(connection, peer, given, by.actor, by.now, by.world)
    return f"They have a place in {', '.join(booked)}: release them there." if booked else ""


CHANGES: dict[str, Change] = {
    "details": Change(
        "Change what is on record",
        details_fields,
        PeerDetails,
        lambda connection, peer, given, by: amend(
            connection, peer, given.model_dump() | {"regions": list(given.regions)}
        ),
        lambda peer, known: {name: getattr(peer, name) for name in PeerDetails.model_fields},
    ),
    "expertise": Change(
        "Change what they are expert in",
        _expertise,
        Expert,
        lambda connection, peer, given, by: keeping.expert_in(connection, peer, given.subjects),
        lambda peer, known: {"subjects": sorted(known.expertise) if known else []},
    ),
    "away": Change(
        "Record days on which they are not free",
        lambda world: (FIRST, LAST),
        Span,
        lambda connection, peer, given, by: availability.away(connection, peer, given.days()),
    ),
    "free": Change(
        "Record that they are free after all",
        lambda world: (FIRST, LAST),
        Span,
        lambda connection, peer, given, by: availability.free(connection, peer, given.days()),
    ),
    "training": Change(
        "Record training",
        _trained,
        GivenTraining,
        lambda connection, peer, given, by: keeping.trained(connection, peer, given),
    ),
    "interest": Change("Record an interest", interest_fields, GivenInterest, declared),
    "interest-ends": Change(
        "Record that an interest ends",
        lambda world: (*interest_fields(world)[:2], FormField("last", "date", "Last day of the interest")),
        Ending,
        lambda connection, peer, given, by: keeping.end_interest(
            connection, peer, given.service, given.kind, given.last
        ),
    ),
}
"""By the last part of their page's address."""


def _words(kind: type[PeerKind] | type[InterestKind]) -> tuple[Option, ...]:
    return tuple(Option(each.value, *answer_in_words(each)) for each in kind)


def _regions(world: World) -> tuple[Option, ...]:
    return tuple(Option(region, region) for region in regions(world.reference))
