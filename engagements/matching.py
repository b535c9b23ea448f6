"""Who may review whom: never one's own service, never one that one has an interest in, and matched by question."""

from config.vocabulary import Grade
from engagements.engagement import Engagement
from engagements.refusals import BrokenRule
from engagements.state.people import Peer
from engagements.state.team import InterestDeclaration, Scope


class OwnService(BrokenRule):
    """A peer never reviews their own service."""

    field = "peer"


class HasAnInterest(BrokenRule):
    """A peer never reviews a service that they declared an interest in."""

    field = "peer"


class PeerNotMatched(BrokenRule):
    """The peer's service was graded below good on every question that the scope asks about."""

    field = "despite_grades"


def has_an_interest(engagement: Engagement, peer: str) -> bool:
    """Whether the peer declared an interest in the authority, in this engagement or another."""
    authority = engagement.facts.authority
    return any(d.peer == peer and d.service == authority for d in engagement.all(InterestDeclaration))


def at_arms_length(engagement: Engagement, peer: Peer) -> None:
    """Refuse a peer of the authority's own service, and one with an interest in it."""
    authority = engagement.facts.authority
    if peer.service == authority:
        raise OwnService(f"Peer {peer.id} comes from {authority} itself. A peer never reviews their own service.")
    if has_an_interest(engagement, peer.id):
        raise HasAnInterest(f"Peer {peer.id} declared an interest in {authority}. Choose another peer.")


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
