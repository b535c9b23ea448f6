"""Political groups of member peers: special-category data (UK GDPR, article 9).

Held for member peers alone, read by who builds a team and by nobody else, and each reading is on record: who read
whose, when, and for which engagement. No rule, event, message or paper knows of them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import Field

from config.vocabulary import PeerKind, Role
from engagements.database import UtcDateTime
from engagements.journal import Actor
from engagements.loading import facts_of, plain
from engagements.people import NobodyOfThatName, on_record, refuse_erased
from engagements.refusals import BrokenRule, NotAllowed
from engagements.state.journal import POSITION
from engagements.state.people import Contact, Peer
from engagements.state.row import Row, kept_in

BUILD_TEAMS = Role.COORDINATOR
LONGEST = 100
"""Characters of a group's name."""


@kept_in("political_group", derived=False)
class PoliticalGroup(Row):
    """The group that a member peer belongs to at home, as they told it."""

    IDENTITY = ("peer",)

    peer: str = Field(primary_key=True)
    name: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str


@kept_in("political_group_reading", derived=False, rowid=True)
class PoliticalGroupReading(Row):
    """Somebody read one peer's group, for the team of one engagement. Appended, never changed."""

    id: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    peer: str = Field(index=True)
    read_by: str
    read_at: datetime = Field(sa_type=UtcDateTime)
    ref: str = Field(index=True)


class NotAMemberPeer(BrokenRule):
    """The peer is no elected member: their political group is nobody's business here."""


class NoSuchGroup(BrokenRule):
    """A group's name is missing, too long, or holds characters that a name may not hold."""


def record(connection: Connection, peer: str, name: str, by: str, now: datetime) -> None:
    """Put a member peer's group on record, in the place of another. Raises NobodyOfThatName, NotAMemberPeer and
    NoSuchGroup.
    """
    known = on_record(connection, peer)
    refuse_erased(known)
    if isinstance(known, Contact):
        raise NobodyOfThatName(f"{peer} is a contact; political groups are on record for member peers only.")
    if known.kind is not PeerKind.MEMBER:
        raise NotAMemberPeer(f"{peer} is no member peer; political groups are on record for member peers only.")
    name = name.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise NoSuchGroup(f"Give the group's name, in up to {LONGEST} characters.")
    forget(connection, peer)
    row = PoliticalGroup(peer=peer, name=name, recorded_at=now, recorded_by=by)
    connection.execute(insert(PoliticalGroup.table), row.__dict__)


def forget(connection: Connection, peer: str) -> bool:
    """Take a peer's group off the record. False where there was none."""
    table = PoliticalGroup.table
    return bool(connection.execute(delete(table).where(table.c.peer == peer)).rowcount)


def read(connection: Connection, ref: str, by: Actor, now: datetime) -> dict[str, str]:
    """By peer, the groups of the members who could be on the engagement's team: those who are not the authority's own.

    Each reading is written down in the same transaction, which the caller commits before anything is shown. Raises
    NotAllowed and UnknownEngagement.
    """
    if by.role is not BUILD_TEAMS:
        raise NotAllowed("Political groups are read by the coordinator who builds the team, and by nobody else.")
    facts = facts_of(connection, ref)
    if by.id is None or (facts.coordinator and facts.coordinator != by.id):
        raise NotAllowed(f"Political groups are read by the coordinator of {ref}, who builds its team.")
    group, peer = PoliticalGroup.table, Peer.table
    query = select(group.c.peer, group.c.name).join(peer, peer.c.id == group.c.peer)
    query = query.where(peer.c.kind == PeerKind.MEMBER, peer.c.service != facts.authority).order_by(group.c.peer)
    found = {row.peer: row.name for row in connection.execute(query)}
    readings = [{"peer": one, "read_by": str(by), "read_at": now, "ref": ref} for one in found]
    if readings:
        connection.execute(insert(PoliticalGroupReading.table), readings)
    return found


def audit(connection: Connection, peer: str | None = None) -> Sequence[PoliticalGroupReading]:
    """Every reading, the latest first; of one peer's group, or of all."""
    table = PoliticalGroupReading.table
    query = select(table).order_by(table.c.id.desc())
    return plain(connection.execute(query.where(table.c.peer == peer) if peer else query), PoliticalGroupReading)
