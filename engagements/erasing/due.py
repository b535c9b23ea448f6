"""Retention: who has been out of everything for so long that nobody needs their name any more."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from engagements.engagement import uk_date
from engagements.erasing.duties import RUNNING
from engagements.loading import plain
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from engagements.state.people import Contact, Peer
from engagements.state.team import Invitation


class Due(NamedTuple):
    """Somebody whose time is over. ``last``: the last day on which they had to do with an engagement, or a role."""

    person: str
    last: date


def due(connection: Connection, years: int, on: date) -> list[Due]:
    """Everybody whom nothing has concerned for that many years, who left longest ago first.

    A peer counts from the end of the last engagement whose team they were asked to be on; a contact who has left
    from the last day of their role, or from the end of the last engagement that they left running, if that is later.
    Whoever an engagement that runs concerns is not due, nor a contact in office, nor a peer who was never asked.
    """
    before = _years_before(on, years)
    found = [*_peers(connection), *_contacts(connection, on)]
    return sorted((one for one in found if one.last < before), key=lambda one: (one.last, one.person))


def _peers(connection: Connection) -> Iterator[Due]:
    peer, asked = Peer.table, Invitation.table
    ends, theirs = _ends(connection), defaultdict[str, list[date | None]](list)
    query = select(peer.c.id, asked.c.engagement_id).join(asked, asked.c.peer == peer.c.id)
    for person, engagement in connection.execute(query.where(peer.c.erased_on.is_(None))):
        theirs[person].append(ends[engagement])
    for person, days in theirs.items():
        if (last := _last(days)) is not None:
            yield Due(person, last)


def _contacts(connection: Connection, on: date) -> Iterator[Due]:
    table, facts = Contact.table, EngagementFacts.table
    ends = _ends(connection)
    engagements = plain(connection.execute(select(facts)), EngagementFacts)
    left = select(table).where(table.c.holds_to < on, table.c.erased_on.is_(None))
    for contact in plain(connection.execute(left), Contact):
        theirs = [ends[one.id] for one in engagements if _concerned(contact, one)]
        if (last := _last([contact.holds_to or on, *theirs])) is not None:
            yield Due(contact.id, last)


def _concerned(contact: Contact, facts: EngagementFacts) -> bool:
    """Whether an engagement was theirs: begun in their time by their authority, or one that they coordinated."""
    begun = facts.requested_on is None or contact.holds_to is None or facts.requested_on <= contact.holds_to
    return facts.coordinator == contact.id or (facts.authority == contact.authority and begun)


def _last(days: list[date | None]) -> date | None:
    """The last of the days; None where one is not over."""
    over = [day for day in days if day is not None]
    return max(over) if len(over) == len(days) else None


def _ends(connection: Connection) -> dict[int, date | None]:
    """By engagement, the day of its last event; None where it runs."""
    facts, journal = EngagementFacts.table, JournalEntry.table
    query = select(facts.c.id, facts.c.status, journal.c.at).join(
        journal, (journal.c.engagement_id == facts.c.id) & (journal.c.sequence == facts.c.version)
    )
    return {number: None if status in RUNNING else uk_date(at) for number, status, at in connection.execute(query)}


def _years_before(on: date, years: int) -> date:
    """The same day that many years ago; 28 February for the 29th where there was none."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
