"""An authority's reporting route: the bodies that its papers go through, in order, and their meetings.

A register, like contacts: nothing here follows from the journal, and what was decided by it stays as it was decided.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator
from sqlalchemy import Connection, delete, insert, select

from config.calendar import in_words
from config.malformed import problems, sentence
from config.nearest import did_you_mean, shown
from engagements.loading import plain
from engagements.messages import Day, Label, Message
from engagements.refusals import BrokenRule, Malformed
from engagements.stages.route import BodySlug
from engagements.state.boards import GovernanceBody, Meeting


class UnusableRoute(BrokenRule):
    """The route does not say where papers go next: the message names the body and the meeting."""


class UnknownBody(BrokenRule):
    """The authority's route has no such body."""


class UnknownMeeting(BrokenRule):
    """The body has no meeting that day."""


class GivenMeeting(Message):
    """A meeting of a body. ``papers_by``: left out, the product's clock says."""

    met_on: Day
    papers_by: Day | None = None
    agenda_item: Label | None = None

    @model_validator(mode="after")
    def _papers_before_the_meeting(self) -> Self:
        if self.papers_by and self.papers_by > self.met_on:
            raise ValueError(f"papers_by {in_words(self.papers_by)} is after the meeting of {in_words(self.met_on)}")
        return self


class GivenBody(Message):
    """A body with its meetings in order of their days. ``decides``: it does more than note what it is shown."""

    slug: BodySlug
    name: Label
    decides: bool = True
    holds_from: Day | None = None
    holds_to: Day | None = None
    meetings: Annotated[tuple[GivenMeeting, ...], Field(max_length=500)] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.meetings:
            raise ValueError(f"{self.slug} names no meeting")
        for before, after in pairwise(meeting.met_on for meeting in self.meetings):
            if after <= before:
                raise ValueError(
                    f"{self.slug} meets on {in_words(after)} after {in_words(before)}: put its meetings in order, "
                    "each day once"
                )
        if self.holds_from and self.holds_to and self.holds_to < self.holds_from:
            raise ValueError("holds_to comes before holds_from")
        return self


class GivenRoute(Message):
    """Bodies in the order in which papers go to them. The last one decides."""

    bodies: Annotated[tuple[GivenBody, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for told in ("slug", "name"):
            [(twice, times)] = Counter(getattr(body, told).lower() for body in self.bodies).most_common(1)
            if times > 1:
                raise ValueError(f"the body {shown(twice)} is there {times} times: name each once")
        if not self.bodies[-1].decides:
            raise ValueError(f"the last body, {self.bodies[-1].slug}, must be one that decides")
        return self


@dataclass(frozen=True, slots=True)
class OnRoute:
    """A body of a route, with its meetings in order of their days."""

    body: GovernanceBody
    meetings: tuple[Meeting, ...]


def route(connection: Connection, authority: str, on: date) -> tuple[OnRoute, ...]:
    """The bodies that hold on a day, in order; none where the authority has no route."""
    found = connection.execute(select(GovernanceBody.table).where(GovernanceBody.table.c.authority == authority))
    bodies = sorted(plain(found, GovernanceBody), key=lambda body: body.order)
    planned = meetings(connection, authority)
    return tuple(
        OnRoute(body, tuple(meeting for meeting in planned if meeting.body == body.slug))
        for body in bodies
        if body.holds_on(on)
    )


def meetings(connection: Connection, authority: str, first: date | None = None) -> Sequence[Meeting]:
    """An authority's meetings in order of their days, from a day on or all."""
    table = Meeting.table
    query = select(table).where(table.c.authority == authority).order_by(table.c.met_on, table.c.body)
    return plain(connection.execute(query.where(table.c.met_on >= first) if first else query), Meeting)


def check_route(route: GivenRoute, on: date) -> None:
    """Raises UnusableRoute for a body that has no meeting to come, unless it is a body no longer."""
    for number, given in enumerate(route.bodies, 1):
        last = given.meetings[-1].met_on
        if last < on and not (given.holds_to and given.holds_to < on):
            raise UnusableRoute(
                f"Body {number}, {given.slug}, meets for the last time on {in_words(last)}, which is over. "
                "Name a meeting to come."
            )


def set_route(connection: Connection, authority: str, route: GivenRoute, on: date) -> None:
    """Replace an authority's whole route. Raises UnusableRoute; then nothing was written."""
    check_route(route, on)
    for kind in (Meeting, GovernanceBody):
        connection.execute(delete(kind.table).where(kind.table.c.authority == authority))
    for order, given in enumerate(route.bodies, 1):
        connection.execute(
            insert(GovernanceBody.table),
            {"authority": authority, "order": order, **given.model_dump(exclude={"meetings"})},
        )
        rows = [{"authority": authority, "body": given.slug, **meeting.model_dump()} for meeting in given.meetings]
        connection.execute(insert(Meeting.table), rows)


def read_meeting(met_on: date, papers_by: date | None, agenda_item: str | None) -> GivenMeeting:
    """A meeting as it is given. Raises Malformed."""
    try:
        return GivenMeeting(met_on=met_on, papers_by=papers_by, agenda_item=agenda_item)
    except ValidationError as error:
        raise Malformed(sentence("; ".join(sentence(*told).rstrip(".") for told in problems(error)))) from None


def set_meeting(
    connection: Connection, authority: str, body: str, meeting: GivenMeeting, instead_of: date | None = None
) -> None:
    """Put a meeting on record, or give one that is there another deadline, agenda item or day.

    Raises UnknownBody, and UnknownMeeting where there is none that day to take the place of.
    """
    slugs = GovernanceBody.table.c
    known = connection.execute(select(slugs.slug).where(slugs.authority == authority)).scalars().all()
    if body not in known:
        hint = did_you_mean(body, known) or (f" It has: {', '.join(sorted(known))}." if known else " It has no route.")
        raise UnknownBody(f"The route of {authority} has no body {shown(body)}.{hint}")
    there = delete(Meeting.table).where(Meeting.table.c.authority == authority, Meeting.table.c.body == body)
    if instead_of and not connection.execute(there.where(Meeting.table.c.met_on == instead_of)).rowcount:
        raise UnknownMeeting(
            f"{body} has no meeting on {in_words(instead_of)}. "
            f"`peer-support route show {authority}` tells when it meets."
        )
    connection.execute(there.where(Meeting.table.c.met_on == meeting.met_on))
    connection.execute(insert(Meeting.table), {"authority": authority, "body": body, **meeting.model_dump()})
