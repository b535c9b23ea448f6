"""What no proposed team ever breaks, as far as it lies with one peer: each rule says in words why somebody may not.

What lies with the whole team (its composition, political balance, nobody in two places) is in ``programme``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from config.products import LineOfEnquiry, Place
from config.reference import ReferenceData
from config.vocabulary import Grade, InterestKind, PeerKind, TeamRole
from engagements.peers.on_record import PeerOnRecord
from engagements.peers.periods import Days
from engagements.proposing.wanted import Wanted
from engagements.stages.team_assignment import REVIEWERS

GOOD = (Grade.GOOD, Grade.OUTSTANDING)
LEAD_ON_LINES = (*REVIEWERS, TeamRole.MEMBER_PEER)
"""In which places a peer may lead on a line of enquiry."""


class Rule(StrEnum):
    """The hard rules, in the order in which one is said to stand in the way."""

    COMPOSITION = "composition"
    NO_CONFLICT = "no_conflict"
    FREE = "free"
    WOULD_TRAVEL = "would_travel"
    YEARLY_LIMIT = "yearly_limit"
    MATCHED = "matched"
    KIND = "kind"
    LINES = "lines"
    ONE_SERVICE = "one_service"
    BALANCE = "balance"
    ONE_TEAM = "one_team"


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules consult besides the peer and the engagement. ``refs``: the engagements that are proposed for
    together, whose bookings are the proposal's own.
    """

    reference: ReferenceData
    visits_a_year: int
    refs: frozenset[str]
    _graded: dict[tuple[str, str], Grade | None] = field(default_factory=dict, repr=False, compare=False)

    def graded(self, service: str, question: str) -> Grade | None:
        """The grade of Round 1; None where it was not found. Looked up once: thousands come from the same services."""
        if (service, question) not in self._graded:
            result = self.reference.grade(service, question)
            self._graded[service, question] = result.grade if result else None
        return self._graded[service, question]

    def good(self, service: str, question: str) -> bool:
        return self.graded(service, question) in GOOD

    def below_good(self, service: str, questions: frozenset[str]) -> bool:
        """Whether the service was graded below good on every question that it was graded on."""
        grades = [grade for question in questions if (grade := self.graded(service, question))]
        return bool(grades) and not any(grade in GOOD for grade in grades)


@dataclass(frozen=True, slots=True)
class Barred:
    """A hard rule, and how the peer would break it, after "but" or their name."""

    rule: Rule
    why: str


def no_conflict(peer: PeerOnRecord, wanted: Wanted, ground: Ground) -> str | None:
    held = [
        interest.kind
        for interest in peer.interests
        if interest.service == wanted.authority and any(interest.holds_in(phase) for phase in wanted.phases)
    ]
    if peer.service == wanted.authority or InterestKind.OWN_SERVICE in held:
        return "comes from the authority itself"
    return f"has an interest in the authority ({held[0].replace('_', ' ')})" if held else None


def free(peer: PeerOnRecord, wanted: Wanted, ground: Ground) -> str | None:
    away = [days for days in peer.away if any(days.overlaps(phase) for phase in wanted.phases)]
    if away:
        return f"is not free ({_within(away[0], wanted)})"
    for booked in peer.booked:
        if booked.ref not in ground.refs and any(
            days.overlaps(phase) for days in booked.phases for phase in wanted.phases
        ):
            return f"is to be on the team of {booked.ref} on days of this visit"
    return None


def would_travel(peer: PeerOnRecord, wanted: Wanted, ground: Ground) -> str | None:
    region = ground.reference.service(wanted.authority).region
    if peer.regions and region not in peer.regions:
        return f"would not travel to {region}"
    return None


def under_yearly_limit(peer: PeerOnRecord, wanted: Wanted, ground: Ground) -> str | None:
    if turns_left(peer, wanted.first_day.year, ground) > 0:
        return None
    return f"goes on no more visits in {wanted.first_day.year} (at most {yearly_limit(peer, ground)} a year)"


def yearly_limit(peer: PeerOnRecord, ground: Ground) -> int:
    return ground.visits_a_year if peer.most_visits is None else min(peer.most_visits, ground.visits_a_year)


def turns_left(peer: PeerOnRecord, year: int, ground: Ground) -> int:
    """Visits that the peer may still go on in a calendar year, besides those now proposed."""
    been = sum(visit.ended_on.year == year and visit.ref not in ground.refs for visit in peer.visited)
    going = sum(
        bool(booked.phases) and booked.phases[0].first.year == year and booked.ref not in ground.refs
        for booked in peer.booked
    )
    return yearly_limit(peer, ground) - been - going


OF_A_PEER: tuple[tuple[Rule, Callable[[PeerOnRecord, Wanted, Ground], str | None]], ...] = (
    (Rule.NO_CONFLICT, no_conflict),
    (Rule.FREE, free),
    (Rule.WOULD_TRAVEL, would_travel),
    (Rule.YEARLY_LIMIT, under_yearly_limit),
)


def barred(peer: PeerOnRecord, wanted: Wanted, ground: Ground) -> tuple[Barred, ...]:
    """Every rule that keeps the peer from any place on the team."""
    return tuple(Barred(rule, why) for rule, broken in OF_A_PEER if (why := broken(peer, wanted, ground)))


def barred_from(peer: PeerOnRecord, place: Place, wanted: Wanted, ground: Ground) -> Barred | None:
    """Whether the peer is not for that place: by what they are, or by how their service was graded."""
    first_visit = peer.would_observe and not peer.visited
    if peer.kind not in place.kinds:
        return Barred(Rule.KIND, f"is {_a(peer.kind)}")
    if (place.team_role is TeamRole.OBSERVER) is not first_visit:
        return Barred(Rule.KIND, "asks for a first visit as an observer" if first_visit else "has no wish to observe")
    reviews = place.team_role in REVIEWERS and peer.kind is not PeerKind.MEMBER
    if reviews and ground.below_good(peer.service, wanted.questions):
        return Barred(Rule.MATCHED, "comes from a service graded below good on what the scope asks about")
    return None


def may_lead_on(peer: PeerOnRecord, line: LineOfEnquiry, ground: Ground) -> bool:
    """Whether a peer in a reviewer's place may lead on a line of enquiry: a service graded below good on all of its
    questions sends nobody for it, and a member leads on what the inspectorate does not grade, or is expert in it.
    """
    if peer.kind is PeerKind.MEMBER:
        return not line.questions or bool(expert_in(peer, line))
    return not ground.below_good(peer.service, frozenset(line.questions))


def expert_in(peer: PeerOnRecord, line: LineOfEnquiry) -> frozenset[str]:
    """What of their expertise bears on a line of enquiry."""
    return peer.expertise & frozenset((*line.questions, *line.themes))


def lines_open_to(peer: PeerOnRecord, team_role: TeamRole, wanted: Wanted, ground: Ground) -> Iterator[LineOfEnquiry]:
    """The lines of enquiry that the peer may lead on in that place."""
    if team_role in LEAD_ON_LINES:
        yield from (line for line in wanted.lines if may_lead_on(peer, line, ground))


def _within(days: Days, wanted: Wanted) -> str:
    """The days on which somebody is away, as far as they are the visit's."""
    phase = next(phase for phase in wanted.phases if days.overlaps(phase))
    return str(Days(max(days.first, phase.first), min(days.last, phase.last)))


def _a(kind: PeerKind) -> str:
    words = kind.replace("_", " ")
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
