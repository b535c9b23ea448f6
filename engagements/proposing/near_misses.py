"""Near misses: peers who would suit at least as well as somebody who was chosen, but for one hard rule."""

from collections.abc import Iterator, Sequence

from config.products import Place
from engagements.peers.on_record import PeerOnRecord
from engagements.proposing.because import because
from engagements.proposing.hard_rules import Barred, Rule, barred, barred_from, may_lead_on
from engagements.proposing.preferences import Preferences
from engagements.proposing.programme import Chosen, Teams
from engagements.proposing.proposal import NearMiss
from engagements.proposing.wanted import Wanted


def near_misses(
    wanted: Sequence[Wanted], pool: Sequence[PeerOnRecord], preferences: Preferences, teams: Teams
) -> tuple[NearMiss, ...]:
    """Of each engagement, those whom a team would gain the most by, the most first."""
    told: list[NearMiss] = []
    for one in wanted:
        chosen = [each for each in teams.chosen if each.candidate.wanted is one and not each.candidate.standing]
        found = sorted(_missed(one, pool, preferences, chosen), key=lambda missed: (-missed[0], missed[1].peer))
        told += [miss for _, miss in found[: preferences.rules.near_misses]]
    return tuple(told)


def _missed(
    wanted: Wanted, pool: Sequence[PeerOnRecord], preferences: Preferences, chosen: Sequence[Chosen]
) -> Iterator[tuple[int, NearMiss]]:
    known = {each.candidate.peer.id for each in chosen} | {one.peer for one in wanted.standing} | wanted.without
    for peer in pool:
        if peer.id in known or peer.service == wanted.authority:
            continue
        broken = barred(peer, wanted, preferences.ground)
        if len(broken) > 1:
            continue
        gains = [
            (gain, each, why)
            for each in chosen
            if (why := _only_bar(peer, each, wanted, preferences, broken))
            and (gain := _points_in_place_of(each, peer, why, wanted, preferences) - each.points) >= 0
        ]
        if gains:
            gain, each, why = max(gains, key=lambda found: found[0])
            yield gain, _miss(peer, each, why, wanted, preferences)


def _only_bar(
    peer: PeerOnRecord, instead_of: Chosen, wanted: Wanted, preferences: Preferences, broken: Sequence[Barred]
) -> Barred | None:
    """What alone keeps the peer from the place of somebody who was chosen."""
    place: Place = next(place for place in wanted.places if place.team_role is instead_of.team_role)
    unfit = barred_from(peer, place, wanted, preferences.ground)
    if broken:
        return None if unfit else broken[0]
    return unfit if unfit and unfit.rule is Rule.MATCHED else None


def _points_in_place_of(each: Chosen, peer: PeerOnRecord, why: Barred, wanted: Wanted, preferences: Preferences) -> int:
    """What the peer would come to in the place, leading on what they may of the same lines of enquiry."""
    leads = [
        lead.line for lead in each.leads if why.rule is Rule.MATCHED or may_lead_on(peer, lead.line, preferences.ground)
    ]
    own = preferences.of_peer(peer, each.team_role, wanted)
    return own + sum(preferences.of_line(peer, line) for line in leads)


def _miss(peer: PeerOnRecord, each: Chosen, why: Barred, wanted: Wanted, preferences: Preferences) -> NearMiss:
    lines = [lead.line for lead in each.leads]
    good = because(peer, each.team_role, lines, wanted, preferences, free=False).removesuffix(".")
    return NearMiss(
        ref=wanted.ref,
        peer=peer.id,
        name=peer.name,
        service=peer.service,
        team_role=each.team_role,
        rule=why.rule,
        because=f"{good}; but {why.why}.",
    )
