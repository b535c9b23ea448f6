"""Capacities: in which roles somebody may act on an engagement, and what is theirs to do.

Besides their own role there are those that others are reached through, that they stand in for, and of which something
was handed to them. Whoever messages turn to in a role may act in it.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from config.vocabulary import Role, TeamRole
from engagements.directory import Directory
from engagements.engagement import World
from engagements.loading import plain, still_owed
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.people import Contact
from engagements.state.team import Invitation

OF_CONTACTS = tuple(role for role in Role if role not in (Role.PEER, Role.LEAD_PEER, Role.SYSTEM))


def roles_of(connection: Connection, person: str, facts: EngagementFacts, on: date, world: World) -> tuple[Role, ...]:
    """The roles in which a contact or a peer may act on the engagement that day; none for an outsider.

    A contact in office: their own role; one that is reached through theirs; that of somebody whose deputy they are and
    who is absent, or late with something; one of which something was handed to them. A peer: theirs once they were
    asked, and the lead's once they accepted to lead.
    """
    return roles_on(connection, person, [facts], on, world)[facts.id]


def roles_on(
    connection: Connection, person: str, engagements: Sequence[EngagementFacts], on: date, world: World
) -> dict[int, tuple[Role, ...]]:
    """``roles_of`` by engagement, whose obligations are read together."""
    contact = _contact(connection, person)
    if contact is None:
        return {facts.id: _of_a_peer(connection, person, facts) for facts in engagements}
    return {
        capacity.facts.id: tuple(role for role in OF_CONTACTS if capacity.acts_as(role))
        for capacity in _capacities(connection, contact, engagements, on, world)
    }


def may_act_as(connection: Connection, person: str, role: Role, facts: EngagementFacts, on: date, world: World) -> bool:
    """Whether the role is among ``roles_of`` a contact. No other is looked at."""
    contact = _contact(connection, person)
    if contact is None:
        return False
    [capacity] = _capacities(connection, contact, [facts], on, world)
    return capacity.acts_as(role)


def owed_by(connection: Connection, person: str, on: date, world: World) -> list[tuple[EngagementFacts, Obligation]]:
    """Everything open that somebody of an authority, or a peer, may settle: the first due first.

    What has no date because its clock stands still comes last. What was handed over is for whom it was handed to.
    """
    contact, theirs = _contact(connection, person), engagements_of(connection, person)
    found: list[tuple[EngagementFacts, Obligation]] = []
    if contact:
        for capacity in _capacities(connection, contact, theirs, on, world):
            found += [(capacity.facts, one) for one in capacity.owed()]
    else:
        for facts in theirs:
            roles = _of_a_peer(connection, person, facts)
            owed = still_owed(connection, facts.id)
            found += [(facts, one) for one in owed if _of_the_peer(one, person, roles)]
    return sorted(found, key=lambda each: (each[1].due_on or date.max, each[0].ref, each[1].kind, each[1].subject))


class _Capacity:
    """What a contact may do about one engagement on a day."""

    def __init__(
        self, contact: Contact, facts: EngagementFacts, on: date, directory: Directory, owed: Sequence[Obligation]
    ) -> None:
        self.contact, self.facts, self.on, self.directory, self.open = contact, facts, on, directory, owed
        self.belongs = contact.in_office(on) and contact.authority in (None, facts.authority)

    def acts_as(self, role: Role) -> bool:
        handed = (self._handed(one) for one in self.open if one.owed_by is role)
        return self.belongs and (self._acts_throughout(role) or any(handed))

    def owed(self) -> list[Obligation]:
        throughout = {role for role in OF_CONTACTS if self.belongs and self._acts_throughout(role)}
        return [
            one
            for one in self.open
            if self._handed(one) or (one.owed_by in throughout and not self.directory.has(one.handed_to, self.on))
        ]

    def _acts_throughout(self, role: Role) -> bool:
        if self.contact.role is role:
            return True
        turned_to = (
            *self.directory.holders(self.facts, role, self.on),
            *self.directory.told(self.facts, role, self.on),
        )
        if any(person.id == self.contact.id for person in turned_to):
            return True
        late = any(one.due_on and one.due_on < self.on for one in self.open if one.owed_by is role)
        return late and self.contact.id in self.directory.named_deputies(self.facts, role, self.on)

    def _handed(self, one: Obligation) -> bool:
        """Whether it was handed to the contact, or to somebody absent whom they stand in for."""
        if not self.directory.has(one.handed_to, self.on):
            return False
        turned_to = self.directory.told(self.facts, one.owed_by, self.on, handed_to=one.handed_to)
        return self.contact.id in (one.handed_to, *(person.id for person in turned_to))


def _capacities(
    connection: Connection, contact: Contact, engagements: Sequence[EngagementFacts], on: date, world: World
) -> list[_Capacity]:
    """The contact's on each engagement: with as many looks at the database for hundreds as for one."""
    ids = [facts.id for facts in engagements]
    owed: dict[int, list[Obligation]] = {number: [] for number in ids}
    table = Obligation.table
    query = select(table).where(table.c.ended.is_(None), table.c.engagement_id.in_(ids))
    for one in plain(connection.execute(query.order_by(table.c.opened_by, table.c.kind, table.c.subject)), Obligation):
        owed[one.engagement_id].append(one)
    directory = Directory.read(connection, world.reference, engagements)
    return [_Capacity(contact, facts, on, directory, owed[facts.id]) for facts in engagements]


def _of_a_peer(connection: Connection, peer: str, facts: EngagementFacts) -> tuple[Role, ...]:
    invited = Invitation.table.c
    of_theirs = (invited.engagement_id == facts.id, invited.peer == peer)
    place = connection.execute(select(invited.team_role, invited.status).where(*of_theirs)).first()
    if place is None:
        return ()
    leads = (place.team_role, place.status) == (TeamRole.LEAD_PEER, "accepted")
    return (Role.PEER, Role.LEAD_PEER) if leads else (Role.PEER,)


def _of_the_peer(one: Obligation, peer: str, roles: tuple[Role, ...]) -> bool:
    return one.owed_by in roles and (one.owed_by is Role.LEAD_PEER or one.subject == peer)


def _contact(connection: Connection, person: str) -> Contact | None:
    table = Contact.table
    return next(iter(plain(connection.execute(select(table).where(table.c.id == person)), Contact)), None)


def engagements_of(connection: Connection, person: str) -> Sequence[EngagementFacts]:
    """Those of a contact's authority, or those whose team a peer was asked to be on, the first begun first."""
    contact = _contact(connection, person)
    table, invited = EngagementFacts.table, Invitation.table
    asked = select(invited.c.engagement_id).where(invited.c.peer == person)
    which = table.c.authority == contact.authority if contact else table.c.id.in_(asked)
    return plain(connection.execute(select(table).where(which).order_by(table.c.id)), EngagementFacts)
