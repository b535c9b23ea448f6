"""People: contacts and peers. The only tables that hold names and addresses; the journal holds their identifiers."""

from datetime import date
from typing import ClassVar

from sqlmodel import JSON, Field

from config.vocabulary import PeerKind, Role
from engagements.state.row import Row, kept_in
from engagements.state.words import Words


def within(on: date, first: date | None, last: date | None) -> bool:
    """Whether a day lies between two, both included; None is open."""
    return (first is None or first <= on) and (last is None or on <= last)


@kept_in("contact", derived=False)
class Contact(Row):
    """A person in a role: of an authority (``authority``), or of the LGA (a principal adviser has ``regions``).

    ``turn``: where several hold the role, in which order they are turned to. From ``absent_from`` to ``absent_to``
    (either may be open) their mail goes to their ``deputy``, another contact. ``erased_on``: name and address are gone.
    """

    IDENTITY: ClassVar = ("id",)

    id: str = Field(primary_key=True)
    role: Role = Field(sa_type=Words(Role))
    name: str
    email: str
    authority: str | None = Field(default=None, index=True)
    regions: list[str] = Field(default_factory=list, sa_type=JSON)
    holds_from: date | None = None
    holds_to: date | None = None
    turn: int = 1
    absent_from: date | None = None
    absent_to: date | None = None
    deputy: str | None = None
    erased_on: date | None = None

    def in_office(self, on: date) -> bool:
        return within(on, self.holds_from, self.holds_to)

    def is_away(self, on: date) -> bool:
        return bool(self.absent_from or self.absent_to) and within(on, self.absent_from, self.absent_to)


@kept_in("peer", derived=False)
class Peer(Row):
    """A peer of the pool and the service that they come from.

    ``rank``: or office, as they are called at home. ``regions``: where they would travel; empty is anywhere.
    ``most_visits``: in a year; None is the configured limit. ``would_observe``: they want a first visit as an observer.
    ``left_on``: their last day in the pool. ``erased_on``: name and address are gone.
    """

    IDENTITY: ClassVar = ("id",)

    id: str = Field(primary_key=True)
    kind: PeerKind = Field(sa_type=Words(PeerKind))
    service: str = Field(index=True)
    name: str
    email: str
    rank: str | None = None
    regions: list[str] = Field(default_factory=list, sa_type=JSON)
    most_visits: int | None = None
    would_observe: bool = False
    left_on: date | None = None
    erased_on: date | None = None


@kept_in("unreachable", derived=False)
class Unreachable(Row):
    """A contact or a peer whose mail came back. It counts only while their address is still the one that failed."""

    IDENTITY: ClassVar = ("person",)

    person: str = Field(primary_key=True)
    address: str
    since: date
    reason: str
