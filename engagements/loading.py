"""Reads an engagement as its rules see it: the rows that a step declares, and no others."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Result, Select, bindparam, select

from config.nearest import shown
from engagements.engagement import Engagement, World
from engagements.messages import Command
from engagements.peers.reviews import Review, reviews_by
from engagements.refusals import UnknownEngagement
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.evidence import EvidenceFile
from engagements.state.people import Contact, Peer
from engagements.state.pool import StandingInterest
from engagements.state.row import DERIVED, OfAuthority, OfEngagement, Row
from engagements.state.team import InterestDeclaration
from engagements.state.timetable import SessionElsewhere
from engagements.step import Step
from engagements.visits.sessions_elsewhere import sessions_elsewhere

R = TypeVar("R", bound=Row)

NAMED: Mapping[type[Row], Callable[[Command], tuple[str, ...]]] = {
    Peer: lambda command: command.peers_named(),
    Contact: lambda command: command.contacts_named(),
    EvidenceFile: lambda command: command.files_named(),
}
"""Of these kinds, a rule reads the rows that its command names, and no others."""

ABOUT_THE_SERVICE: Mapping[type[Row], tuple[str, ...]] = {
    InterestDeclaration: ("peer", "kind", "engagement_id"),
    StandingInterest: ("peer", "kind"),
}
"""Of these kinds, a rule reads every row about the authority's service, told apart by these fields.

An interest declared in one engagement keeps the peer off every team that visits the service.
"""


def load(connection: Connection, ref: str, step: Step, command: Command, world: World) -> Engagement:
    """The engagement of a reference with what the step reads. Raises UnknownEngagement."""
    facts = _found(connection, _facts_to_change(), ref)
    rows: dict[type[Row], Mapping[tuple[Any, ...], Row]] = {
        Obligation: _keyed(connection.execute(_open_obligations(), {"of": facts.id}), Obligation)
    }
    for kind in step.reads:
        if kind in NAMED:
            rows[kind] = _keyed(connection.execute(_among(kind), {"names": NAMED[kind](command)}), kind)
        elif kind is Review:
            rows[kind] = {review.identity: review for review in reviews_by(connection, facts.authority)}
        elif kind in ABOUT_THE_SERVICE:
            found = plain(connection.execute(_about_the_service(kind), {"service": facts.authority}), kind)
            rows[kind] = {tuple(row.__dict__[name] for name in ABOUT_THE_SERVICE[kind]): row for row in found}
        elif kind is SessionElsewhere:
            rows[kind] = {row.identity: row for row in sessions_elsewhere(connection, facts)}
        elif issubclass(kind, OfAuthority):
            rows[kind] = _keyed(connection.execute(_register(kind), {"authority": facts.authority}), kind)
        else:
            rows[kind] = _keyed(connection.execute(_rows(kind), {"of": facts.id}), kind)
    return Engagement(facts, world, rows)


def load_whole(connection: Connection, ref: str, world: World) -> Engagement:
    """The engagement with every row that the journal gave it."""
    facts = facts_of(connection, ref)
    kinds = [kind for kind in DERIVED if issubclass(kind, OfEngagement)]
    return Engagement(
        facts, world, {kind: _keyed(connection.execute(_rows(kind), {"of": facts.id}), kind) for kind in kinds}
    )


def rows_of(connection: Connection, facts: EngagementFacts, kind: type[R]) -> Sequence[R]:
    """An engagement's rows of one kind, in order, or its authority's where that keeps them."""
    if issubclass(kind, OfAuthority):
        return plain(connection.execute(_register(kind), {"authority": facts.authority}), kind)
    return plain(connection.execute(_rows(kind), {"of": facts.id}), kind)


def still_owed(connection: Connection, engagement_id: int) -> Sequence[Obligation]:
    """The open obligations of an engagement."""
    return plain(connection.execute(_open_obligations(), {"of": engagement_id}), Obligation)


def facts_of(connection: Connection, ref: str) -> EngagementFacts:
    """The engagement's own row. Raises UnknownEngagement."""
    return _found(connection, _facts(), ref)


def _found(connection: Connection, query: Select[Any], ref: str) -> EngagementFacts:
    found = plain(connection.execute(query, {"ref": ref}), EngagementFacts) if ref.isprintable() else None
    if not found:
        raise UnknownEngagement(f"There is no engagement {shown(ref)}. `peer-support engagements list` names them.")
    return found[0]


def plain(found: Result[Any], kind: type[R]) -> Sequence[R]:
    """Rows of a result as plain values."""
    names = tuple(found.keys())
    return [kind.recall(dict(zip(names, row, strict=True))) for row in found]


def _keyed(found: Result[Any], kind: type[Row]) -> dict[tuple[Any, ...], Row]:
    rows: Sequence[Row] = plain(found, kind)
    return {row.identity: row for row in rows}


@cache
def _facts() -> Select[Any]:
    table = EngagementFacts.table
    return select(table).where(table.c.ref == bindparam("ref"))


@cache
def _facts_to_change() -> Select[Any]:
    """Whoever decides on an engagement holds its row first and its other rows after it: nobody waits in a circle."""
    return _facts().with_for_update()


@cache
def _open_obligations() -> Select[Any]:
    table = Obligation.table
    return select(table).where(table.c.engagement_id == bindparam("of"), table.c.ended.is_(None))


@cache
def _rows(kind: type[Row]) -> Select[Any]:
    table = kind.table
    return (
        select(table)
        .where(table.c.engagement_id == bindparam("of"))
        .order_by(*(table.c[name] for name in kind.IDENTITY))
    )


@cache
def _register(kind: type[OfAuthority]) -> Select[Any]:
    table = kind.table
    return (
        select(table)
        .where(table.c.authority == bindparam("authority"))
        .order_by(*(table.c[name] for name in kind.IDENTITY))
    )


@cache
def _about_the_service(kind: type[Row]) -> Select[Any]:
    return select(kind.table).where(kind.table.c.service == bindparam("service"))


@cache
def _among(kind: type[Row]) -> Select[Any]:
    return select(kind.table).where(kind.table.c[kind.IDENTITY[0]].in_(bindparam("names", expanding=True)))
