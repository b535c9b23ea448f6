"""Who may give a command: the role first, then the person where one is named."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from config.calendar import in_words
from config.nearest import shown
from config.vocabulary import LEADERS, OF_THE_AUTHORITY, PEERS, Role, TeamRole
from engagements.capacities import may_act_as
from engagements.engagement import Engagement
from engagements.journal import Actor
from engagements.messages import Command
from engagements.refusals import NotAllowed, UnknownPerson
from engagements.state.people import Contact, Peer
from engagements.state.team import Invitation
from engagements.step import Step


class NotForOneself(NotAllowed):
    """Nobody waives or puts off what they owe themselves."""


def in_a_list(words: Iterable[str]) -> str:
    return " or ".join(word.replace("_", " ") for word in words)


def authorise(
    connection: Connection, step: Step, command: Command, actor: Actor, engagement: Engagement, on: date
) -> None:
    """Refuse a role that the step does not name, and a person who is not in that role here on that day.

    An actor without an identifier is the role itself, as a trusted entry point gives it: the terminal, a sweep.
    """
    if actor.role not in step.by:
        raise NotAllowed(
            f"{type(command).__name__} is given by {in_a_list(step.by)}; "
            f"{actor.role.replace('_', ' ')} may not give it."
        )
    if command.lets_off() is actor.role:
        others = in_a_list(role for role in step.by if role is not actor.role)
        raise NotForOneself(f"Nobody lets themselves off: ask the {others} to give {type(command).__name__}.")
    whose = command.owed_by()
    if whose and actor.role in OF_THE_AUTHORITY - LEADERS - {whose}:
        raise NotAllowed(f"{type(command).__name__} is given by whoever owes it, which is the {in_a_list([whose])}.")
    if actor.id is None:
        return
    if not actor.id.isprintable():
        raise UnknownPerson(f"Nobody is on record as {shown(actor.id)}.")
    if actor.role in PEERS:
        _peer_of_this_team(connection, command, actor.role, actor.id, engagement)
    else:
        _contact_in_role(connection, command, actor, actor.id, engagement, on)


def _peer_of_this_team(connection: Connection, command: Command, role: Role, peer: str, engagement: Engagement) -> None:
    if connection.execute(_peer(), {"peer": peer}).first() is None:
        raise UnknownPerson(f"No peer {shown(peer)} is on record.")
    if getattr(command, "peer", peer) != peer:
        raise NotAllowed("A peer answers for nobody but themselves.")
    place = connection.execute(_place(), {"of": engagement.id, "peer": peer}).first()
    if place is None:
        raise NotAllowed(f"Peer {peer} has no place on the team of {engagement.facts.ref}.")
    if role is Role.LEAD_PEER and place != (TeamRole.LEAD_PEER, "accepted"):
        raise NotAllowed(f"Peer {peer} does not lead the team of {engagement.facts.ref}.")


def _contact_in_role(
    connection: Connection, command: Command, actor: Actor, person: str, engagement: Engagement, on: date
) -> None:
    """Their own role needs no further look; any other that they may act in is looked for before it is refused."""
    found = connection.execute(_contact(), {"contact": person}).first()
    if found is None:
        raise UnknownPerson(f"No contact {shown(person)} is on record.")
    if (found.holds_from and on < found.holds_from) or (found.holds_to and found.holds_to < on):
        raise NotAllowed(f"Contact {person} is not in office on {in_words(on)}.")
    authority = engagement.facts.authority or getattr(command, "authority", "")
    if found.role != actor.role:
        facts = engagement.facts.amended({"authority": authority})
        if may_act_as(connection, person, actor.role, facts, on, engagement.world):
            return
        raise NotAllowed(
            f"Contact {person} is on record as {found.role.replace('_', ' ')}, not as {in_a_list([actor.role])}."
        )
    if actor.role in OF_THE_AUTHORITY and found.authority != authority:
        raise NotAllowed(f"Contact {person} belongs to another authority.")


@cache
def _peer() -> Select[Any]:
    return select(Peer.table.c.id).where(Peer.table.c.id == bindparam("peer"))


@cache
def _place() -> Select[Any]:
    invited = Invitation.table.c
    columns = (invited.team_role, invited.status)
    return select(*columns).where(invited.engagement_id == bindparam("of"), invited.peer == bindparam("peer"))


@cache
def _contact() -> Select[Any]:
    contacts = Contact.table.c
    columns = (contacts.role, contacts.authority, contacts.holds_from, contacts.holds_to)
    return select(*columns).where(contacts.id == bindparam("contact"))
