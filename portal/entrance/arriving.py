"""Arriving by a link: whose it is, what it is for, and whether it still leads there."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from config.vocabulary import Role
from engagements.capacities import roles_of
from engagements.loading import facts_of
from engagements.obligations import Owed
from engagements.people import NobodyOfThatName, on_record
from engagements.receipts import receipt_number
from engagements.refusals import UnknownEngagement
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Contact, Peer
from notifications.errands import Errand
from notifications.links import Link, LinkExpired, LinkForged, Links
from notifications.revoking import is_revoked
from portal.office import Office
from portal.tasks.task import Standing, Task, find_task
from portal.visitors import Door, Visitor


class Way(StrEnum):
    """Where a link leads."""

    OPEN = "open"
    FORGED = "forged"
    EXPIRED = "expired"
    REVOKED = "revoked"  # or sent to an address that the person no longer has
    NOT_THEIRS = "not-theirs"  # they left office, or have no part in the engagement any more
    DONE = "done"  # what it was for is settled, one way or another


STILL_TO_COME = (Standing.OPEN, Standing.ON_HOLD, Standing.NOT_YET)


@dataclass(frozen=True, slots=True)
class Arrival:
    """``guest``: as whom somebody goes on; ``task``: what the link is for, where it is something owed."""

    way: Way
    link: Link | None = None
    person: Contact | Peer | None = None
    guest: Visitor | None = None
    task: Task | None = None
    authority: str = ""

    @property
    def is_open(self) -> bool:
        return self.way is Way.OPEN

    @property
    def receipt(self) -> str:
        """The number by which to name what was done; empty where nobody did anything."""
        settled = self.task.settled if self.task else None
        return receipt_number(self.task.ref, settled.sequence) if self.task and settled else ""


def arrive(connection: Connection, office: Office, token: str) -> Arrival:
    """What there is to say about a link. It changes nothing."""
    settings = office.settings
    try:
        link = Links(office.keys, settings.portal_url, settings.link_days).read(token, office.now())
    except LinkForged:
        return Arrival(Way.FORGED)
    except LinkExpired:
        return Arrival(Way.EXPIRED)
    try:
        person = on_record(connection, link.person)
    except NobodyOfThatName:
        return Arrival(Way.NOT_THEIRS)
    if not link.went_to(person.email) or is_revoked(connection, link):
        return Arrival(Way.REVOKED)
    guest = _guest(person)
    if isinstance(person, Contact) and not person.in_office(office.today):
        return Arrival(Way.NOT_THEIRS)
    if link.errand.ref is None:
        return Arrival(Way.OPEN, link, person, guest)
    return _to_engagement(connection, office, link, person, guest, link.errand.ref)


def _to_engagement(
    connection: Connection, office: Office, link: Link, person: Contact | Peer, guest: Visitor, ref: str
) -> Arrival:
    try:
        facts = facts_of(connection, ref)
    except UnknownEngagement:
        return Arrival(Way.NOT_THEIRS)
    if not roles_of(connection, person.id, facts, office.today, office.world):
        return Arrival(Way.NOT_THEIRS)
    owed = _task(connection, office, guest, link.errand, facts)
    way = Way.OPEN if owed is None or owed.standing in STILL_TO_COME else Way.DONE
    authority = office.world.reference.service(facts.authority).official_name
    return Arrival(way, link, person, guest, owed, authority)


def _task(
    connection: Connection, office: Office, guest: Visitor, errand: Errand, facts: EngagementFacts
) -> Task | None:
    kind = errand.page.replace("-", "_")
    if kind not in list(Owed):
        return None
    return find_task(connection, office, guest, facts.ref, Owed(kind), errand.subject)


def _guest(person: Contact | Peer) -> Visitor:
    role = person.role if isinstance(person, Contact) else Role.PEER
    return Visitor(name=person.name, doors=frozenset({Door.GUEST}), hats={role: person.id})
