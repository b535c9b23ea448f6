"""Challenge visit: what follows when the visit is set, prepared, held, and fed back."""

from config.vocabulary import Role
from engagements.stages.challenge_visit import (
    FeedbackPresented,
    SelfAssessmentSubmitted,
    TimetableIssued,
    VisitPhaseCompleted,
    VisitScheduled,
)
from engagements.stages.timetable import PeerTakenOffSessions, SessionCancelled, SessionChanged, SessionsPlanned
from workflows.following import About, acknowledge, stage_flow, tell


@stage_flow
async def challenge_visit(about: About) -> None:
    """The authority assesses itself, the peers visit, and tell what they found."""
    match about.event:
        case VisitScheduled():
            await tell(Role.AUTHORITY, "visit-scheduled", about)
            await tell(Role.PEER, "visit-scheduled", about)
        case SelfAssessmentSubmitted():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "self-assessment-submitted", about)
            await tell(Role.PEER, "self-assessment-submitted", about)
        case TimetableIssued():
            await tell(Role.AUTHORITY, "timetable-issued", about)
            await tell(Role.PEER, "timetable-issued", about)
        case SessionsPlanned() | SessionChanged() | SessionCancelled():
            pass  # the timetable tells of them
        case PeerTakenOffSessions():
            await tell(Role.COORDINATOR, "peer-taken-off-sessions", about)
        case VisitPhaseCompleted():
            pass  # those who were there know
        case FeedbackPresented():
            await tell(Role.AUTHORITY, "feedback-presented", about)
            await tell(Role.COORDINATOR, "feedback-presented", about)
            await tell(Role.PRINCIPAL_ADVISER, "feedback-presented", about)
