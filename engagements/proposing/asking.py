"""Proposals for engagements as they stand: their scopes, their visits' days, who holds a place, and the whole pool."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from config.products import LineOfEnquiry, Product
from config.vocabulary import Stage, Status
from engagements.engagement import World
from engagements.loading import facts_of, rows_of
from engagements.peers.on_record import pool
from engagements.peers.periods import Days
from engagements.proposing.proposal import NextBest, Proposal, Team
from engagements.proposing.proposing import next_best, propose
from engagements.proposing.wanted import Standing, Wanted
from engagements.refusals import BrokenRule
from engagements.stages.team_assignment import Place, ProposeTeam
from engagements.state.engagement import EngagementFacts
from engagements.state.team import Invitation, Scope, VisitPhase
from engagements.texts import recall

STANDS = ("invited", "accepted")
SAID_NO = ("declined", "lapsed")
TEAM = (Stage.TEAM_ASSIGNMENT, Stage.CHALLENGE_VISIT)


class NoTeamWanted(BrokenRule):
    """The engagement does not look for peers: it has no agreed scope yet, its visit is over, or it does not run."""


def proposal_for(
    connection: Connection,
    refs: Sequence[str],
    world: World,
    on: date,
    *,
    without: frozenset[str] = frozenset(),
    groups: Mapping[str, str] | None = None,
) -> Proposal:
    """Teams for one engagement, or for several together. ``without``: peers whom the coordinator does not want.

    Raises UnknownEngagement and NoTeamWanted.
    """
    wanted = [wanted_by(connection, ref, world, on, groups) for ref in dict.fromkeys(refs)]
    asked = [replace(one, without=one.without | without) for one in wanted]
    return propose(asked, pool(connection, on, world), world.matching, world.reference)


def next_best_for(
    connection: Connection,
    ref: str,
    leaving: str,
    world: World,
    on: date,
    groups: Mapping[str, str] | None = None,
) -> NextBest:
    """Who would take the place of a peer who was on the team, or was invited to it.

    Raises UnknownEngagement, NoTeamWanted, and NoTeamWanted too where the peer never had a place.
    """
    wanted = wanted_by(connection, ref, world, on, groups)
    had = next((one for one in rows_of(connection, facts_of(connection, ref), Invitation) if one.peer == leaving), None)
    if had is None:
        raise NoTeamWanted(f"Peer {leaving} had no place on the team of {ref}.")
    stay = tuple(one for one in wanted.standing if one.peer != leaving)
    people = pool(connection, on, world)
    return next_best(replace(wanted, standing=stay), leaving, had.team_role, people, world.matching, world.reference)


def command_for(team: Team, ref: str) -> ProposeTeam | None:
    """The command that proposes those of a team who hold no place yet; None where everybody does."""
    new = [choice for choice in team.of(ref) if choice.status is None]
    places = tuple(Place(peer=each.peer, team_role=each.team_role, lines=each.lines) for each in new)
    return ProposeTeam(places=places) if places else None


def wanted_by(
    connection: Connection, ref: str, world: World, on: date, groups: Mapping[str, str] | None = None
) -> Wanted:
    """The team that an engagement needs. Peers who said no, or were released, are not asked again.

    ``groups``: by member peer, the political groups that ``political_groups.read`` gave for this engagement; only where
    ``balances`` says so. Raises UnknownEngagement and NoTeamWanted.
    """
    facts = facts_of(connection, ref)
    scopes = [scope for scope in rows_of(connection, facts, Scope) if scope.agreed_on]
    if facts.stage not in TEAM or facts.status is not Status.ACTIVE or not scopes:
        raise NoTeamWanted(
            f"{facts.ref} needs no team now: it stands at {facts.stage.replace('_', ' ')}, {_why(facts)}."
        )
    phases = _phases(connection, facts, scopes[-1], on)
    if not phases:
        raise NoTeamWanted(f"The visit of {facts.ref} is over.")
    product = world.catalogue.get(facts.product, facts.product_version)
    invitations = rows_of(connection, facts, Invitation)
    return Wanted(
        ref=facts.ref,
        authority=facts.authority,
        places=product.team,
        lines=tuple(_lines(connection, product, scopes[-1])),
        phases=phases,
        standing=tuple(
            Standing(each.peer, each.team_role, each.status, tuple(each.lines))
            for each in invitations
            if each.status in STANDS
        ),
        without=frozenset(each.peer for each in invitations if is_off(each)),
        one_service=product.one_service,
        most_of_one_group=product.most_of_one_group,
        groups=opaque(groups or {}),
    )


def looking_for_peers(connection: Connection, facts: EngagementFacts) -> bool:
    """Whether the engagement has an agreed scope, and its visit is not over."""
    running = facts.stage in TEAM and facts.status is Status.ACTIVE
    return running and any(scope.agreed_on for scope in rows_of(connection, facts, Scope))


def is_off(invitation: Invitation) -> bool:
    """Whether the peer said no, did not answer, or was released for a reason.

    Whoever was only proposed, and gave way to another proposal, may be proposed again.
    """
    return invitation.status in SAID_NO or (invitation.status == "released" and invitation.reason is not None)


def balances(connection: Connection, ref: str, world: World) -> bool:
    """Whether the product asks for political balance, so that its coordinator may read the groups for it."""
    facts = facts_of(connection, ref)
    return world.catalogue.get(facts.product, facts.product_version).most_of_one_group is not None


def opaque(groups: Mapping[str, str]) -> dict[str, str]:
    """By peer, a token in the place of a group's name: enough to tell groups apart."""
    names = sorted({" ".join(name.split()).casefold() for name in groups.values()})
    return {peer: f"group {names.index(' '.join(name.split()).casefold()) + 1}" for peer, name in groups.items()}


def _lines(connection: Connection, product: Product, scope: Scope) -> Iterator[LineOfEnquiry]:
    """The product's lines that the scope asks about, then the authority's own, which are graded nowhere."""
    yield from (product.line(slug) for slug in scope.lines_of_enquiry)
    texts = recall(connection, scope.focuses.values())
    for slug, ref in scope.focuses.items():
        yield LineOfEnquiry(slug=slug, title=texts.get(ref) or f"The authority's own focus {slug.removeprefix('own-')}")


def _phases(connection: Connection, facts: EngagementFacts, scope: Scope, on: date) -> tuple[Days, ...]:
    """The days still to come: as scheduled, or before that as agreed."""
    scheduled = [phase for phase in rows_of(connection, facts, VisitPhase) if phase.replaced_on is None]
    if not scheduled:
        return (Days(scope.visit_from, scope.visit_to),)
    to_come = [phase for phase in scheduled if phase.completed_on is None and phase.ends_on >= on]
    return tuple(Days(phase.starts_on, phase.ends_on) for phase in to_come)


def _why(facts: EngagementFacts) -> str:
    if facts.status is not Status.ACTIVE:
        return str(facts.status).replace("_", " ")
    return "and teams are found once the scope is agreed, until the visit is over"
