"""Interests: what keeps a peer from reviewing the authority, declared by the peer or recorded by the coordinator."""

from datetime import datetime
from typing import Self

from pydantic import model_validator

from config.calendar import in_words
from config.vocabulary import InterestKind
from engagements.engagement import Changes, Engagement, Insert, Moment, amend
from engagements.events import AboutAPeer, Event
from engagements.matching import HasAnInterest, interests, visit_days
from engagements.messages import Command, Day, FreeText, PeerId, TextRef
from engagements.obligations import Owed
from engagements.peers.periods import years_after
from engagements.refusals import BrokenRule
from engagements.stages.team_assignment import ON_THE_TEAM
from engagements.stages.timetable import taken_off
from engagements.state.team import InterestDeclaration, Invitation


class DeclareInterest(Command):
    """Declare an interest in the authority's service: the peer leaves the team and is not asked again while it holds.

    ``left_on``: when a former employee left. ``until``: the last day of another interest that will end.
    """

    peer: PeerId
    kind: InterestKind = InterestKind.OTHER
    left_on: Day | None = None
    until: Day | None = None
    reason: FreeText

    def peers_named(self) -> tuple[str, ...]:
        return (self.peer,)

    @model_validator(mode="after")
    def _ends_as_its_kind_does(self) -> Self:
        former = self.kind is InterestKind.FORMER_EMPLOYER
        if former and (self.left_on is None or self.until is not None):
            raise ValueError("for a former employer give left_on, the day on which the peer left, and no until")
        if not former and self.left_on is not None:
            raise ValueError("left_on is for a former employer only")
        return self


class InterestDeclared(AboutAPeer, discharges=(Owed.ANSWER_INVITATION,)):
    kind: InterestKind = InterestKind.OTHER
    service: str
    until: Day | None = None
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        declared = self.model_dump(include={"peer", "kind", "service", "until", "reason"})
        yield Insert(InterestDeclaration(engagement_id=engagement.id, declared_on=when.on, **declared))
        invitation = engagement.find(Invitation, self.peer)
        if invitation and invitation.status in ON_THE_TEAM:
            yield amend(invitation, status="released", reason=self.reason)


class InterestIsOver(BrokenRule):
    """The interest ends before the visit: it keeps nobody from it."""

    field = "until"


def _declared_here(engagement: Engagement, peer: str) -> set[InterestKind]:
    declared = engagement.all(InterestDeclaration)
    return {one.kind for one in declared if one.peer == peer and one.engagement_id == engagement.id}


def declare_interest(engagement: Engagement, command: DeclareInterest, now: datetime) -> list[Event]:
    engagement.peer(command.peer)
    authority, visit = engagement.facts.authority, visit_days(engagement, now)
    holding = {one.kind for one in interests(engagement, command.peer) if one.holds_in(visit)}
    if command.kind in holding | _declared_here(engagement, command.peer):
        raise HasAnInterest(f"Peer {command.peer} has declared such an interest in {authority} already.")
    until = command.until
    if command.left_on:
        until = years_after(command.left_on, engagement.world.matching.former_employer_years)
    if until and until < visit.first:
        raise InterestIsOver(
            f"The interest ends on {in_words(until)}, before the visit on {in_words(visit.first)}: nothing to declare."
        )
    declared = InterestDeclared(
        peer=command.peer, kind=command.kind, service=authority, until=until, reason=command.reason
    )
    return [declared, *taken_off(engagement, command.peer)]
