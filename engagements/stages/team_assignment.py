"""Team assignment: peers are proposed, invited, and confirmed. Nobody reviews their own service."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from config.vocabulary import PeerKind, TeamRole
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import AboutAPeer, Event
from engagements.matching import HasAnInterest, at_arms_length, interest_held, matched_by_question
from engagements.messages import Command, FreeText, Message, PeerId, Slug, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.timetable import taken_off
from engagements.state.people import Peer
from engagements.state.team import Invitation, Scope

Lines = Annotated[tuple[Slug, ...], Field(max_length=20)]

ON_THE_TEAM = ("proposed", "invited", "accepted")
REVIEWERS = (TeamRole.LEAD_PEER, TeamRole.OFFICER_PEER, TeamRole.OPERATIONAL_PEER)
"""Who looks at the service itself, and is therefore matched by inspection question; members and observers are not."""


class PlaceNotOnTeam(BrokenRule):
    """The product's team has no such place, no room left in it, or it is not for that kind of peer."""

    field = "team_role"


class LineNotInScope(BrokenRule):
    """The scope does not ask about that line of enquiry."""

    field = "lines"


class AlreadyOnTeam(BrokenRule):
    """The peer holds a place on this team already."""

    field = "peer"


def _may_take(
    engagement: Engagement, peer: Peer, team_role: TeamRole, despite_grades: str | None, now: datetime
) -> None:
    """Refuse a peer who may not review the authority, or not in that place."""
    at_arms_length(engagement, peer, now)
    place = next((p for p in engagement.product.team if p.team_role == team_role), None)
    if place is None or peer.kind not in place.kinds:
        fits = f"is for {' or '.join(place.kinds)}" if place else "is not part of the team"
        raise PlaceNotOnTeam(f"In a {engagement.product.name}, {team_role} {fits}; peer {peer.id} is {peer.kind}.")
    if team_role in REVIEWERS and peer.kind is not PeerKind.MEMBER and not despite_grades:
        matched_by_question(engagement, peer)


def _room_for(engagement: Engagement, team_role: TeamRole, *, besides: int = 0) -> None:
    place = next(p for p in engagement.product.team if p.team_role == team_role)
    taken = [i for i in engagement.all(Invitation) if i.team_role == team_role and i.status in ("invited", "accepted")]
    if len(taken) + besides >= place.most:
        raise PlaceNotOnTeam(
            f"All places for {team_role} are taken ({place.most}). Release a peer first, or choose another place."
        )


def _in_scope(engagement: Engagement, lines: tuple[str, ...]) -> None:
    """Refuse a line of enquiry that the agreed scope does not ask about."""
    asked = [slug for scope in engagement.all(Scope)[-1:] for slug in scope.lines]
    if outside := [line for line in lines if line not in asked]:
        raise LineNotInScope(
            f"The scope has no line of enquiry {', '.join(outside)}. It has: {', '.join(asked) or 'none yet'}."
        )


def _place(engagement: Engagement, held: "PlaceHeld", status: str, answer_by: date | None = None) -> Changes:
    known = engagement.find(Invitation, held.peer)
    place: dict[str, Any] = {"team_role": held.team_role, "status": status, "answer_by": answer_by}
    if known:
        yield amend(known, **place, lines=list(held.lines) or known.lines, reason=None)
    else:
        yield Insert(Invitation(engagement_id=engagement.id, peer=held.peer, **place, lines=list(held.lines)))


class Place(Message):
    """A peer and their place on the team, with the lines of enquiry that they cover. ``despite_grades``: why, where
    the peer's service was graded below good.
    """

    peer: PeerId
    team_role: TeamRole
    despite_grades: FreeText | None = None
    lines: Lines = ()


class PlaceHeld(Message):
    """A place as the journal holds it: the reason by reference."""

    peer: PeerId
    team_role: TeamRole
    despite_grades: TextRef | None = None
    lines: tuple[str, ...] = ()


class ProposeTeam(Command):
    """Propose a team. Peers proposed earlier and not yet invited give way."""

    places: Annotated[tuple[Place, ...], Field(min_length=1, max_length=20)]

    def peers_named(self) -> tuple[str, ...]:
        return tuple(place.peer for place in self.places)


