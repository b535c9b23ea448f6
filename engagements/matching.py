"""Who may review whom: never one's own service, never one that one has an interest in, and matched by question."""

from collections.abc import Iterator
from datetime import datetime

from config.calendar import in_words
from config.vocabulary import Grade, InterestKind
from engagements.engagement import Engagement, uk_date
from engagements.peers.periods import Days, Interest
from engagements.peers.reviews import Review
from engagements.refusals import BrokenRule
from engagements.state.people import Peer
from engagements.state.pool import StandingInterest
from engagements.state.team import InterestDeclaration, Scope

IN_WORDS = {
    InterestKind.OWN_SERVICE: " as their own service",
    InterestKind.NEIGHBOUR: " as a neighbour",
    InterestKind.FORMER_EMPLOYER: " as a former employer",
    InterestKind.FAMILY: " through their family",
    InterestKind.COMMERCIAL: " for commercial reasons",
    InterestKind.LIVE_DISPUTE: " because of a live dispute",
    InterestKind.REVIEWED_LATELY: ", whose people reviewed their own service lately",
    InterestKind.OTHER: "",
}
"""How an interest in an authority is told."""


class OwnService(BrokenRule):
    """A peer never reviews their own service."""

    field = "peer"


class HasAnInterest(BrokenRule):
    """A peer never reviews a service that they declared an interest in."""

    field = "peer"


class PeerNotMatched(BrokenRule):
    """The peer's service was graded below good on every question that the scope asks about."""

    field = "despite_grades"


class PeerHasLeft(BrokenRule):
    """The peer leaves the pool before the visit is over."""

    field = "peer"


def visit_days(engagement: Engagement, now: datetime) -> Days:
    """The days for which a peer is wanted: the visit's where they are agreed, otherwise today."""
    facts, today = engagement.facts, uk_date(now)
    return Days(facts.visit_from or today, facts.visit_to or today)


def interests(engagement: Engagement, peer: str) -> Iterator[Interest]:
    """What the peer declared about the authority: in this engagement, in another, or outside any."""
    for one in engagement.all(InterestDeclaration):
        if one.peer == peer and one.service == engagement.facts.authority:
            yield Interest(one.service, one.kind, None, one.until)
    for other in engagement.all(StandingInterest):
        if other.peer == peer:
            yield Interest(other.service, other.kind, other.since, other.until)


def interest_held(engagement: Engagement, peer: str, now: datetime) -> InterestKind | None:
    """What kind of interest in the authority the peer declared that holds on a day of the visit."""
    days = visit_days(engagement, now)
    return next((one.kind for one in interests(engagement, peer) if one.holds_in(days)), None)


def at_arms_length(engagement: Engagement, peer: Peer, now: datetime) -> None:
    """Refuse a peer of the authority's own service, one with an interest in it, and one who will have left."""
    authority = engagement.facts.authority
    if peer.service == authority:
        raise OwnService(f"Peer {peer.id} comes from {authority} itself. A peer never reviews their own service.")
    held = interest_held(engagement, peer.id, now)
    if held:
        raise HasAnInterest(f"Peer {peer.id} declared an interest in {authority}{IN_WORDS[held]}. Choose another peer.")
    years = engagement.world.matching.reviewed_lately_years
    reviews = (one for one in engagement.all(Review) if one.reviewed == peer.service and one.ended_on < uk_date(now))
    if lately := next((one for one in reviews if one.interest(years).holds_in(visit_days(engagement, now))), None):
        raise HasAnInterest(
            f"Peers of {authority} reviewed {peer.service}, where peer {peer.id} comes from, until "
            f"{in_words(lately.ended_on)}. Choose a peer of another service."
        )
    if peer.left_on and peer.left_on < visit_days(engagement, now).last:
        raise PeerHasLeft(f"Peer {peer.id} leaves the pool on {in_words(peer.left_on)}. Choose another peer.")


def matched_by_question(engagement: Engagement, peer: Peer) -> None:
    """Refuse a peer whose service was graded below good on every question that the scope asks about."""
    scope = engagement.all(Scope)[-1] if engagement.all(Scope) else None
    lines = scope.lines_of_enquiry if scope else []
    questions = {question for line in lines for question in engagement.product.line(line).questions}
    found = {q: engagement.world.reference.grade(peer.service, q) for q in sorted(questions)}
    graded = {q: result.grade for q, result in found.items() if result and result.grade}
    if graded and not any(grade in (Grade.GOOD, Grade.OUTSTANDING) for grade in graded.values()):
        grades = "; ".join(f"{grade.replace('_', ' ')} on {question}" for question, grade in graded.items())
        raise PeerNotMatched(
            f"{peer.service} was graded {grades}. Choose a peer from a service graded good on what the scope asks "
            "about, or give the reason in despite_grades."
        )
