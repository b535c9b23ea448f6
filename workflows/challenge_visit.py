"""Challenge visit: what follows when the visit is set, prepared, held, and fed back."""

from config.vocabulary import Role
from documents.kinds import Kind
from engagements.stages.challenge_visit import (
    FeedbackPresented,
    SelfAssessmentSubmitted,
    TimetableIssued,
    VisitPhaseCompleted,
    VisitScheduled,
)
from engagements.stages.document_requests import (
    DocumentProvided,
    DocumentRequestWithdrawn,
    DocumentsRequested,
)
from engagements.stages.timetable import PeerTakenOffSessions, SessionCancelled, SessionChanged, SessionsPlanned
from engagements.stages.visit_findings import (
    FindingChanged,
    FindingNoted,
    FindingsGathered,
    FindingWithdrawn,
    GoodPracticeMarked,
)
from workflows.following import About, acknowledge, stage_flow, tell, write


@stage_flow
async def challenge_visit(about: About) -> None:
    """The authority assesses itself, the peers visit, and tell what they found."""
    match about.event:
        case VisitScheduled():
            await write(Kind.TEAM_BRIEF, about)
            await tell(Role.AUTHORITY, "visit-scheduled", about)
            await tell(Role.PEER, "visit-scheduled", about)
            if about.event.moved or about.event.cancelled:
                await tell(Role.COORDINATOR, "sessions-moved", about)
        case SelfAssessmentSubmitted():
            await acknowledge(about)
            await write(Kind.TEAM_BRIEF, about)
            await tell(Role.COORDINATOR, "self-assessment-submitted", about)
            await tell(Role.PEER, "self-assessment-submitted", about)
        case TimetableIssued():
            await write(Kind.TIMETABLE, about)
            await tell(Role.AUTHORITY, "timetable-issued", about)
            await tell(Role.PEER, "timetable-issued", about)
        case SessionsPlanned() | SessionChanged() | SessionCancelled():
            await write(Kind.TIMETABLE, about)
            await tell(Role.PEER, "sessions-changed", about)  # nobody, before the timetable is issued
            await tell(Role.AUTHORITY, "sessions-changed", about)
        case PeerTakenOffSessions():
            await write(Kind.TIMETABLE, about)
            await tell(Role.PEER, "sessions-changed", about)
            await tell(Role.COORDINATOR, "peer-taken-off-sessions", about)
        case VisitPhaseCompleted():
            pass  # those who were there know
        case FeedbackPresented():
            await write(Kind.FEEDBACK_NOTE, about)
            await tell(Role.AUTHORITY, "feedback-presented", about)
            await tell(Role.COORDINATOR, "feedback-presented", about)
            await tell(Role.PRINCIPAL_ADVISER, "feedback-presented", about)
            await tell(Role.PEER, "sessions-changed", about)  # where it was presented before the last session
        case FindingNoted() | FindingChanged() | FindingWithdrawn() | FindingsGathered():
            pass  # the team reads its findings on their page, at once
        case GoodPracticeMarked():
            if about.event.share:
                await tell(Role.AUTHORITY, "good-practice-marked", about)
        case DocumentsRequested():
            await tell(Role.AUTHORITY, "documents-requested", about)
        case DocumentProvided():
            if about.event.outstanding == 0:  # one message for all, not one for each
                await tell(Role.COORDINATOR, "documents-provided", about)
                await tell(Role.PEER, "documents-provided", about)
        case DocumentRequestWithdrawn():
            await tell(Role.AUTHORITY, "document-request-withdrawn", about)
