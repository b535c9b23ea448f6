"""Scoping: what follows when the scope is discussed, proposed and agreed."""

from config.vocabulary import Role
from documents.kinds import Kind
from engagements.stages.scope_changes import ScopeAmended
from engagements.stages.scoping import ChargeAgreed, ScopeAgreed, ScopeProposed, ScopingMeetingHeld
from workflows.following import About, acknowledge, stage_flow, tell, write


@stage_flow
async def scoping(about: About) -> None:
    """The authority and its coordinator agree what the peers will look at, and when."""
    match about.event:
        case ScopingMeetingHeld():
            await tell(Role.AUTHORITY, "scoping-meeting-held", about)
        case ScopeProposed():
            await write(Kind.SCOPE, about)
            await tell(Role.AUTHORITY, "scope-proposed", about)
            if about.owes(Role.PAYER):
                await tell(Role.PAYER, "charge-proposed", about)
        case ScopeAgreed():
            await write(Kind.SCOPE, about)
            await tell(Role.AUTHORITY, "scope-agreed", about)
            await tell(Role.COORDINATOR, "scope-agreed", about)
        case ScopeAmended():
            await write(Kind.SCOPE, about)
            await tell(Role.AUTHORITY, "scope-amended", about)
            if about.has_a_team:
                await tell(Role.PEER, "scope-amended", about)
        case ChargeAgreed():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "charge-agreed", about)
