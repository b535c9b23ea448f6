"""What somebody owes on every engagement in which they have a part, and what they settled lately."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, select

from config.vocabulary import Role, Status
from engagements.capacities import engagements_of, owed_by, roles_on
from engagements.directory import Directory
from engagements.engagement import World
from engagements.loading import plain
from engagements.obligations import Owed
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.team import Invitation
from notifications.asks import to_do
from notifications.errands import Errand, documents, findings
from notifications.wording import ROLES
from portal.tasks.on_team import UNTIL_THE_REPORT

LATELY = timedelta(days=30)
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, as a list of tasks shows it. ``hint``: whose duty it is, where it is not the person's own."""

    title: str
    due_on: date | None
    late: int | None
    hint: str
    href: str


@dataclass(frozen=True, slots=True)
class Done:
    """``at``: when it was settled, by whomever."""

    title: str
    at: datetime
    href: str


class Way(NamedTuple):
    """A page that somebody may want, although they owe nothing there."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class OfOne:
    """What somebody owes on one engagement: ``now`` is late, due within a month, or without a date.

    ``ways``: for peers on its team, what they read for the visit and where they note what they find.
    """

    ref: str
    called: str
    now: Sequence[Line]
    later: Sequence[Line]
    done: Sequence[Done]
    ways: Sequence[Way]


def of_everything(connection: Connection, person: str, now: datetime, on: date, world: World) -> list[OfOne]:
    """Everything, by engagement; those on which nothing is owed and nothing was done lately are left out."""
    theirs = engagements_of(connection, person)
    directory = Directory.read(connection, world.reference, theirs)
    owed = owed_by(connection, person, on, world)
    visited, found = _visited(connection, theirs, person), []
    settled = _settled(connection, [facts.id for facts in theirs], now)
    roles = roles_on(connection, person, [facts for facts in theirs if facts.id in settled], on, world)
    for facts in theirs:
        lines = [_line(facts, one, person, directory, on) for of, one in owed if of.id == facts.id]
        at_once = [line for line in lines if line.due_on is None or line.due_on <= on + SOON]
        later = [line for line in lines if line not in at_once]
        done = _done(person, facts, settled.get(facts.id, []), roles.get(facts.id, ()))
        ways = _ways(facts.ref) if facts.id in visited else []
        if lines or done or ways:
            found.append(OfOne(facts.ref, _called(facts, world), at_once, later, done, ways))
    return found


def _visited(connection: Connection, engagements: Sequence[EngagementFacts], person: str) -> set[int]:
    """Those for whose visit a peer reads and notes: with a place that they accepted, until the report is final."""
    place = Invitation.table.c
    theirs = select(place.engagement_id).where(place.peer == person, place.status == "accepted")
    accepted = set(connection.execute(theirs).scalars())
    running = [one for one in engagements if one.stage in UNTIL_THE_REPORT and one.status is Status.ACTIVE]
    return {facts.id for facts in running if facts.id in accepted}


def _ways(ref: str) -> list[Way]:
    return [
        Way("Read the documents for the visit", documents(ref).path),
        Way("Note and read findings of the visit", findings(ref).path),
    ]


def _called(facts: EngagementFacts, world: World) -> str:
    service = world.reference.service(facts.authority).official_name
    return f"{service}: {world.catalogue.get(facts.product, facts.product_version).name}"


def _line(facts: EngagementFacts, one: Obligation, person: str, directory: Directory, on: date) -> Line:
    return Line(
        title=_title(one),
        due_on=one.due_on,
        late=(on - one.due_on).days if one.due_on else None,
        hint=_whose(facts, one, person, directory, on),
        href=Errand.about(facts.ref, Owed(one.kind), one.subject).path,
    )


def _title(one: Obligation) -> str:
    words = to_do(Owed(one.kind), one.subject)
    return words[:1].upper() + words[1:]


def _whose(facts: EngagementFacts, one: Obligation, person: str, directory: Directory, on: date) -> str:
    """Whose duty it is, where it is only the person's because it was handed to them, or because they stand in."""
    if one.handed_to:
        return "Handed to you" if one.handed_to == person else f"You stand in for {directory.name(one.handed_to)}"
    holders = directory.holders(facts, one.owed_by, on, one.subject)
    if not holders or person in [holder.id for holder in holders]:
        return ""
    return f"You stand in for {holders[0].name}, the {ROLES[one.owed_by]}"


def _settled(connection: Connection, engagements: Sequence[int], now: datetime) -> dict[int, list[Obligation]]:
    """What was settled lately, by engagement, the latest first."""
    table = Obligation.table
    lately = (table.c.engagement_id.in_(engagements), table.c.ended == "discharged", table.c.ended_at >= now - LATELY)
    query = select(table).where(*lately).order_by(table.c.ended_at.desc(), table.c.kind, table.c.subject)
    found: dict[int, list[Obligation]] = {}
    for one in plain(connection.execute(query), Obligation):
        found.setdefault(one.engagement_id, []).append(one)
    return found


def _done(person: str, facts: EngagementFacts, ended: Sequence[Obligation], roles: Collection[Role]) -> list[Done]:
    return [
        Done(_title(one), one.ended_at, Errand.about(facts.ref, Owed(one.kind), one.subject).path)
        for one in ended
        if one.ended_at and (one.handed_to == person or one.owed_by in roles) and not _of_another_peer(one, person)
    ]


def _of_another_peer(one: Obligation, person: str) -> bool:
    return one.kind == Owed.ANSWER_INVITATION and one.subject != person
