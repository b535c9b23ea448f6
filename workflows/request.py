"""Request: an authority asked for support; somebody decides, and the authority hears."""

from config.vocabulary import Role
from engagements.stages.request import RequestAccepted, RequestDeclined, RequestWithdrawn, SupportRequested
from workflows.following import About, stage_flow, tell


@stage_flow
async def request(about: About) -> None:
    """An authority asks for peer support, and a principal adviser decides."""
    match about.event:
        case SupportRequested():
            await tell(Role.PRINCIPAL_ADVISER, "support-requested", about)
            await tell(Role.AUTHORITY, "request-received", about)
        case RequestAccepted():
            await tell(Role.AUTHORITY, "request-accepted", about)
            await tell(Role.COORDINATOR, "request-accepted", about)
        case RequestDeclined():
            await tell(Role.AUTHORITY, "request-declined", about)
        case RequestWithdrawn():
            await tell(Role.PRINCIPAL_ADVISER, "request-withdrawn", about)
            await tell(Role.COORDINATOR, "request-withdrawn", about)
            if about.has_a_team:
                await tell(Role.PEER, "request-withdrawn", about)