class TeamProposed(Event):
    places: tuple[PlaceHeld, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        named = {place.peer for place in self.places}
        for invitation in engagement.all(Invitation):
            if invitation.status == "proposed" and invitation.peer not in named:
                yield amend(invitation, status="released")
        for place in self.places:
            yield from _place(engagement, place, "proposed")


def propose_team(engagement: Engagement, command: ProposeTeam, now: datetime) -> list[Event]:
    seats: list[TeamRole] = []
    for index, place in enumerate(command.places):
        standing = engagement.find(Invitation, place.peer)
        if (standing and standing.status in ("invited", "accepted")) or place.peer in command.peers_named()[:index]:
            raise AlreadyOnTeam(f"Peer {place.peer} holds a place already; name each peer once.")
        _may_take(engagement, engagement.peer(place.peer), place.team_role, place.despite_grades, now)
        _in_scope(engagement, place.lines)
        _room_for(engagement, place.team_role, besides=seats.count(place.team_role))
        seats.append(place.team_role)
    return [TeamProposed(places=tuple(PlaceHeld(**place.model_dump()) for place in command.places))]


class InvitePeer(Command):
    """Invite a peer to a place on the team."""

    peer: PeerId
    team_role: TeamRole
    despite_grades: FreeText | None = None
    lines: Lines = ()

    def peers_named(self) -> tuple[str, ...]:
        return (self.peer,)


class PeerInvited(AboutAPeer):
    team_role: TeamRole
    despite_grades: TextRef | None = None
    lines: tuple[str, ...] = ()
    answer_by: date

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        held = PlaceHeld(peer=self.peer, team_role=self.team_role, lines=self.lines)
        return _place(engagement, held, "invited", self.answer_by)


def invite_peer(engagement: Engagement, command: InvitePeer, now: datetime) -> list[Event]:
    standing = engagement.find(Invitation, command.peer)
    if standing and standing.status in ("invited", "accepted"):
        raise AlreadyOnTeam(f"Peer {command.peer} has been invited already ({standing.status}).")
    _may_take(engagement, engagement.peer(command.peer), command.team_role, command.despite_grades, now)
    _room_for(engagement, command.team_role)
    _in_scope(engagement, command.lines)
    answer = engagement.owe(Owed.ANSWER_INVITATION, uk_date(now), command.peer)
    return [PeerInvited(**command.model_dump(), answer_by=answer.due_on, opens=(answer,))]


class NotInvited(BrokenRule):
    """The peer has no invitation that this could answer."""

    field = "peer"


def _invited(engagement: Engagement, peer: str, *statuses: str) -> Invitation:
    invitation = engagement.one(Invitation, peer, called=f"invitation for peer {peer}")
    if invitation.status not in statuses:
        raise NotInvited(f"The invitation of peer {peer} is {invitation.status}; the coordinator can invite them anew.")
    return invitation


class AcceptInvitation(Command):
    """Accept an invitation."""

    peer: PeerId


class InvitationAccepted(AboutAPeer, discharges=(Owed.ANSWER_INVITATION,)):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(engagement.one(Invitation, self.peer, called="such invitation"), status="accepted")


def accept_invitation(engagement: Engagement, command: AcceptInvitation, now: datetime) -> list[Event]:
    _invited(engagement, command.peer, "invited")
    if interest_held(engagement, command.peer, now):
        raise HasAnInterest("You declared an interest in this authority. Decline the invitation.")
    return [InvitationAccepted(peer=command.peer)]


class DeclineInvitation(Command):
    """Decline an invitation, or withdraw after accepting it."""

    peer: PeerId
    reason: FreeText


class InvitationDeclined(AboutAPeer, discharges=(Owed.ANSWER_INVITATION,)):
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        invitation = engagement.one(Invitation, self.peer, called="such invitation")
        yield amend(invitation, status="declined", reason=self.reason)


def decline_invitation(engagement: Engagement, command: DeclineInvitation, now: datetime) -> list[Event]:
    _invited(engagement, command.peer, "invited", "accepted")
    return [InvitationDeclined(peer=command.peer, reason=command.reason), *taken_off(engagement, command.peer)]


class InvitationLapsed(AboutAPeer):
    """Nobody answered by the day; the place is free again. Recorded by the clock sweep."""

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(engagement.one(Invitation, self.peer, called="such invitation"), status="lapsed")


class ReleasePeer(Command):
    """Release a peer from the team, and say why."""

    peer: PeerId
    reason: FreeText


class PeerReleased(AboutAPeer, discharges=(Owed.ANSWER_INVITATION,)):
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        invitation = engagement.one(Invitation, self.peer, called="such invitation")
        yield amend(invitation, status="released", reason=self.reason)


def release_peer(engagement: Engagement, command: ReleasePeer, now: datetime) -> list[Event]:
    _invited(engagement, command.peer, *ON_THE_TEAM)
    return [PeerReleased(peer=command.peer, reason=command.reason), *taken_off(engagement, command.peer)]


class ConfirmTeam(Command):
    """Confirm the team: everyone invited has answered, and every place is filled."""


class TeamConfirmed(Event, discharges=(Owed.CONFIRM_TEAM,)):
    team: tuple[PlaceHeld, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        return ()


class TeamNotComplete(BrokenRule):
    """A place is not filled, or an invitation not answered."""


def confirm_team(engagement: Engagement, command: ConfirmTeam, now: datetime) -> list[Event]:
    waiting = [i.peer for i in engagement.all(Invitation) if i.status == "invited"]
    if waiting:
        raise TeamNotComplete(f"Not answered yet: {', '.join(waiting)}. Wait for the answer, or release the peer.")
    accepted = [i for i in engagement.all(Invitation) if i.status == "accepted"]
    for peer in (i.peer for i in accepted):
        if interest_held(engagement, peer, now):
            raise HasAnInterest(f"Release peer {peer}, who has declared an interest in {engagement.facts.authority}.")
    for place in engagement.product.team:
        filled = sum(i.team_role == place.team_role for i in accepted)
        if filled < place.least:
            raise TeamNotComplete(
                f"The team needs {place.least} for {place.team_role} and has {filled}. Invite a peer."
            )
    team = tuple(PlaceHeld(peer=i.peer, team_role=i.team_role, lines=tuple(i.lines)) for i in accepted)
    return [TeamConfirmed(team=team, **engagement.moves_on(now))]
