"""The pool from a list: who is new in it, what it says differently of whom, and writing it down as a whole."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from config.vocabulary import BlockSource, PeerKind
from engagements import political_groups
from engagements.loading import plain
from engagements.peers.availability import keep, of_source
from engagements.peers.given import Enrolment, GivenTraining, GivenVisit
from engagements.peers.periods import Days
from engagements.people import AlreadyOnRecord, add_person, change_address, taken
from engagements.people_given import GivenPeer
from engagements.state.people import Peer
from engagements.state.pool import Block, EarlierVisit, Expertise, OfPeer, Training
from engagements.state.row import Row

OWN = tuple(name for name in GivenPeer.model_fields if name != "id")
"""What the pool's own table holds of a peer, beside their identifier."""

REGISTERS: Mapping[str, tuple[type[OfPeer], Callable[[Any], Any], Callable[[Any], dict[str, Any]]]] = {
    "expertise": (Expertise, lambda row: row.subject, lambda subject: {"subject": subject}),
    "training": (
        Training,
        lambda row: GivenTraining(what=row.what, done_on=row.done_on, lapses_on=row.lapses_on),
        GivenTraining.model_dump,
    ),
    "visited": (
        EarlierVisit,
        lambda row: GivenVisit(service=row.service, team_role=row.team_role, ended_on=row.ended_on),
        GivenVisit.model_dump,
    ),
}
"""By field of a list: the register behind it, what a row of it says there, and what becomes its row."""

AWAY = "away"
"""The field of the days away; a list holds those that were typed."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A peer of a list against the record. ``values``: what the list says, by field; ``changed``: what is new."""

    peer: str
    new: bool
    values: Mapping[str, Any]
    changed: tuple[str, ...]


def compared(connection: Connection, given: Enrolment, fields: frozenset[str], standing: Mapping[str, Any]) -> Entered:
    """What a peer of a list would change. ``fields``: which the list has; of somebody on record, others stay.

    ``standing``: by identifier, as ``as_listed`` tells. Raises AlreadyOnRecord where it is somebody else's identifier.
    """
    known = standing.get(given.id)
    if known is None and taken(connection, given.id):
        raise AlreadyOnRecord(f"{given.id} is somebody who is not in the pool. Choose another identifier for the peer.")
    told = {name: value for name, value in _values(given).items() if known is None or name in fields}
    changed = (name for name, value in told.items() if known is None or known[name] != value)
    return Entered(given.id, known is None, told, tuple(changed))


def _values(given: Enrolment) -> dict[str, Any]:
    """By field, in an order of its own: two lists that say the same compare as the same."""
    registers = {name: _in_order(getattr(given, name)) for name in (*REGISTERS, AWAY)}
    return {**{name: getattr(given, name) for name in OWN}, "regions": _in_order(given.regions), **registers}


def as_listed(connection: Connection) -> dict[str, dict[str, Any]]:
    """The pool in the same shape, by identifier, with one look at each register."""
    kept = {field: _rows(connection, kind, told) for field, (kind, told, _) in REGISTERS.items()} | {
        AWAY: _rows(connection, Block, _typed)
    }
    table = Peer.table
    return {
        peer.id: {
            **{name: getattr(peer, name) for name in OWN},
            "regions": _in_order(peer.regions),
            **{field: _in_order(rows[peer.id]) for field, rows in kept.items()},
        }
        for peer in plain(
            connection.execute(select(table).where(table.c.erased_on.is_(None)).order_by(table.c.id)), Peer
        )
    }


def _typed(block: Block) -> Days | None:
    return Days(block.first, block.last) if block.source is BlockSource.TYPED else None


def _rows(connection: Connection, kind: type[OfPeer], told: Callable[[Any], Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in plain(connection.execute(select(kind.table)), kind):
        if (said := told(row)) is not None:
            found[row.peer].append(said)
    return found


def _in_order(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(values, key=str))


def enter(connection: Connection, entered: Sequence[Entered]) -> None:
    """Write it down, in the caller's transaction."""
    for one in entered:
        own = {name: one.values[name] for name in one.changed if name in OWN}
        if "regions" in own:
            own["regions"] = list(own["regions"])
        if one.new:
            add_person(connection, Peer(id=one.peer, **own))
        elif own:
            amend(connection, one.peer, own)
        for field, (kind, _, fields) in REGISTERS.items():
            if field in one.changed:
                _replace(
                    connection, kind, [kind(peer=one.peer, **fields(each)) for each in one.values[field]], one.peer
                )
        if AWAY in one.changed:
            calendar = of_source(connection, one.peer, BlockSource.CALENDAR)
            keep(connection, one.peer, typed=one.values[AWAY], calendar=calendar)


def amend(connection: Connection, peer: str, values: dict[str, Any]) -> None:
    """Other values for some of what the pool's own table holds. A group is kept of member peers alone."""
    if "email" in values:
        change_address(connection, peer, values["email"])
    if values.get("kind", PeerKind.MEMBER) is not PeerKind.MEMBER:
        political_groups.forget(connection, peer)
    connection.execute(update(Peer.table).where(Peer.table.c.id == peer).values(values))


def _replace(connection: Connection, kind: type[OfPeer], rows: Sequence[Row], peer: str) -> None:
    connection.execute(delete(kind.table).where(kind.table.c.peer == peer))
    if rows:
        connection.execute(insert(kind.table), [row.__dict__ for row in rows])
