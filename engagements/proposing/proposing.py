"""``propose``: the best team, the alternatives and the near misses, or what stands in the way. ``next_best``: who
takes the place of a peer who left. Both are pure: the same input gives the same answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from config.matching import MatchingRules
from config.products import LineOfEnquiry, Place
from config.reference import ReferenceData
from config.vocabulary import TeamRole
from engagements.peers.on_record import PeerOnRecord
from engagements.proposing.because import because, listed
from engagements.proposing.candidates import candidates
from engagements.proposing.hard_rules import Ground
from engagements.proposing.near_misses import near_misses
from engagements.proposing.obstacles import in_the_way
from engagements.proposing.preferences import HUNDREDTHS, Preferences
from engagements.proposing.programme import Chosen, TeamProgramme, Teams
from engagements.proposing.proposal import Choice, NextBest, Proposal, Team
from engagements.proposing.wanted import Wanted
from engagements.stages.team_assignment import REVIEWERS


def propose(
    wanted: Sequence[Wanted], pool: Iterable[PeerOnRecord], rules: MatchingRules, reference: ReferenceData
) -> Proposal:
    """Teams for one engagement, with alternatives; or the best for several together, so that nobody is wanted twice."""
    preferences = _preferences(wanted, rules, reference)
    peers = tuple(sorted(pool, key=lambda peer: peer.id))
    programme = TeamProgramme(wanted, tuple(candidates(wanted, peers, preferences)), preferences)
    best = programme.solve()
    if best is None:
        return Proposal((), impossible=in_the_way(wanted, peers, preferences))
    found = [best]
    alternatives = rules.alternatives if len(wanted) == 1 else 0
    while len(found) <= alternatives and programme.rule_out(found[-1], rules.differ_in):
        other = programme.solve()
        if other is None:
            break
        found.append(other)
    missed = near_misses(wanted, peers, preferences, best) if rules.near_misses else ()
    return Proposal(tuple(_team(teams, preferences) for teams in found), missed, gap=best.gap)


def next_best(
    wanted: Wanted,
    leaving: str,
    team_role: TeamRole,
    pool: Iterable[PeerOnRecord],
    rules: MatchingRules,
    reference: ReferenceData,
) -> NextBest:
    """Who would take the place of a peer who declined, withdrew or was released. All who stand keep their places and
    what they lead on; no other place is filled.
    """
    places = tuple(_as_they_stand(place, wanted, team_role) for place in wanted.places)
    one = replace(wanted, places=places, without=wanted.without | {leaving})
    proposal = propose([one], pool, rules.model_copy(update={"alternatives": 0, "near_misses": 0}), reference)
    if proposal.best is None:
        return NextBest(leaving, team_role, None, impossible=proposal.impossible)
    choice = proposal.best.new[0]
    return NextBest(leaving, team_role, choice, tuple(_changes(one, proposal.best, choice)))


def _preferences(wanted: Sequence[Wanted], rules: MatchingRules, reference: ReferenceData) -> Preferences:
    return Preferences(rules, Ground(reference, rules.visits_a_year, frozenset(one.ref for one in wanted)))


def _team(teams: Teams, preferences: Preferences) -> Team:
    """The choices in the order of the product's places."""
    choices = [_choice(one, preferences) for one in sorted(teams.chosen, key=_in_order)]
    return Team(tuple(choices), teams.points / HUNDREDTHS)


def _in_order(one: Chosen) -> tuple[str, int, str]:
    places = [place.team_role for place in one.candidate.wanted.places]
    return one.candidate.wanted.ref, places.index(one.team_role), one.candidate.peer.id


def _choice(one: Chosen, preferences: Preferences) -> Choice:
    wanted, peer, standing = one.candidate.wanted, one.candidate.peer, one.candidate.standing
    lines = [lead.line for lead in one.leads] or _helps_with(one)
    status = standing.status if standing else None
    return Choice(
        ref=wanted.ref,
        peer=peer.id,
        name=peer.name,
        service=peer.service,
        team_role=one.team_role,
        lines=tuple(line.slug for line in lines),
        because=because(peer, one.team_role, lines, wanted, preferences, status),
        points=one.points / HUNDREDTHS,
        status=status,
    )


def _helps_with(one: Chosen) -> list[LineOfEnquiry]:
    """A reviewer who leads on no line of enquiry helps with the one that they know the most about."""
    if one.team_role not in REVIEWERS or not one.candidate.leads:
        return []
    return [max(one.candidate.leads, key=lambda lead: lead.points).line]


def _as_they_stand(place: Place, wanted: Wanted, team_role: TeamRole) -> Place:
    """The place with as many as stand in it, and one more where somebody left."""
    count = sum(one.team_role is place.team_role for one in wanted.standing) + (place.team_role is team_role)
    return place.model_copy(update={"least": count, "most": max(count, 1)})


def _changes(wanted: Wanted, team: Team, choice: Choice) -> Iterator[str]:
    """What the newcomer would look at, and what others would lead on besides."""
    titles = {line.slug: line.title for line in wanted.lines}
    before = {one.peer: one.lines for one in wanted.standing}
    for other in team.choices:
        if added := [titles[slug] for slug in other.lines if slug not in before.get(other.peer, ())]:
            would = "would look at" if other is choice else "would take on besides"
            yield f"{other.name} {would} {listed(added)}."
