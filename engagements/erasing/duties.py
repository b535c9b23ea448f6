"""Who may not be erased yet: whoever something is owed by, or who holds a place, on an engagement that runs."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection, select

from config.vocabulary import Role, Stage, Status
from engagements.capacities import owed_by
from engagements.directory import Directory
from engagements.engagement import World
from engagements.loading import plain
from engagements.people import on_record
from engagements.refusals import BrokenRule
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.people import Contact, Peer
from engagements.state.team import Invitation
from engagements.telling import plain as words

RUNNING = (Status.ACTIVE, Status.ON_HOLD)
BEFORE_THE_REPORT = (Stage.REQUEST, Stage.SCOPING, Stage.TEAM_ASSIGNMENT, Stage.CHALLENGE_VISIT)
MOST_NAMED = 3


class StillOwes(BrokenRule):
    """The person has something to do on an engagement that runs: it is handed on first."""


def refuse_who_still_owes(connection: Connection, person: str, on: date, world: World) -> None:
    """Raises StillOwes with what to do about it, and NobodyOfThatName."""
    standing = on_record(connection, person)
    in_the_way = list(
        _of_a_peer(connection, standing, on, world)
        if isinstance(standing, Peer)
        else _of_a_contact(connection, standing, on, world)
    )
    if in_the_way:
        more = len(in_the_way) - MOST_NAMED
        besides = f" There are {more} more." if more > 0 else ""
        raise StillOwes(f"{person} cannot be erased yet. {' '.join(in_the_way[:MOST_NAMED])}{besides}")


def _of_a_peer(connection: Connection, peer: Peer, on: date, world: World) -> Iterator[str]:
    invited, facts = Invitation.table, EngagementFacts.table
    held = select(facts.c.ref).join(invited, invited.c.engagement_id == facts.c.id)
    held = held.where(invited.c.peer == peer.id, invited.c.status.in_(("proposed", "invited", "accepted")))
    held = held.where(facts.c.status.in_(RUNNING), facts.c.stage.in_(BEFORE_THE_REPORT)).order_by(facts.c.id)
    places = list(connection.execute(held).scalars())
    for ref in places:
        yield f"They have a place on the team of {ref}: release them there first (ReleasePeer)."
    for engagement, owed in owed_by(connection, peer.id, on, world):
        if engagement.status in RUNNING and engagement.ref not in places:
            yield f"On {engagement.ref} they still owe: {words(owed.kind)}."


def _of_a_contact(connection: Connection, contact: Contact, on: date, world: World) -> Iterator[str]:
    table = EngagementFacts.table
    running = select(table).where(table.c.status.in_(RUNNING)).order_by(table.c.id)
    if contact.authority:
        running = running.where(table.c.authority == contact.authority)
    engagements = plain(connection.execute(running), EngagementFacts)
    for facts in engagements:
        if facts.coordinator == contact.id:
            yield f"They coordinate {facts.ref}: give it to somebody else first (ReassignCoordinator)."
    for facts, owed in _holding(connection, contact, engagements, on, world):
        if facts.coordinator != contact.id or owed.owed_by is not Role.COORDINATOR:
            yield (
                f"On {facts.ref} they still owe: {words(owed.kind)}. Hand it over (HandOver), "
                "or put down the last day of their role."
            )


def _holding(
    connection: Connection, contact: Contact, engagements: Sequence[EngagementFacts], on: date, world: World
) -> Iterator[tuple[EngagementFacts, Obligation]]:
    """What is owed on these engagements by a role that the contact holds there."""
    of_each = {facts.id: facts for facts in engagements}
    directory, table = Directory.read(connection, world.reference, engagements), Obligation.table
    still = select(table).where(table.c.ended.is_(None), table.c.engagement_id.in_(of_each))
    for owed in plain(connection.execute(still.order_by(table.c.engagement_id, table.c.opened_by)), Obligation):
        facts = of_each[owed.engagement_id]
        if owed.owed_by in (Role.PEER, Role.LEAD_PEER):
            continue
        if any(one.id == contact.id for one in directory.holders(facts, owed.owed_by, on, handed_to=owed.handed_to)):
            yield facts, owed
