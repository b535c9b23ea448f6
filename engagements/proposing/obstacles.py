"""Where no team is possible: which rule stands in the way, and which single change would help."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.products import LineOfEnquiry, Place
from config.vocabulary import TeamRole
from engagements.peers.on_record import PeerOnRecord
from engagements.proposing.because import listed, number
from engagements.proposing.candidates import candidates
from engagements.proposing.hard_rules import Rule, barred, barred_from
from engagements.proposing.preferences import Preferences
from engagements.proposing.programme import TeamProgramme, Teams
from engagements.proposing.proposal import Impossible
from engagements.proposing.wanted import Wanted

OF_A_PEER = {
    Rule.FREE: "were free on the days of the visit",
    Rule.YEARLY_LIMIT: "went on one visit more in the year",
    Rule.WOULD_TRAVEL: "travelled there",
    Rule.MATCHED: "were asked despite the grades of their service, with the reason",
}
"""What may be otherwise for a peer, on other days or because somebody decides so. An interest may not."""

OF_A_TEAM = {
    Rule.ONE_SERVICE: "the team need not come from one service",
    Rule.BALANCE: "more of the member peers could be of one political group, or had said which is theirs",
}

KEPT_FROM_IT = {
    Rule.NO_CONFLICT: "with an interest in the authority",
    Rule.FREE: "not free on the days of the visit",
    Rule.WOULD_TRAVEL: "who would not travel there",
    Rule.YEARLY_LIMIT: "who have been on as many visits as they may this year",
    Rule.MATCHED: "from services graded below good on what the scope asks about",
    Rule.KIND: "who are for another place",
}


@dataclass(frozen=True, slots=True)
class _WayOut:
    """A rule that would have to give way, for how many, and what would be otherwise."""

    rule: Rule
    changes: int
    sentence: str


def in_the_way(wanted: Sequence[Wanted], pool: Sequence[PeerOnRecord], preferences: Preferences) -> Impossible:
    """Why there is no team, and what would help with the fewest changes."""
    ways = [*_for_a_peer(wanted, pool, preferences), *_for_the_team(wanted, pool, preferences)]
    way = min(ways, key=lambda way: way.changes, default=None)
    short = next((found for one in wanted if (found := _short_of(one, pool, preferences))), None)
    if short is None:
        rule = way.rule if way else Rule.ONE_TEAM if len(wanted) > 1 else Rule.COMPOSITION
        short = rule, "Each place could be filled by itself, but not all of them together."
    return Impossible(*short, change=way.sentence if way else None)


def _for_a_peer(wanted: Sequence[Wanted], pool: Sequence[PeerOnRecord], preferences: Preferences) -> Iterator[_WayOut]:
    for rule, were in OF_A_PEER.items():
        found = TeamProgramme(wanted, tuple(candidates(wanted, pool, preferences, rule)), preferences).solve()
        if found:
            who = [one.candidate.peer for one in found.chosen if one.candidate.despite]
            named = listed(f"{peer.name} ({peer.id})" for peer in who)
            yield _WayOut(rule, len(who), f"If {named} {were}, a team would be possible.")


def _for_the_team(
    wanted: Sequence[Wanted], pool: Sequence[PeerOnRecord], preferences: Preferences
) -> Iterator[_WayOut]:
    open_to = tuple(candidates(wanted, pool, preferences))
    for rule, were in OF_A_TEAM.items():
        if TeamProgramme(wanted, open_to, preferences, rule).solve():
            yield _WayOut(rule, 1, f"If {were}, a team would be possible.")
    if found := TeamProgramme(wanted, open_to, preferences, Rule.LINES).solve():
        unled = [f"{line.title} ({one.ref})" for one in wanted for line in one.lines if not _is_led(found, one, line)]
        yield _WayOut(Rule.LINES, len(unled), f"If nobody had to lead on {listed(unled)}, a team would be possible.")
    if found := TeamProgramme(wanted, open_to, preferences, Rule.COMPOSITION).solve():
        missing = [
            (one, place, lacks) for one in wanted for place in one.places if (lacks := _lacks(found, one, place))
        ]
        if missing:  # somebody yet to be found is a greater change than somebody who is there
            needed = listed(_more(one, place, lacks) for one, place, lacks in missing)
            changes = 1 + sum(lacks for *_, lacks in missing)
            yield _WayOut(Rule.COMPOSITION, changes, f"The pool needs {needed}.")


def _is_led(found: Teams, wanted: Wanted, line: LineOfEnquiry) -> bool:
    return any(lead.line is line for one in found.chosen if one.candidate.wanted is wanted for lead in one.leads)


def _lacks(found: Teams, wanted: Wanted, place: Place) -> int:
    filled = sum(one.candidate.wanted is wanted and one.team_role is place.team_role for one in found.chosen)
    return max(place.least - filled, 0)


def _more(wanted: Wanted, place: Place, lacks: int) -> str:
    kinds = " or ".join(kind.replace("_", " ") for kind in place.kinds)
    return (
        f"{number(lacks)} more {kinds} for {_called(place.team_role)} of {wanted.ref}, "
        f"free on {listed(str(phase) for phase in wanted.phases)}"
    )


def _short_of(wanted: Wanted, pool: Sequence[PeerOnRecord], preferences: Preferences) -> tuple[str, str] | None:
    """The first place that too few may take, or line of enquiry that nobody may lead on, with what keeps them."""
    for place in wanted.places:
        kept, may = _kept_from(wanted, place, pool, preferences)
        if may < place.least:
            has = "nobody" if may == 0 else number(may)
            needs = f"{wanted.ref} needs {number(place.least)} for {_called(place.team_role)}, and {has} may come"
            return kept.most_common(1)[0][0] if kept else Rule.COMPOSITION, f"{needs}{_counted(kept)}."
    for line in wanted.lines:
        if not _led(line.slug, wanted, pool, preferences):
            told = "comes from a service graded good on it, or is expert in it as a member"
            return Rule.LINES, f"Nobody who may come to {wanted.ref} may lead on {line.title}: nobody {told}."
    return None


def _kept_from(
    wanted: Wanted, place: Place, pool: Sequence[PeerOnRecord], preferences: Preferences
) -> tuple[Counter[Rule], int]:
    """How many of the right kind which rule keeps from a place, and how many may take it."""
    kept: Counter[Rule] = Counter()
    may = sum(one.team_role is place.team_role for one in wanted.standing)
    standing = {one.peer for one in wanted.standing}
    for peer in pool:
        if peer.kind in place.kinds and peer.id not in standing and peer.id not in wanted.without:
            broken = barred(peer, wanted, preferences.ground)
            why = broken[0] if broken else barred_from(peer, place, wanted, preferences.ground)
            may += why is None
            kept.update([why.rule] if why else [])
    return kept, may


def _counted(kept: Counter[Rule]) -> str:
    if not kept:
        return ": the pool holds nobody else of that kind"
    return ": the pool holds " + listed(f"{number(times)} {KEPT_FROM_IT[rule]}" for rule, times in kept.most_common())


def _led(slug: str, wanted: Wanted, pool: Sequence[PeerOnRecord], preferences: Preferences) -> bool:
    return any(lead.line.slug == slug for each in candidates([wanted], pool, preferences) for lead in each.leads)


def _called(role: TeamRole) -> str:
    return role.replace("_", " ")
