"""The directory: who holds a role, who stands in for whom, and who can be reached. Read once, asked often."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from config.reference import ReferenceData
from config.vocabulary import Role, TeamRole
from engagements.loading import plain
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Contact, Peer, Unreachable
from engagements.state.team import Invitation


class Person(NamedTuple):
    """A contact or a peer in a role, as far as a message needs to know them."""

    id: str
    role: Role
    name: str
    email: str


class Place(NamedTuple):
    """A peer and their place on a team."""

    peer: Peer
    team_role: TeamRole
    accepted: bool


REACHED_THROUGH = {Role.GOVERNANCE_BODY: Role.CLERK, Role.PAYER: Role.AUTHORITY}


class Directory:
    """Everybody whom some engagements may turn to, in memory: no look-up asks the database again."""

    def __init__(
        self,
        reference: ReferenceData,
        contacts: Iterable[Contact],
        places: dict[int, list[Place]],
        unreachable: dict[str, str],
    ) -> None:
        self._reference, self._places, self._failed = reference, places, unreachable
        self._contacts = {contact.id: contact for contact in contacts}
        self._peers_by_id = {place.peer.id: place.peer for team in places.values() for place in team}
        self._in_role: dict[tuple[str | None, Role], list[Contact]] = defaultdict(list)
        for contact in sorted(self._contacts.values(), key=lambda contact: (contact.turn, contact.id)):
            self._in_role[contact.authority, contact.role].append(contact)

    @classmethod
    def read(
        cls, connection: Connection, reference: ReferenceData, engagements: Iterable[EngagementFacts]
    ) -> "Directory":
        """The contacts of the LGA and of the engagements' authorities, and the peers asked to be on their teams."""
        authorities, numbers = set[str](), set[int]()
        for facts in engagements:
            authorities.add(facts.authority)
            numbers.add(facts.id)
        contact, peer, invitation, failed = Contact.table, Peer.table, Invitation.table, Unreachable.table
        of_these = contact.c.authority.is_(None) | contact.c.authority.in_(authorities)
        places: dict[int, list[Place]] = defaultdict(list)
        asked = select(peer, invitation.c.engagement_id, invitation.c.team_role, invitation.c.status)
        asked = asked.join(invitation, invitation.c.peer == peer.c.id).order_by(peer.c.id)
        for *values, engagement, team_role, status in connection.execute(
            asked.where(invitation.c.engagement_id.in_(numbers))
        ):
            known = Peer.recall(dict(zip(peer.c.keys(), values, strict=True)))
            places[engagement].append(Place(known, team_role, status == "accepted"))
        return cls(
            reference,
            plain(connection.execute(select(contact).where(of_these)), Contact),
            places,
            {row.person: row.address for row in connection.execute(select(failed.c.person, failed.c.address))},
        )

    def holders(
        self, facts: EngagementFacts, role: Role, on: date, peer: str = "", handed_to: str | None = None
    ) -> list[Person]:
        """Everyone who holds the role on the engagement that day, in their order.

        ``handed_to``: of what was handed over, whoever has it now, in the place of all others while in office.

        ``Role.PEER`` means the one peer named, or, when none is named, every peer who accepted a place. A governance
        body and a payer without a contact of their own are reached through the clerk and the authority's contact.
        """
        if role in (Role.PEER, Role.LEAD_PEER):
            return [Person(found.id, role, found.name, found.email) for found in self._peers(facts, role, peer)]
        return [_as(contact, role) for contact in self._holding(facts, role, on, handed_to)]

    def told(
        self, facts: EngagementFacts, role: Role, on: date, peer: str = "", handed_to: str | None = None
    ) -> list[Person]:
        """Everyone to write to for the role that day: its holders who can be reached, or the deputies of those away.

        Where that is nobody, the next who may act in the role; then whoever is away and has no deputy: it waits for
        them. Nobody at all only where there is nobody with an address that works.
        """
        if role in (Role.PEER, Role.LEAD_PEER):
            return [found for found in self.holders(facts, role, on, peer) if self._works(found.id, found.email)]
        holding = self._holding(facts, role, on, handed_to)
        found = self._present(holding, on) or self._present(self._next_ones(facts, role, on), on)[:1]
        found = found or [contact for contact in holding if self._works(contact.id, contact.email)]
        return [_as(contact, role) for contact in found]

    def reached(
        self, facts: EngagementFacts, role: Role, on: date, peer: str = "", handed_to: str | None = None
    ) -> Person | None:
        """The one person to write to for the role that day: the first of those told."""
        return next(iter(self.told(facts, role, on, peer, handed_to)), None)

    def has(self, person: str | None, on: date) -> bool:
        """Whether the contact is on record and in office that day."""
        contact = self._contacts.get(person or "")
        return contact is not None and contact.in_office(on)

    def deputies_of(self, person: Person, facts: EngagementFacts, on: date) -> list[Person]:
        """Who gets a copy of what the person is asked: the deputy they named, or else the next holder of their role."""
        contact = self._contacts.get(person.id)
        if contact is None:
            return []
        named = [self._contacts[contact.deputy]] if contact.deputy in self._contacts else []
        others = [other for other in self._holding(facts, person.role, on) if other.id != person.id]
        found = self._present(named, on) or self._present(others, on)[:1]
        return [_as(deputy, person.role) for deputy in found if deputy.id != person.id]

    def named_deputies(self, facts: EngagementFacts, role: Role, on: date) -> set[str]:
        """The deputies that the role's holders named, whether these are away or not."""
        return {contact.deputy for contact in self._holding(facts, role, on) if contact.deputy}

    def find(self, person: str, role: Role) -> Person | None:
        """A contact or a peer by their identifier, in a role; None where nobody of that identifier can be reached."""
        known = self._contacts.get(person) or self._peers_by_id.get(person)
        if known is None or not self._works(known.id, known.email):
            return None
        return Person(known.id, role, known.name, known.email)

    def name(self, person: str) -> str:
        """What somebody is called, whether they can be reached or not."""
        known = self._contacts.get(person) or self._peers_by_id.get(person)
        return known.name if known else person

    def _holding(self, facts: EngagementFacts, role: Role, on: date, handed_to: str | None = None) -> Sequence[Contact]:
        if handed_to and self.has(handed_to, on):
            return [self._contacts[handed_to]]
        if role is Role.COORDINATOR and facts.coordinator:
            return [self._contacts[facts.coordinator]] if facts.coordinator in self._contacts else []
        here = self._in_office(facts, role, on)
        return here or (self._holding(facts, REACHED_THROUGH[role], on) if role in REACHED_THROUGH else [])

    def _next_ones(self, facts: EngagementFacts, role: Role, on: date) -> Sequence[Contact]:
        """Who may act in the role when none of its holders can be reached."""
        return self._in_office(facts, REACHED_THROUGH.get(role, role), on)

    def _in_office(self, facts: EngagementFacts, role: Role, on: date) -> list[Contact]:
        lga = self._in_role.get((None, role), [])
        if any(contact.regions for contact in lga):
            region = self._reference.service(facts.authority).region
            lga = [contact for contact in lga if not contact.regions or region in contact.regions]
        found = [*lga, *self._in_role.get((facts.authority, role), [])]
        return [contact for contact in found if contact.in_office(on)]

    def _present(self, contacts: Iterable[Contact], on: date) -> list[Contact]:
        """Each in their order, or the deputy in their stead; nobody twice."""
        found: dict[str, Contact] = {}
        for contact in contacts:
            for one in (contact, self._contacts.get(contact.deputy or "")):
                if one and not one.is_away(on) and self._works(one.id, one.email):
                    found.setdefault(one.id, one)
                    break
                if not contact.is_away(on):
                    break  # a deputy stands in for who is away, not for who cannot be reached
        return list(found.values())

    def _peers(self, facts: EngagementFacts, role: Role, peer: str) -> Iterator[Peer]:
        for place in self._places.get(facts.id, []):
            leads = role is Role.PEER or place.team_role is TeamRole.LEAD_PEER
            if place.peer.id == peer if peer else place.accepted and leads:
                yield place.peer

    def _works(self, person: str, address: str) -> bool:
        return bool(address) and self._failed.get(person) != address


def _as(contact: Contact, role: Role) -> Person:
    return Person(contact.id, role, contact.name, contact.email)
