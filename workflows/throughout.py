"""What may happen at any stage: holds, lapses, a new coordinator, another version, and what the inspectorate does."""

from config.vocabulary import Role
from engagements.stages.closure import EngagementReopened
from engagements.stages.handing_over import ObligationHandedOver
from engagements.stages.inspectorate import (
    CauseOfConcernIssued,
    CauseOfConcernRemoved,
    FindingsRecorded,
    InspectorateRevisited,
)
from engagements.stages.relief import ObligationExtended, ObligationWaived
from engagements.stages.throughout import (
    CoordinatorReassigned,
    EngagementPutOnHold,
    EngagementResumed,
    MigratedToVersion,
    NoteAdded,
    ObligationLapsed,
)
from workflows.following import About, stage_flow, tell


@stage_flow
async def throughout(about: About) -> None:
    """What may happen at any stage of an engagement, and after it."""
    match about.event:
        case EngagementPutOnHold():
            await tell(Role.AUTHORITY, "engagement-put-on-hold", about)
            await tell(Role.COORDINATOR, "engagement-put-on-hold", about)
            if about.has_a_team:
                await tell(Role.PEER, "engagement-put-on-hold", about)
        case EngagementResumed():
            await tell(Role.AUTHORITY, "engagement-resumed", about)
            await tell(Role.COORDINATOR, "engagement-resumed", about)
            if about.has_a_team:
                await tell(Role.PEER, "engagement-resumed", about)
        case ObligationLapsed():
            pass  # the chase tells of what is late; of an invitation's lapse, team assignment
        case ObligationWaived():
            await tell(about.event.owed_by, "obligation-waived", about)
            if about.event.owed_by is not Role.COORDINATOR:
                await tell(Role.COORDINATOR, "obligation-waived", about)
        case ObligationExtended():
            await tell(about.event.owed_by, "obligation-extended", about)
            if about.event.owed_by is not Role.COORDINATOR:
                await tell(Role.COORDINATOR, "obligation-extended", about)
        case ObligationHandedOver():
            await tell(about.event.owed_by, "handed-over", about)
            await tell(Role.COORDINATOR, "handed-over", about)
        case CoordinatorReassigned():
            await tell(Role.COORDINATOR, "coordinator-reassigned", about)
            await tell(Role.AUTHORITY, "coordinator-reassigned", about)
        case EngagementReopened():
            await tell(Role.AUTHORITY, "engagement-reopened", about)
            await tell(Role.CLERK, "engagement-reopened", about)
            await tell(Role.COORDINATOR, "engagement-reopened", about)
        case FindingsRecorded():
            pass  # who plans the actions has them before them
        case CauseOfConcernIssued():
            await tell(Role.PRINCIPAL_ADVISER, "cause-of-concern-issued", about)
            await tell(Role.COORDINATOR, "cause-of-concern-issued", about)
        case InspectorateRevisited():
            await tell(Role.PRINCIPAL_ADVISER, "inspectorate-revisited", about)
        case CauseOfConcernRemoved():
            await tell(Role.AUTHORITY, "cause-of-concern-removed", about)
            await tell(Role.PRINCIPAL_ADVISER, "cause-of-concern-removed", about)
        case MigratedToVersion():
            await tell(Role.AUTHORITY, "migrated-to-version", about)
            await tell(Role.COORDINATOR, "migrated-to-version", about)
        case NoteAdded():
            pass  # for the file only
