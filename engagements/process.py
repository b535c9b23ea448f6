"""The process, as one table: start here.

Each row is one command: at which stages it may be given, by whom, the rule that decides it, and what the rule reads.
A new step begins with a row here; the guard tests then name whatever else is missing. Two groups of rows have files of
their own: ``found_and_read``, of findings and documents on a visit, and ``at_any_stage``.
"""

from config.nearest import did_you_mean, shown
from config.vocabulary import Role, Stage, Status
from engagements.at_any_stage import AT_ANY_STAGE
from engagements.events import Event
from engagements.found_and_read import FINDING, READING
from engagements.messages import Command
from engagements.peers.reviews import Review
from engagements.refusals import UnknownCommand
from engagements.stages import (
    acceptance,
    actions,
    boards,
    challenge_visit,
    closure,
    corrections,
    extensions,
    follow_up_plan,
    interests,
    papers,
    quarterly_reporting,
    recommendations,
    request,
    returns,
    scope_changes,
    scoping,
    team_assignment,
    timetable,
    transfer,
)
from engagements.state.boards import GovernanceBody, Meeting, Paper, PaperForBoard
from engagements.state.engagement import CauseOfConcern
from engagements.state.evidence import EvidenceFile
from engagements.state.people import Peer
from engagements.state.plan import (
    Action,
    ActionUpdate,
    BoardDecision,
    DateMove,
    Evidence,
    ExtensionRequest,
    Finding,
    Plan,
    QuarterlyReturn,
    RaisedException,
    Recommendation,
)
from engagements.state.pool import StandingInterest
from engagements.state.report import Report, ReportCorrection
from engagements.state.team import InterestDeclaration, Invitation, Scope, Visit, VisitPhase
from engagements.state.timetable import SessionElsewhere, VisitSession
from engagements.state.visit_findings import VisitFinding
from engagements.step import Step

LGA = (Role.COORDINATOR, Role.PRINCIPAL_ADVISER)
AUTHORITY = (Role.AUTHORITY,)
COORDINATOR = (Role.COORDINATOR,)
LEADING = (*COORDINATOR, Role.LEAD_PEER)
ON_PAPERS = (*AUTHORITY, Role.CLERK, *COORDINATOR)
OPEN = tuple(stage for stage in Stage if stage is not Stage.CLOSED)
TEAM = (Stage.TEAM_ASSIGNMENT, Stage.CHALLENGE_VISIT)
VISIT = (Stage.CHALLENGE_VISIT,)
REPORT = (Stage.RECOMMENDATIONS,)
PLANNING = (Stage.FOLLOW_UP_PLAN,)
REPORTING = (Stage.QUARTERLY_REPORTING,)
AFTER_REPORT = (Stage.FOLLOW_UP_PLAN, Stage.QUARTERLY_REPORTING)
RUNNING_OR_HELD = (Status.ACTIVE, Status.ON_HOLD)

MEMBERS = (Invitation, InterestDeclaration, StandingInterest)
PLACES = (*MEMBERS, Peer, Scope, Review)
CHECKED = (Report, ReportCorrection)
LEAVING = (Invitation, VisitSession)
SESSIONS = (*LEAVING, VisitPhase, Scope, SessionElsewhere)
PLANNED = (Recommendation, CauseOfConcern, Finding, Action, Plan)
RETURNS = (QuarterlyReturn,)
FILING = (QuarterlyReturn, Action, ExtensionRequest)
JUDGED = (QuarterlyReturn, Plan, Action, ActionUpdate, DateMove, Evidence)
ROUTE = (GovernanceBody, Meeting)
PAPERS = (Paper, PaperForBoard)
SETTLING = (Action, BoardDecision, *ROUTE)

