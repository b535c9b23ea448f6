"""Who could take which place, and lead on what: everything that the programme chooses among."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from config.products import LineOfEnquiry, Place
from config.vocabulary import TeamRole
from engagements.peers.on_record import PeerOnRecord
from engagements.proposing.hard_rules import Barred, Ground, Rule, barred, barred_from, lines_open_to
from engagements.proposing.preferences import Preferences
from engagements.proposing.wanted import Standing, Wanted


@dataclass(frozen=True, slots=True)
class Lead:
    """A line of enquiry that a peer could lead on. ``held``: they do already."""

    line: LineOfEnquiry
    points: int
    held: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A peer who could be on a team: in which places, for how many points, and what they could lead on in those.

    ``standing``: the place that they hold already. ``despite``: the one rule that was set aside for them.
    """

    wanted: Wanted
    peer: PeerOnRecord
    places: tuple[tuple[TeamRole, int], ...]
    leads: tuple[Lead, ...]
    standing: Standing | None = None
    despite: Barred | None = None


def candidates(
    wanted: Sequence[Wanted],
    pool: Iterable[PeerOnRecord],
    preferences: Preferences,
    setting_aside: Rule | None = None,
) -> Iterator[Candidate]:
    """Everybody who may be on the teams; those whom one rule alone keeps off them too, where it is set aside."""
    for peer in sorted(pool, key=lambda peer: peer.id):
        for one in wanted:
            if found := _candidate(one, peer, preferences, setting_aside):
                yield found


def _candidate(
    wanted: Wanted, peer: PeerOnRecord, preferences: Preferences, setting_aside: Rule | None
) -> Candidate | None:
    ground = preferences.ground
    standing = next((one for one in wanted.standing if one.peer == peer.id), None)
    if standing:
        points = preferences.of_peer(peer, standing.team_role, wanted)
        leads = _leads(wanted, peer, [standing.team_role], preferences, standing.lines)
        return Candidate(wanted, peer, ((standing.team_role, points),), leads, standing)
    if peer.id in wanted.without:
        return None
    broken = barred(peer, wanted, ground)
    if broken and [one.rule for one in broken] != [setting_aside]:
        return None
    places, despite = _places(wanted, peer, ground, None if broken else setting_aside)
    if not places:
        return None
    return Candidate(
        wanted,
        peer,
        tuple((role, preferences.of_peer(peer, role, wanted)) for role in places),
        _leads(wanted, peer, places, preferences, every=bool(despite)),
        despite=broken[0] if broken else despite,
    )


def _places(
    wanted: Wanted, peer: PeerOnRecord, ground: Ground, setting_aside: Rule | None
) -> tuple[list[TeamRole], Barred | None]:
    """The places that the peer may take. Where a rule is set aside, those that it alone keeps from them, if it does."""
    judged: list[tuple[Place, Barred | None]] = [(p, barred_from(peer, p, wanted, ground)) for p in wanted.places]
    despite = next((why for _, why in judged if why and why.rule is setting_aside), None)
    open_to = [place.team_role for place, why in judged if why is None]
    if open_to or despite is None:
        return open_to, None
    return [place.team_role for place, why in judged if why and why.rule is setting_aside], despite


def _leads(
    wanted: Wanted,
    peer: PeerOnRecord,
    places: Sequence[TeamRole],
    preferences: Preferences,
    held: tuple[str, ...] = (),
    *,
    every: bool = False,
) -> tuple[Lead, ...]:
    """What the peer may lead on, holds already, or, where the grades are set aside, everything."""
    open_to = {line.slug for role in places for line in lines_open_to(peer, role, wanted, preferences.ground)}
    stands = any(one.peer == peer.id for one in wanted.standing)
    return tuple(
        # Of two who know a line equally well, it is not somebody who has their task already.
        Lead(line, preferences.of_line(peer, line) - (stands and line.slug not in held), line.slug in held)
        for line in wanted.lines
        if every or line.slug in open_to or line.slug in held
    )
