"""Which flow follows which event. A guard test checks that every event has a row, and each story a case for its own."""

from dataclasses import dataclass

from engagements.events import Event
from engagements.stages import (
    acceptance,
    actions,
    boards,
    closure,
    corrections,
    document_requests,
    extensions,
    handing_over,
    inspectorate,
    interests,
    papers,
    relief,
    returns,
    route,
    scope_changes,
    transfer,
    visit_findings,
)
from engagements.stages import (
    challenge_visit as visit,
)
from engagements.stages import (
    follow_up_plan as planning,
)
from engagements.stages import (
    quarterly_reporting as reporting,
)
from engagements.stages import (
    recommendations as report,
)
from engagements.stages import (
    request as asking,
)
from engagements.stages import (
    scoping as scope,
)
from engagements.stages import (
    team_assignment as team,
)
from engagements.stages import (
    throughout as any_stage,
)
from engagements.stages import (
    timetable as sessions,
)
from workflows.challenge_visit import challenge_visit
from workflows.follow_up_plan import follow_up_plan
from workflows.following import StageFlow, Story
from workflows.quarterly_reporting import quarterly_reporting
from workflows.recommendations import recommendations
from workflows.request import request
from workflows.scoping import scoping
from workflows.team_assignment import team_assignment
from workflows.throughout import throughout


@dataclass(frozen=True, slots=True)
class Follows:
    """A flow, and the events that it follows."""

    flow: StageFlow
    events: tuple[type[Event], ...]


CATALOGUE: tuple[Follows, ...] = (
    Follows(
        request,
        (asking.SupportRequested, asking.RequestAccepted, asking.RequestDeclined, asking.RequestWithdrawn),
    ),
    Follows(
        scoping,
        (
            scope.ScopingMeetingHeld,
            scope.ScopeProposed,
            scope.ScopeAgreed,
            scope.ChargeAgreed,
            scope_changes.ScopeAmended,
        ),
    ),
    Follows(
        team_assignment,
        (
            team.TeamProposed,
            team.PeerInvited,
            team.InvitationAccepted,
            team.InvitationDeclined,
            team.InvitationLapsed,
            team.PeerReleased,
            interests.InterestDeclared,
            team.TeamConfirmed,
        ),
    ),
    Follows(
        challenge_visit,
        (
            visit.VisitScheduled,
            visit.SelfAssessmentSubmitted,
            visit.TimetableIssued,
            sessions.SessionsPlanned,
            sessions.SessionChanged,
            sessions.SessionCancelled,
            sessions.PeerTakenOffSessions,
            visit.VisitPhaseCompleted,
            visit.FeedbackPresented,
            visit_findings.FindingNoted,
            visit_findings.FindingChanged,
            visit_findings.FindingWithdrawn,
            visit_findings.FindingsGathered,
            visit_findings.GoodPracticeMarked,
            document_requests.DocumentsRequested,
            document_requests.DocumentProvided,
            document_requests.DocumentRequestWithdrawn,
        ),
    ),
    Follows(
        recommendations,
        (
            report.ReportDrafted,
            corrections.AccuracyCheckSent,
            corrections.AccuracyCheckReturned,
            corrections.CorrectionDecided,
            report.ReportFinalised,
            report.ReportPublished,
        ),
    ),
    Follows(follow_up_plan, (planning.RecommendationAnswered, planning.PlanProposed, planning.PlanApproved)),
    Follows(
        quarterly_reporting,
        (
            reporting.PeriodOpened,
            returns.ReturnFiled,
            returns.NilReturnFiled,
            acceptance.ReturnQueried,
            acceptance.QueryAnswered,
            acceptance.ReturnAccepted,
            reporting.ExceptionRaised,
            reporting.ProgressReviewed,
            actions.ActionCompleted,
            actions.ActionVerified,
            actions.EvidenceRejected,
            extensions.ExtensionRequested,
            extensions.ExtensionDecided,
            transfer.ActionTransferredToBau,
            transfer.TransferCheckedBack,
            route.PapersCalledFor,
            papers.PaperDrafted,
            papers.PaperSubmitted,
            boards.BoardDecisionRecorded,
            closure.EngagementClosed,
        ),
    ),
    Follows(
        throughout,
        (
            any_stage.EngagementPutOnHold,
            any_stage.EngagementResumed,
            any_stage.ObligationLapsed,
            relief.ObligationWaived,
            relief.ObligationExtended,
            handing_over.ObligationHandedOver,
            any_stage.CoordinatorReassigned,
            any_stage.NoteAdded,
            any_stage.MigratedToVersion,
            closure.EngagementReopened,
            inspectorate.FindingsRecorded,
            inspectorate.CauseOfConcernIssued,
            inspectorate.InspectorateRevisited,
            inspectorate.CauseOfConcernRemoved,
        ),
    ),
)

_BY_EVENT = {event: row.flow for row in CATALOGUE for event in row.events}


def flow_for(event: Event) -> StageFlow:
    """The flow that follows the event."""
    return _BY_EVENT[type(event)]


def story_of(event: Event) -> Story:
    """The story that the flow tells, without its run."""
    return flow_for(event).story