PROCESS: tuple[Step, ...] = (
    # request
    Step(request.RequestSupport, (Stage.REQUEST,), (*AUTHORITY, *COORDINATOR), request.request_support, begins=True),
    Step(
        request.AcceptRequest,
        (Stage.REQUEST,),
        (Role.PRINCIPAL_ADVISER,),
        request.accept_request,
        completes=Stage.REQUEST,
    ),
    Step(request.DeclineRequest, (Stage.REQUEST,), (Role.PRINCIPAL_ADVISER,), request.decline_request),
    Step(
        request.WithdrawRequest,
        OPEN,
        (*AUTHORITY, *COORDINATOR),
        request.withdraw_request,
        status=RUNNING_OR_HELD,
    ),
    # scoping
    Step(scoping.HoldScopingMeeting, (Stage.SCOPING,), COORDINATOR, scoping.hold_scoping_meeting, (Scope,)),
    Step(scoping.ProposeScope, (Stage.SCOPING,), COORDINATOR, scoping.propose_scope, (Scope,)),
    Step(scoping.AgreeScope, (Stage.SCOPING,), AUTHORITY, scoping.agree_scope, (Scope,), Stage.SCOPING),
    Step(scoping.AgreeCharge, (Stage.SCOPING,), (Role.PAYER,), scoping.agree_charge, (Scope,), Stage.SCOPING),
    Step(scope_changes.AmendScope, TEAM, COORDINATOR, scope_changes.amend_scope, (Scope, VisitSession)),
    # team_assignment
    Step(team_assignment.ProposeTeam, TEAM, COORDINATOR, team_assignment.propose_team, PLACES),
    Step(team_assignment.InvitePeer, TEAM, COORDINATOR, team_assignment.invite_peer, PLACES),
    Step(team_assignment.AcceptInvitation, TEAM, (Role.PEER,), team_assignment.accept_invitation, MEMBERS),
    Step(team_assignment.DeclineInvitation, TEAM, (Role.PEER,), team_assignment.decline_invitation, LEAVING),
    Step(team_assignment.ReleasePeer, TEAM, COORDINATOR, team_assignment.release_peer, LEAVING),
    Step(
        interests.DeclareInterest,
        TEAM,
        (Role.PEER, *COORDINATOR),
        interests.declare_interest,
        (*MEMBERS, Peer, VisitSession),
    ),
    Step(
        team_assignment.ConfirmTeam,
        (Stage.TEAM_ASSIGNMENT,),
        COORDINATOR,
        team_assignment.confirm_team,
        MEMBERS,
        Stage.TEAM_ASSIGNMENT,
    ),
    # challenge_visit
    Step(
        challenge_visit.ScheduleVisit,
        VISIT,
        COORDINATOR,
        challenge_visit.schedule_visit,
        (Visit, VisitPhase, Scope, VisitSession),
    ),
    Step(
        challenge_visit.SubmitSelfAssessment,
        VISIT,
        AUTHORITY,
        challenge_visit.submit_self_assessment,
        (Visit, Scope),
    ),
    Step(challenge_visit.IssueTimetable, VISIT, COORDINATOR, challenge_visit.issue_timetable, (Visit, *SESSIONS)),
    Step(timetable.PlanSessions, VISIT, LEADING, timetable.plan_sessions, SESSIONS),
    Step(timetable.ChangeSession, VISIT, LEADING, timetable.change_session, SESSIONS),
    Step(timetable.CancelSession, VISIT, LEADING, timetable.cancel_session, (VisitSession,)),
    Step(
        challenge_visit.CompleteVisitPhase,
        VISIT,
        LEADING,
        challenge_visit.complete_visit_phase,
        (VisitPhase,),
    ),
    Step(
        challenge_visit.PresentFeedback,
        VISIT,
        LEADING,
        challenge_visit.present_feedback,
        (Visit, VisitPhase),
        Stage.CHALLENGE_VISIT,
    ),
    *FINDING,
    *READING,
    # recommendations
    Step(
        recommendations.DraftReport,
        REPORT,
        COORDINATOR,
        recommendations.draft_report,
        (Report, Scope, VisitFinding),
    ),
    Step(corrections.SendForAccuracyCheck, REPORT, COORDINATOR, corrections.send_for_accuracy_check, (Report,)),
    Step(corrections.ReturnAccuracyCheck, REPORT, AUTHORITY, corrections.return_accuracy_check, (Report,)),
    Step(corrections.DecideCorrection, REPORT, COORDINATOR, corrections.decide_correction, CHECKED),
    Step(
        recommendations.FinaliseReport,
        REPORT,
        COORDINATOR,
        recommendations.finalise_report,
        CHECKED,
        Stage.RECOMMENDATIONS,
    ),
    Step(recommendations.PublishReport, AFTER_REPORT, AUTHORITY, recommendations.publish_report, (Report,)),
    # follow_up_plan
    Step(
        follow_up_plan.RespondToRecommendation,
        PLANNING,
        AUTHORITY,
        follow_up_plan.respond_to_recommendation,
        (Recommendation,),
    ),
    Step(follow_up_plan.ProposePlan, PLANNING, AUTHORITY, follow_up_plan.propose_plan, PLANNED),
    Step(
        follow_up_plan.ApprovePlan,
        PLANNING,
        (Role.GOVERNANCE_BODY, Role.CLERK),
        follow_up_plan.approve_plan,
        (*PLANNED, BoardDecision, *ROUTE),
        Stage.FOLLOW_UP_PLAN,
    ),
    # quarterly_reporting
    Step(quarterly_reporting.OpenPeriod, REPORTING, (Role.SYSTEM,), quarterly_reporting.open_period, RETURNS),
    Step(returns.FileReturn, REPORTING, AUTHORITY, returns.file_return, FILING),
    Step(returns.FileNilReturn, REPORTING, AUTHORITY, returns.file_nil_return, JUDGED),
    Step(acceptance.QueryReturn, REPORTING, LGA, acceptance.query_return, RETURNS),
    Step(acceptance.AnswerQuery, REPORTING, AUTHORITY, acceptance.answer_query, RETURNS),
    Step(acceptance.AcceptReturn, REPORTING, LGA, acceptance.accept_return, (*RETURNS, *ROUTE)),
    Step(
        quarterly_reporting.RaiseException,
        REPORTING,
        AUTHORITY,
        quarterly_reporting.raise_exception,
        (QuarterlyReturn, Action, RaisedException),
    ),
    Step(quarterly_reporting.ReviewProgress, REPORTING, LGA, quarterly_reporting.review_progress),
    Step(actions.CompleteAction, REPORTING, AUTHORITY, actions.complete_action, (Action, Evidence, EvidenceFile)),
    Step(actions.VerifyAction, REPORTING, LGA, actions.verify_action, (*SETTLING, Evidence)),
    Step(actions.RejectEvidence, REPORTING, LGA, actions.reject_evidence, (Action, Evidence, ExtensionRequest)),
    Step(extensions.RequestExtension, REPORTING, AUTHORITY, extensions.request_extension, (Action, ExtensionRequest)),
    Step(extensions.DecideExtension, REPORTING, LGA, extensions.decide_extension, (Action, ExtensionRequest)),
    Step(
        transfer.CheckBack,
        (*AFTER_REPORT, Stage.CLOSED),
        LGA,
        transfer.check_back,
        (Action,),
        status=(Status.ACTIVE, Status.CLOSED),
    ),
    Step(transfer.TransferToBau, REPORTING, AUTHORITY, transfer.transfer_to_bau, SETTLING),
    Step(papers.DraftPaper, AFTER_REPORT, ON_PAPERS, papers.draft_paper, (*PAPERS, QuarterlyReturn)),
    Step(papers.SubmitPaper, AFTER_REPORT, (Role.CLERK, *AUTHORITY), papers.submit_paper, (*PAPERS, *ROUTE)),
    Step(boards.RecordBoardDecision, AFTER_REPORT, (Role.CLERK,), boards.record_board_decision, (*SETTLING, *PAPERS)),
    Step(
        closure.CloseEngagement,
        REPORTING,
        LGA,
        closure.close_engagement,
        (*SETTLING, Recommendation, CauseOfConcern),
        Stage.QUARTERLY_REPORTING,
    ),
    # closed
    Step(
        closure.Reopen,
        (Stage.CLOSED,),
        LGA,
        closure.reopen,
        (CauseOfConcern,),
        Stage.CLOSED,
        status=(Status.CLOSED,),
    ),
    *AT_ANY_STAGE,
)

_BY_COMMAND = {step.command: step for step in PROCESS}


def step_for(command: type[Command]) -> Step:
    """The row of a command."""
    return _BY_COMMAND[command]


def command_named(name: str) -> type[Command]:
    """The command of that name. Raises UnknownCommand, with the one that may have been meant."""
    names = {step.command.__name__: step.command for step in PROCESS}
    if name not in names:
        meant = did_you_mean(name, names)
        raise UnknownCommand(f"There is no command {shown(name)}.{meant} `peer-support commands` lists them all.")
    return names[name]


def recalled(name: str, facts: str) -> Event:
    """An event as the journal tells it. LookupError where it names one that this release does not know."""
    if name not in Event.EVENTS:
        raise LookupError(f"The journal holds the event {name}, which this release does not know.")
    return Event.EVENTS[name].model_validate_json(facts)
