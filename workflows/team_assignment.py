"""Team assignment: what follows when peers are proposed, invited, and answer."""

from config.vocabulary import Role
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
from workflows.following import About, acknowledge, stage_flow, tell


@stage_flow
async def team_assignment(about: About) -> None:
    """Peers are proposed, invited, and confirmed."""
    match about.event:
        case TeamProposed():
            pass  # the coordinator proposed it, and invites next
        case PeerInvited():
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
        case InterestDeclared():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "interest-declared", about)
        case TeamConfirmed():
            await tell(Role.AUTHORITY, "team-confirmed", about)
            await tell(Role.PEER, "team-confirmed", about)
