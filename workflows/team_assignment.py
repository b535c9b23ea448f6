"""Team assignment: what follows when peers are proposed, invited, and answer."""

from config.vocabulary import Role
from documents.kinds import Kind
from engagements.stages.interests import InterestDeclared
from engagements.stages.team_assignment import (
    InvitationAccepted,
    InvitationDeclined,
    InvitationLapsed,
    PeerInvited,
    PeerReleased,
    TeamConfirmed,
    TeamProposed,
)
from workflows.following import About, acknowledge, stage_flow, tell, write


@stage_flow
async def team_assignment(about: About) -> None:
    """Peers are proposed, invited, and confirmed."""
    match about.event:
        case TeamProposed():
            pass  # the coordinator proposed it, and invites next
        case PeerInvited(peer=peer):
            await write(Kind.INVITATION_LETTER, about, peer=peer)
            await tell(Role.PEER, "peer-invited", about)
        case InvitationAccepted():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "invitation-accepted", about)
        case InvitationDeclined():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "invitation-declined", about)
        case InvitationLapsed():
            await tell(Role.PEER, "invitation-lapsed", about)
            await tell(Role.COORDINATOR, "invitation-lapsed", about)
        case PeerReleased():
            await tell(Role.PEER, "peer-released", about)
            await tell(Role.COORDINATOR, "peer-released", about)
        case InterestDeclared():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "interest-declared", about)
        case TeamConfirmed():
            await write(Kind.TEAM_BRIEF, about)
            await tell(Role.AUTHORITY, "team-confirmed", about)
            await tell(Role.PEER, "team-confirmed", about)
