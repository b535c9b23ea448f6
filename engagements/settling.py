"""What settles what is owed: the commands that do, for everything that anybody may owe."""

from collections.abc import Mapping

from engagements.messages import Command
from engagements.obligations import Owed
from engagements.stages import (
    acceptance,
    actions,
    boards,
    challenge_visit,
    closure,
    corrections,
    document_requests,
    extensions,
    follow_up_plan,
    papers,
    quarterly_reporting,
    recommendations,
    request,
    returns,
    scoping,
    team_assignment,
    transfer,
)

SETTLED_BY: Mapping[Owed, tuple[type[Command], ...]] = {
    Owed.TRIAGE_REQUEST: (request.AcceptRequest,),
    Owed.HOLD_SCOPING_MEETING: (scoping.HoldScopingMeeting,),
    Owed.PROPOSE_SCOPE: (scoping.ProposeScope,),
    Owed.AGREE_SCOPE: (scoping.AgreeScope, scoping.ProposeScope),
    Owed.AGREE_CHARGE: (scoping.AgreeCharge,),
    Owed.ANSWER_INVITATION: (team_assignment.AcceptInvitation,),
    Owed.CONFIRM_TEAM: (team_assignment.ConfirmTeam, team_assignment.InvitePeer),
    Owed.SCHEDULE_VISIT: (challenge_visit.ScheduleVisit,),
    Owed.SUBMIT_SELF_ASSESSMENT: (challenge_visit.SubmitSelfAssessment,),
    Owed.PROVIDE_DOCUMENT: (document_requests.ProvideDocument,),
    Owed.ISSUE_TIMETABLE: (challenge_visit.IssueTimetable,),
    Owed.COMPLETE_VISIT_PHASE: (challenge_visit.CompleteVisitPhase,),
    Owed.PRESENT_FEEDBACK: (challenge_visit.PresentFeedback,),
    Owed.DRAFT_REPORT: (recommendations.DraftReport,),
    Owed.SEND_FOR_ACCURACY_CHECK: (corrections.SendForAccuracyCheck,),
    Owed.RETURN_ACCURACY_CHECK: (corrections.ReturnAccuracyCheck,),
    Owed.DECIDE_CORRECTION: (corrections.DecideCorrection,),
    Owed.FINALISE_REPORT: (recommendations.FinaliseReport,),
    Owed.PUBLISH_REPORT: (recommendations.PublishReport,),
    Owed.RESPOND_TO_RECOMMENDATION: (follow_up_plan.RespondToRecommendation,),
    Owed.PROPOSE_PLAN: (follow_up_plan.ProposePlan,),
    Owed.APPROVE_PLAN: (follow_up_plan.ApprovePlan, follow_up_plan.ProposePlan),
    Owed.COMPLETE_ACTION: (actions.CompleteAction,),
    Owed.CHECK_EVIDENCE: (actions.VerifyAction,),
    Owed.DECIDE_EXTENSION: (extensions.DecideExtension,),
    Owed.FILE_RETURN: (returns.FileNilReturn, returns.FileReturn),
    Owed.ACCEPT_RETURN: (acceptance.AcceptReturn,),
    Owed.ANSWER_QUERY: (acceptance.AnswerQuery,),
    Owed.SUBMIT_PAPER: (papers.SubmitPaper, papers.DraftPaper),
    Owed.RECORD_DECISION: (boards.RecordBoardDecision,),
    Owed.ANSWER_BOARD: (papers.DraftPaper,),
    Owed.REVIEW_PROGRESS: (quarterly_reporting.ReviewProgress,),
    Owed.DECIDE_CLOSURE: (boards.RecordBoardDecision,),
    Owed.CLOSE_ENGAGEMENT: (closure.CloseEngagement,),
    Owed.CHECK_BACK: (transfer.CheckBack,),
}
"""The commands that settle what is owed, the plainest first, then those that clear the way for it."""
