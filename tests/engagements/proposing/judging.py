"""Judges a proposed team by the hard rules as the issue words them, and finds the best one by trying every team.

Written apart from the code that proposes: it shares the points, and no rule.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from config.matching import MatchingRules
from config.vocabulary import Grade, PeerKind, TeamRole
from engagements.peers.on_record import PeerOnRecord
from engagements.proposing import Choice, Wanted
from engagements.proposing.hard_rules import Ground
from engagements.proposing.preferences import HUNDREDTHS, Preferences
from tests.engagements.proposing.pools import REFERENCE

REVIEW = (TeamRole.LEAD_PEER, TeamRole.OFFICER_PEER, TeamRole.OPERATIONAL_PEER)


def broken(
    wanted: Sequence[Wanted], pool: Sequence[PeerOnRecord], choices: Sequence[Choice], rules: MatchingRules
) -> Iterator[str]:
    """Every hard rule that the choices break."""
    known = {peer.id: peer for peer in pool}
    for one in wanted:
        team = [choice for choice in choices if choice.ref == one.ref]
        for choice in team:
            yield from _of_peer(one, known[choice.peer], choice.team_role, rules)
        yield from _of_team(one, known, team)
    days = [(choice.peer, one) for one in wanted for choice in choices if choice.ref == one.ref]
    for index, (peer, one) in enumerate(days):
        for other, elsewhere in days[index + 1 :]:
            if peer == other and (one is elsewhere or one.overlaps(elsewhere)):
                yield f"{peer} is in two places"
    for (peer, year), times in Counter((peer, one.first_day.year) for peer, one in days).items():
        if times + _been(known[peer], year) > _limit(known[peer], rules):
            yield f"{peer} goes too often in {year}"


def _of_peer(wanted: Wanted, peer: PeerOnRecord, role: TeamRole, rules: MatchingRules) -> Iterator[str]:
    for phase in wanted.phases:
        if any(i.service == wanted.authority and i.holds_in(phase) for i in peer.interests):
            yield f"{peer.id} has an interest"
        if any(phase.overlaps(days) for days in (*peer.away, *(d for b in peer.booked for d in b.phases))):
            yield f"{peer.id} is not free"
    if peer.regions and REFERENCE.service(wanted.authority).region not in peer.regions:
        yield f"{peer.id} would not travel there"
    place = next((place for place in wanted.places if place.team_role is role), None)
    if place is None or peer.kind not in place.kinds:
        yield f"{peer.id} is not for {role}"
    if role in REVIEW and peer.kind is not PeerKind.MEMBER and _below(peer, tuple(wanted.questions)):
        yield f"{peer.id} comes from a service graded below good"


def _of_team(wanted: Wanted, known: dict[str, PeerOnRecord], team: Sequence[Choice]) -> Iterator[str]:
    filled = Counter(choice.team_role for choice in team)
    for place in wanted.places:
        if not place.least <= filled[place.team_role] <= place.most:
            yield f"{filled[place.team_role]} for {place.team_role}"
    visiting = [known[choice.peer] for choice in team if choice.team_role is not TeamRole.OBSERVER]
    if wanted.one_service and len({peer.service for peer in visiting}) > 1:
        yield "several services"
    if wanted.most_of_one_group:
        groups = Counter(wanted.groups.get(peer.id) for peer in visiting if peer.kind is PeerKind.MEMBER)
        unsaid = groups.pop(None, 0)
        if max(groups.values(), default=0) + unsaid > wanted.most_of_one_group:
            yield "no political balance"
    for line in wanted.lines:
        if not any(line.slug in choice.lines for choice in team):
            yield f"nobody looks at {line.slug}"
    for choice in team:
        if choice.lines and choice.team_role in (TeamRole.OBSERVER, TeamRole.CHALLENGE_MANAGER):
            yield f"{choice.peer} reviews as {choice.team_role}"


def _below(peer: PeerOnRecord, questions: Sequence[str]) -> bool:
    results = [REFERENCE.grade(peer.service, question) for question in questions]
    grades = [result.grade for result in results if result and result.grade]
    return bool(grades) and not {Grade.GOOD, Grade.OUTSTANDING} & set(grades)


def _been(peer: PeerOnRecord, year: int) -> int:
    went = sum(visit.ended_on.year == year for visit in peer.visited)
    return went + sum(booked.phases[0].first.year == year for booked in peer.booked)


def _limit(peer: PeerOnRecord, rules: MatchingRules) -> int:
    return rules.visits_a_year if peer.most_visits is None else min(peer.most_visits, rules.visits_a_year)


def most_points(wanted: Wanted, pool: Sequence[PeerOnRecord], rules: MatchingRules) -> float | None:
    """The points of the best team for one engagement, from trying every one; None where there is none."""
    roles = [place.team_role for place in wanted.places]
    found = [
        points
        for seats in product((None, *roles), repeat=len(pool))
        for points in _points([(p, r) for p, r in zip(pool, seats, strict=True) if r], wanted, pool, rules)
    ]
    return max(found) / HUNDREDTHS if found else None


def _points(
    seats: Sequence[tuple[PeerOnRecord, TeamRole]], wanted: Wanted, pool: Sequence[PeerOnRecord], rules: MatchingRules
) -> Iterator[int]:
    """What a team comes to, for each way of sharing out the lines of enquiry; nothing where it breaks a rule."""
    preferences = Preferences(rules, Ground(REFERENCE, rules.visits_a_year, frozenset({wanted.ref})))
    if any((role is TeamRole.OBSERVER) is not (peer.would_observe and not peer.visited) for peer, role in seats):
        return
    for leads in product(range(len(seats)), repeat=len(wanted.lines)):
        led = {number: [line for line, by in zip(wanted.lines, leads, strict=True) if by == number] for number in leads}
        if any(not _may_lead(*seats[number], line) for number, lines in led.items() for line in lines):
            continue
        if any(len(lines) > rules.lines_each for lines in led.values()):
            continue
        team = [_choice(wanted, peer, role, led.get(number, [])) for number, (peer, role) in enumerate(seats)]
        if any(broken([wanted], pool, team, rules)):
            continue
        own = sum(preferences.of_peer(peer, role, wanted) for peer, role in seats)
        lines = sum(preferences.of_line(seats[number][0], line) for number, mine in led.items() for line in mine)
        yield own + lines - HUNDREDTHS * _taken_off(seats, wanted, rules)


def _may_lead(peer: PeerOnRecord, role: TeamRole, line: object) -> bool:
    questions, themes = getattr(line, "questions", ()), getattr(line, "themes", ())
    if role not in (*REVIEW, TeamRole.MEMBER_PEER):
        return False
    if peer.kind is PeerKind.MEMBER:
        return not questions or bool(peer.expertise & {*questions, *themes})
    return not _below(peer, questions)


def _choice(wanted: Wanted, peer: PeerOnRecord, role: TeamRole, lines: Sequence[object]) -> Choice:
    slugs = tuple(str(getattr(line, "slug", "")) for line in lines)
    return Choice(wanted.ref, peer.id, peer.name, peer.service, role, slugs, "", 0)


def _taken_off(seats: Sequence[tuple[PeerOnRecord, TeamRole]], wanted: Wanted, rules: MatchingRules) -> int:
    visiting = [(peer, role) for peer, role in seats if role != TeamRole.OBSERVER]
    filled: Counter[TeamRole] = Counter(role for _, role in visiting)
    further = sum(max(filled[place.team_role] - place.least, 0) for place in wanted.places)
    of_service = Counter(peer.service for peer, _ in visiting)
    return further * rules.weights.further_place + sum(n - 1 for n in of_service.values()) * rules.weights.spread
