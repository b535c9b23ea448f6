"""The staff of the LGA: who coordinates, and which principal adviser looks after which authority."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from config.reference import ReferenceData
from config.vocabulary import Role
from engagements.loading import plain
from engagements.overview.whose import Whose
from engagements.state.people import Contact


@dataclass(frozen=True, slots=True)
class Staff:
    """Coordinators and principal advisers in office, each in their turn."""

    coordinators: tuple[Contact, ...]
    advisers: tuple[Contact, ...]
    adviser_of: Mapping[str, Contact]
    """The principal adviser of an authority, where its region has one."""

    def looked_after_by(self, adviser: str) -> Whose:
        """The engagements of the authorities whose principal adviser that is."""
        return Whose(authorities=frozenset(slug for slug, found in self.adviser_of.items() if found.id == adviser))

    def name(self, person: str | None) -> str | None:
        """What a coordinator is called, by their identifier; the identifier where they are no longer in office."""
        return next((one.name for one in self.coordinators if one.id == person), person)


def staff(connection: Connection, reference: ReferenceData, on: date) -> Staff:
    """Who is in office on a day. The first adviser of a region looks after it; one without regions, after all."""
    contact = Contact.table
    query = (
        select(contact)
        .where(contact.c.authority.is_(None), contact.c.role.in_([Role.COORDINATOR, Role.PRINCIPAL_ADVISER]))
        .order_by(contact.c.turn, contact.c.id)
    )
    found = [
        one for one in plain(connection.execute(query), Contact) if (one.holds_from or on) <= on <= (one.holds_to or on)
    ]
    advisers = tuple(one for one in found if one.role is Role.PRINCIPAL_ADVISER)
    adviser_of = {
        service.slug: one
        for service in reference.services()
        for one in reversed(advisers)
        if not one.regions or service.region in one.regions
    }
    return Staff(tuple(one for one in found if one.role is Role.COORDINATOR), advisers, adviser_of)
