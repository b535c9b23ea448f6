"""People on record: put there, away and back, their addresses, and the register of those whose mail comes back."""

from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from config.calendar import in_words
from config.reference import ReferenceData
from config.vocabulary import Role
from engagements.directory import Directory, Person
from engagements.loading import plain
from engagements.refusals import BrokenRule
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Contact, Peer, Unreachable

KINDS = (Contact, Peer)
"""An identifier is of one of them alone: what somebody may do follows from it."""


class AlreadyOnRecord(BrokenRule):
    """Somebody else is on record under that identifier."""

    field = "id"


class NobodyOfThatName(BrokenRule):
    """Nobody is on record under that identifier."""


class NoSuchDeputy(BrokenRule):
    """The deputy is not a contact of the same authority, or of the LGA, who is there when the other is away."""

    field = "deputy"


class EndsBeforeItBegins(BrokenRule):
    """The last day, of an absence or in a role, comes before its first."""

    field = "last"


class NotUnreachable(BrokenRule):
    """Nothing is to be mended: the person's mail does not come back."""


def holders(
    connection: Connection, facts: EngagementFacts, role: Role, on: date, reference: ReferenceData, peer: str = ""
) -> list[Person]:
    """Everyone who holds the role on the engagement that day: ``Directory.holders`` for one question."""
    return Directory.read(connection, reference, [facts]).holders(facts, role, on, peer)


def on_record(connection: Connection, person: str) -> Contact | Peer:
    """The contact or the peer of an identifier. Raises NobodyOfThatName."""
    contact = plain(connection.execute(select(Contact.table).where(Contact.table.c.id == person)), Contact)
    peer = plain(connection.execute(select(Peer.table).where(Peer.table.c.id == person)), Peer)
    found: list[Contact | Peer] = [*contact, *peer]
    if found:
        return found[0]
    raise NobodyOfThatName(f"Nobody is on record as {person}. `peer-support people` lists everybody.")


def refuse_erased(person: Contact | Peer) -> None:
    """Nothing is put on record of whoever was erased. Raises NobodyOfThatName."""
    if person.erased_on:
        raise NobodyOfThatName(f"{person.id} was erased on {in_words(person.erased_on)}; nothing is kept of them.")


def add_person(connection: Connection, person: Contact | Peer) -> None:
    """Put a contact or a peer on record. Raises AlreadyOnRecord when the identifier is taken, and NoSuchDeputy."""
    table = type(person).table
    if taken(connection, person.id):
        raise AlreadyOnRecord(f"{person.id} is on record already. Choose another identifier.")
    if isinstance(person, Contact) and person.deputy:
        _refuse_no_deputy(connection, person, person.deputy)
    connection.execute(insert(table), person.__dict__)


def taken(connection: Connection, identifier: str) -> bool:
    """Whether somebody is on record under that identifier."""
    return any(
        connection.execute(select(kind.table.c.id).where(kind.table.c.id == identifier)).first() for kind in KINDS
    )


def absent(
    connection: Connection, person: str, first: date, last: date | None = None, deputy: str | None = None
) -> Contact:
    """A contact is away from one day to another, or until they are back. Without a deputy, one named before stays.

    Raises NobodyOfThatName, EndsBeforeItBegins and NoSuchDeputy.
    """
    contact = _contact(connection, person)
    if last and last < first:
        raise EndsBeforeItBegins(f"The absence begins on {in_words(first)}; choose a last day that is not before it.")
    if deputy:
        _refuse_no_deputy(connection, contact, deputy)
    return _amended(connection, contact, absent_from=first, absent_to=last, deputy=deputy or contact.deputy)


def back(connection: Connection, person: str) -> Contact:
    """A contact is there again. Raises NobodyOfThatName."""
    return _amended(connection, _contact(connection, person), absent_from=None, absent_to=None)


def leaves(connection: Connection, person: str, last_day: date) -> Contact:
    """A contact gives up their role; from the day after, others are turned to. Raises NobodyOfThatName.

    Raises EndsBeforeItBegins for a day before the first in the role.
    """
    contact = _contact(connection, person)
    if contact.holds_from and last_day < contact.holds_from:
        raise EndsBeforeItBegins(f"The role begins on {in_words(contact.holds_from)}; choose a later last day.")
    return _amended(connection, contact, holds_to=last_day)


def change_address(connection: Connection, person: str, email: str) -> Contact | Peer:
    """Mail goes to another address from now on; whoever could not be reached can be again. Raises NobodyOfThatName."""
    standing = on_record(connection, person)
    refuse_erased(standing)
    table = type(standing).table
    connection.execute(update(table).where(table.c.id == person).values(email=email))
    connection.execute(delete(Unreachable.table).where(Unreachable.table.c.person == person))
    return standing.amended({"email": email})


def mark_unreachable(connection: Connection, failed: Unreachable) -> bool:
    """Enter in the register that mail to an address came back. False where that was known."""
    table = Unreachable.table
    known = connection.execute(select(table.c.address).where(table.c.person == failed.person)).scalar()
    if known == failed.address:
        return False
    connection.execute(delete(table).where(table.c.person == failed.person))
    connection.execute(insert(table), failed.__dict__)
    return True


def mend(connection: Connection, person: str) -> Contact | Peer:
    """The address works again: mail goes to it as before. Raises NobodyOfThatName and NotUnreachable."""
    standing = on_record(connection, person)
    if not connection.execute(delete(Unreachable.table).where(Unreachable.table.c.person == person)).rowcount:
        raise NotUnreachable(f"Mail to {person} does not come back; there is nothing to mend.")
    return standing


def unreachable(connection: Connection) -> dict[str, Unreachable]:
    """By person, those whose mail came back from the address that they have today."""
    table = Unreachable.table
    addresses = {
        row.id: row.email for kind in KINDS for row in connection.execute(select(kind.table.c.id, kind.table.c.email))
    }
    found = plain(connection.execute(select(table)), Unreachable)
    return {failed.person: failed for failed in found if addresses.get(failed.person) == failed.address}


def _contact(connection: Connection, person: str) -> Contact:
    found = on_record(connection, person)
    refuse_erased(found)
    if isinstance(found, Peer):
        raise NobodyOfThatName(
            f"{person} is a peer; only contacts have deputies. Release the peer, and invite another."
        )
    return found


def _amended(connection: Connection, contact: Contact, **values: object) -> Contact:
    table = Contact.table
    connection.execute(update(table).where(table.c.id == contact.id).values(values))
    return contact.amended(values)


def _refuse_no_deputy(connection: Connection, contact: Contact, deputy: str) -> None:
    if deputy == contact.id:
        raise NoSuchDeputy(f"{deputy} cannot stand in for themselves.")
    table = Contact.table
    found = connection.execute(select(table.c.authority).where(table.c.id == deputy)).first()
    if found is None:
        raise NoSuchDeputy(f"No contact {deputy} is on record: put the deputy on record first.")
    if found.authority != contact.authority:
        home = f"the authority {contact.authority}" if contact.authority else "the LGA"
        raise NoSuchDeputy(f"{deputy} does not belong to {home}, as {contact.id} does.")
