"""Succession: who would take the place of a peer who declined, withdrew, did not answer, was released or has left."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from config.products import Place
from config.vocabulary import PeerKind
from engagements.engagement import World
from engagements.loading import facts_of, rows_of
from engagements.peers.on_record import pool
from engagements.proposing.asking import STANDS, NoTeamWanted, balances, is_off, wanted_by
from engagements.proposing.proposal import NextBest
from engagements.proposing.proposing import next_best
from engagements.state.engagement import EngagementFacts
from engagements.state.team import Invitation


def place_left_by(connection: Connection, ref: str, peer: str, world: World) -> Invitation | None:
    """The place that a peer held, or was asked to take, and that is free for somebody else now; None where it is not.

    Raises UnknownEngagement.
    """
    facts = facts_of(connection, ref)
    invitations = rows_of(connection, facts, Invitation)
    left = next((one for one in invitations if one.peer == peer and is_off(one)), None)
    place = _place(facts, left, world) if left else None
    if left is None or place is None:
        return None
    taken = sum(one.team_role is left.team_role and one.status in STANDS for one in invitations)
    return left if taken < place.most else None


def takes_reading_groups(connection: Connection, ref: str, left: Invitation, world: World) -> bool:
    """Whether nobody can be proposed for the place before its coordinator reads the political groups of members."""
    place = _place(facts_of(connection, ref), left, world)
    return place is not None and PeerKind.MEMBER in place.kinds and balances(connection, ref, world)


def successor(
    connection: Connection, ref: str, peer: str, world: World, on: date, groups: Mapping[str, str] | None = None
) -> NextBest | None:
    """The next best for the place that a peer left; None where it is not free, or the engagement looks for nobody.

    ``groups`` as ``wanted_by`` takes them. Raises UnknownEngagement.
    """
    left = place_left_by(connection, ref, peer, world)
    if left is None:
        return None
    try:
        wanted = wanted_by(connection, ref, world, on, groups)
    except NoTeamWanted:
        return None
    return next_best(wanted, peer, left.team_role, pool(connection, on, world), world.matching, world.reference)


def _place(facts: EngagementFacts, left: Invitation, world: World) -> Place | None:
    product = world.catalogue.get(facts.product, facts.product_version)
    return next((place for place in product.team if place.team_role is left.team_role), None)
