"""Who holds a role on an engagement, when somebody is to be asked or told. Only here are there names and addresses."""

from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, Date, Select, bindparam, insert, or_, select

from config.reference import ReferenceData
from config.vocabulary import Role, TeamRole
from engagements.refusals import BrokenRule
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Contact, Peer
from engagements.state.team import Invitation


class Person(NamedTuple):
    """A contact or a peer, as far as a message needs to know them."""

    id: str
    role: Role
    name: str
    email: str


REACHED_THROUGH = {Role.GOVERNANCE_BODY: Role.CLERK, Role.PAYER: Role.AUTHORITY}


class AlreadyOnRecord(BrokenRule):
    """Somebody else is on record under that identifier."""


def holders(
    connection: Connection, facts: EngagementFacts, role: Role, on: date, reference: ReferenceData, peer: str = ""
) -> list[Person]:
    """Everyone who holds the role on the engagement that day, in order of identifier.

    ``Role.PEER`` means the one peer named, or, when none is named, every peer who accepted a place. A governance body
    and a payer without a contact of their own are reached through the clerk and the authority's contact.
    """
    if role in (Role.PEER, Role.LEAD_PEER):
        peers = connection.execute(_peers(facts.id, role, peer))
        return [Person(row.id, role, row.name, row.email) for row in peers]
    if role is Role.COORDINATOR and facts.coordinator:
        named = connection.execute(select(Contact.table).where(Contact.table.c.id == facts.coordinator)).all()
        return [Person(row.id, role, row.name, row.email) for row in named]
    region = reference.service(facts.authority).region
    found = connection.execute(_contacts(), {"authority": facts.authority, "role": role, "on": on}).all()
    here = [row for row in found if not row.regions or region in row.regions]
    if not here and role in REACHED_THROUGH:
        through = holders(connection, facts, REACHED_THROUGH[role], on, reference)
        return [person._replace(role=role) for person in through]
    return [Person(row.id, role, row.name, row.email) for row in here]


@cache
def _contacts() -> Select[tuple[str, str, str, list[str]]]:
    contact, on = Contact.table, bindparam("on", type_=Date)
    return (
        select(contact.c.id, contact.c.name, contact.c.email, contact.c.regions)
        .where(contact.c.role == bindparam("role"))
        .where(or_(contact.c.authority.is_(None), contact.c.authority == bindparam("authority")))
        .where(or_(contact.c.holds_from.is_(None), contact.c.holds_from <= on))
        .where(or_(contact.c.holds_to.is_(None), contact.c.holds_to >= on))
        .order_by(contact.c.id)
    )


def _peers(engagement_id: int, role: Role, peer: str) -> Select[tuple[str, str, str]]:
    pool, invitation = Peer.table, Invitation.table
    query = select(pool.c.id, pool.c.name, pool.c.email).order_by(pool.c.id)
    if peer:
        return query.where(pool.c.id == peer)
    query = query.join(invitation, invitation.c.peer == pool.c.id)
    query = query.where(invitation.c.engagement_id == engagement_id, invitation.c.status == "accepted")
    return query.where(invitation.c.team_role == TeamRole.LEAD_PEER) if role is Role.LEAD_PEER else query


def add_person(connection: Connection, person: Contact | Peer) -> None:
    """Put a contact or a peer on record. Raises AlreadyOnRecord when the identifier is taken."""
    table = type(person).table
    if connection.execute(select(table.c.id).where(table.c.id == person.id)).first():
        raise AlreadyOnRecord(f"{person.id} is on record already. Choose another identifier.")
    connection.execute(insert(table), person.__dict__)
