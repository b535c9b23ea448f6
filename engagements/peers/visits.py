"""Where peers have been and where they are to go: read from the teams and the phases of their visits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from config.vocabulary import Status, TeamRole
from engagements.peers.periods import Days
from engagements.state.engagement import EngagementFacts
from engagements.state.team import Invitation, VisitPhase

GIVEN_UP = (Status.DECLINED, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit that is over. ``ref``: the engagement; None is before this system."""

    service: str
    team_role: TeamRole
    ended_on: date
    ref: str | None


@dataclass(frozen=True, slots=True)
class Booked:
    """A visit that is not over, to which the peer is ``invited`` or which they ``accepted``.

    ``phases``: as scheduled, or before that the days that were agreed; empty while there are none.
    """

    ref: str
    service: str
    phases: tuple[Days, ...]
    status: str


class Visits(NamedTuple):
    """By peer."""

    visited: defaultdict[str, list[Visited]]
    booked: defaultdict[str, list[Booked]]


def visits(connection: Connection, on: date) -> Visits:
    """Every visit of every peer as a day finds it; booked ones in order of their engagements."""
    engagement, invitation, phase = EngagementFacts.table, Invitation.table, VisitPhase.table
    places = connection.execute(
        select(
            *(invitation.c[name] for name in ("peer", "team_role")),
            *(engagement.c[name] for name in ("id", "ref", "authority", "visit_from", "visit_to")),
            invitation.c.status.label("answer"),
            engagement.c.status.label("standing"),
        )
        .join(engagement, engagement.c.id == invitation.c.engagement_id)
        .where(invitation.c.status.in_(("invited", "accepted")))
        .order_by(engagement.c.id, invitation.c.peer)
    ).all()
    phases = defaultdict(list)
    for row in connection.execute(
        select(phase).where(phase.c.replaced_on.is_(None)).order_by(phase.c.engagement_id, phase.c.number)
    ):
        phases[row.engagement_id].append(row)
    found = Visits(defaultdict(list), defaultdict(list))
    for place in places:
        given_up = place.standing in GIVEN_UP
        days = [one for one in phases[place.id] if one.completed_on or not given_up]
        if days and all(one.completed_on or one.ends_on < on for one in days):
            if place.answer == "accepted":
                ended_on = max(min(one.completed_on or one.ends_on, one.ends_on) for one in days)
                found.visited[place.peer].append(Visited(place.authority, place.team_role, ended_on, place.ref))
        elif not given_up:
            booked = Booked(place.ref, place.authority, tuple(_planned(place, days)), place.answer)
            found.booked[place.peer].append(booked)
    return found


def _planned(place: Any, phases: Iterable[Any]) -> Iterable[Days]:
    scheduled = [Days(one.starts_on, one.ends_on) for one in phases]
    if not scheduled and place.visit_from and place.visit_to:
        scheduled = [Days(place.visit_from, place.visit_to)]
    return scheduled
