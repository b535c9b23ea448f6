"""The peer pool as it reads on a day: everything that bears on choosing a peer, and nothing about their politics."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from config.vocabulary import InterestKind, PeerKind
from engagements.engagement import World
from engagements.loading import plain
from engagements.peers.periods import Days, Interest
from engagements.peers.reviews import Review
from engagements.peers.visits import Booked, Visited, visits
from engagements.state.people import Peer
from engagements.state.pool import Block, EarlierVisit, Expertise, OfPeer, StandingInterest, Training
from engagements.state.team import InterestDeclaration

__all__ = ["Booked", "Days", "Interest", "PeerOnRecord", "Visited", "pool"]


@dataclass(frozen=True, slots=True)
class PeerOnRecord:
    """A peer as a day finds them. ``service``: their own. ``name``: for those who build teams, never for the journal.

    ``expertise``: questions of the inspections and short names of themes. ``regions``: where they would travel; empty
    is anywhere. ``away``: when they are not free, earliest first; days after their last in the pool among them.
    ``visited``: newest first. ``booked``: where they are invited or have accepted. ``interests``: every one on record,
    whether it still holds or not, their own service among them. ``most_visits``: a year; None is the configured limit.
    """

    id: str
    kind: PeerKind
    service: str
    name: str
    rank: str | None
    expertise: frozenset[str]
    regions: frozenset[str]
    away: tuple[Days, ...]
    visited: tuple[Visited, ...]
    booked: tuple[Booked, ...]
    interests: tuple[Interest, ...]
    most_visits: int | None
    would_observe: bool
    lapsed_training: tuple[str, ...]


def pool(connection: Connection, on: date, world: World) -> tuple[PeerOnRecord, ...]:
    """Everybody in the pool on a day, in order of their identifiers; with one look at each register."""
    table = Peer.table
    peers = plain(connection.execute(select(table).order_by(table.c.id)), Peer)
    expertise, blocks = _kept(connection, Expertise), _kept(connection, Block)
    training, standing = _kept(connection, Training), _kept(connection, StandingInterest)
    visited, booked = visits(connection, on)
    for peer, earlier in _kept(connection, EarlierVisit).items():
        visited[peer] += (Visited(one.service, one.team_role, one.ended_on, None) for one in earlier)
    declared, reviewed = _declared(connection), _reviewed(peers, visited, world.matching.reviewed_lately_years)
    return tuple(
        PeerOnRecord(
            id=peer.id,
            kind=peer.kind,
            service=peer.service,
            name=peer.name,
            rank=peer.rank,
            expertise=frozenset(one.subject for one in expertise[peer.id]),
            regions=frozenset(peer.regions),
            away=tuple(sorted(_away(peer, blocks[peer.id]))),
            visited=tuple(sorted(visited[peer.id], key=lambda one: (one.ended_on, one.service), reverse=True)),
            booked=tuple(booked[peer.id]),
            interests=(
                Interest(peer.service, InterestKind.OWN_SERVICE),
                *(Interest(one.service, one.kind, one.since, one.until) for one in standing[peer.id]),
                *declared[peer.id],
                *reviewed[peer.service],
            ),
            most_visits=peer.most_visits,
            would_observe=peer.would_observe,
            lapsed_training=tuple(one.what for one in training[peer.id] if one.lapses_on and one.lapses_on < on),
        )
        for peer in peers
        if not peer.erased_on and (peer.left_on is None or on <= peer.left_on)
    )


def _away(peer: Peer, blocks: Iterable[Any]) -> Iterable[Days]:
    yield from (Days(block.first, block.last) for block in blocks)
    if peer.left_on:
        yield Days(peer.left_on + timedelta(days=1), date.max)


def _kept(connection: Connection, kind: type[OfPeer]) -> Mapping[str, list[Any]]:
    """By peer, a register's rows in the order of their keys; as the database gives them, since they are many."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(select(kind.table).order_by(*kind.table.primary_key)):
        rows[row.peer].append(row)
    return rows


def _reviewed(peers: Iterable[Peer], visited: Mapping[str, list[Visited]], years: int) -> Mapping[str, list[Interest]]:
    """By service, what its peers have in those whose peers reviewed it: of each, what the last review gave them."""
    last: dict[tuple[str, str], date] = {}
    for peer in peers:
        for visit in visited.get(peer.id, ()):
            visit_between = (visit.service, peer.service)
            last[visit_between] = max(visit.ended_on, last.get(visit_between, visit.ended_on))
    found: dict[str, list[Interest]] = defaultdict(list)
    for (reviewed, by), ended_on in sorted(last.items()):
        found[reviewed].append(Review(reviewed=reviewed, by=by, ended_on=ended_on).interest(years))
    return found


def _declared(connection: Connection) -> Mapping[str, list[Interest]]:
    table = InterestDeclaration.table
    found: dict[str, list[Interest]] = defaultdict(list)
    for one in plain(connection.execute(select(table).order_by(*table.primary_key)), InterestDeclaration):
        found[one.peer].append(Interest(one.service, one.kind, None, one.until))
    return found
