"""What makes one peer a better choice than another: points by weight, in hundredths so that they add up exactly."""

from dataclasses import dataclass
from datetime import date

from config.matching import MatchingRules
from config.products import LineOfEnquiry
from config.reference import Governance
from config.vocabulary import PeerKind, TeamRole
from engagements.peers.on_record import PeerOnRecord
from engagements.proposing.hard_rules import Ground, expert_in
from engagements.proposing.wanted import Wanted

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Preferences:
    """The points of a peer for a team, and for leading on one of its lines of enquiry."""

    rules: MatchingRules
    ground: Ground

    def of_peer(self, peer: PeerOnRecord, team_role: TeamRole, wanted: Wanted) -> int:
        weights = self.rules.weights
        shares = [
            (weights.similar_service, float(self.similar(peer, wanted))),
            (weights.turn, self.rested(peer, wanted.first_day)),
            (weights.distance, self.nearness(peer, wanted)),
            (weights.trained, float(not peer.lapsed_training)),
            (weights.expertise, _share([bool(expert_in(peer, line)) for line in wanted.lines])),
        ]
        if team_role is TeamRole.LEAD_PEER:
            shares.append((weights.experience, float(bool(peer.visited))))
        if team_role is TeamRole.OBSERVER:
            shares.append((weights.first_visit, 1.0))
        elif peer.kind is not PeerKind.MEMBER:
            good = [self.ground.good(peer.service, question) for question in sorted(wanted.questions)]
            shares.append((weights.graded_good, _share(good)))
        return sum(_points(weight, share) for weight, share in shares)

    def of_line(self, peer: PeerOnRecord, line: LineOfEnquiry) -> int:
        """For leading on a line of enquiry."""
        weights = self.rules.weights
        good = [self.ground.good(peer.service, question) for question in line.questions]
        graded = 0.0 if peer.kind is PeerKind.MEMBER else _share(good)
        expert = float(bool(expert_in(peer, line)))
        return _points(weights.line_graded_good, graded) + _points(weights.line_expertise, expert)

    def similar(self, peer: PeerOnRecord, wanted: Wanted) -> bool:
        """Whether both services are known to have been governed alike."""
        theirs, ours = (self._governance(service, wanted.first_day) for service in (peer.service, wanted.authority))
        return theirs.type is not None and theirs.type == ours.type

    def nearness(self, peer: PeerOnRecord, wanted: Wanted) -> float:
        home, away = (self.ground.reference.service(service).region for service in (peer.service, wanted.authority))
        return self.rules.nearness(home, away)

    def rested(self, peer: PeerOnRecord, day: date) -> float:
        """1 for somebody who never went, or so long ago that it no longer counts."""
        months = months_since_visit(peer, day)
        return 1.0 if months is None else min(months / self.rules.rested_after_months, 1.0)

    def _governance(self, service: str, day: date) -> Governance:
        return self.ground.reference.service(service).governance_on(day)


def months_since_visit(peer: PeerOnRecord, day: date) -> int | None:
    """Whole months from the peer's last visit to a day; None where there was none."""
    if not peer.visited:
        return None
    last = peer.visited[0].ended_on
    return max((day.year - last.year) * 12 + day.month - last.month - (day.day < last.day), 0)


def _points(weight: int, share: float) -> int:
    return round(HUNDREDTHS * weight * share)


def _share(met: list[bool]) -> float:
    return sum(met) / len(met) if met else 0.0
