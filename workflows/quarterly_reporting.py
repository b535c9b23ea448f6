"""Quarterly reporting: what follows returns, exceptions, actions and decisions, until the boards close the plan."""

from config.vocabulary import Role
from documents.kinds import Kind
from engagements.obligations import Owed
from engagements.stages.acceptance import QueryAnswered, ReturnAccepted, ReturnQueried
from engagements.stages.actions import ActionCompleted, ActionVerified, EvidenceRejected
from engagements.stages.boards import BoardDecisionRecorded
from engagements.stages.closure import EngagementClosed
from engagements.stages.extensions import ExtensionDecided, ExtensionRequested
from engagements.stages.papers import PaperDrafted, PaperSubmitted
from engagements.stages.quarterly_reporting import ExceptionRaised, PeriodOpened, ProgressReviewed
from engagements.stages.returns import NilReturnFiled, ReturnFiled
from engagements.stages.route import PapersCalledFor
from engagements.stages.transfer import ActionTransferredToBau, TransferCheckedBack
from workflows.following import About, acknowledge, stage_flow, tell, write


@stage_flow
async def quarterly_reporting(about: About) -> None:
    """Each quarter the authority reports by exception, until every action is settled and the boards close the plan."""
    match about.event:
        case PeriodOpened():
            await tell(Role.AUTHORITY, "period-opened", about)
        case ReturnFiled() | NilReturnFiled():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "return-filed", about)
        case ReturnQueried():
            await tell(Role.AUTHORITY, "return-queried", about)
        case QueryAnswered():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "query-answered", about)
        case ReturnAccepted(period=period):
            await write(Kind.QUARTERLY_REPORT, about, period=period)
            await tell(Role.AUTHORITY, "return-accepted", about)
            await tell(Role.CLERK, "papers-written", about)
            await tell(Role.SCRUTINY_MEMBER, "for-scrutiny", about)
        case ExceptionRaised():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "exception-raised", about)
            await tell(Role.PRINCIPAL_ADVISER, "exception-raised", about)
        case ProgressReviewed():
            await tell(Role.AUTHORITY, "progress-reviewed", about)
        case ActionCompleted():
            await acknowledge(about)
            await tell(Role.PRINCIPAL_ADVISER, "action-completed", about)
        case ActionVerified():
            await tell(Role.AUTHORITY, "action-verified", about)
        case EvidenceRejected():
            await tell(Role.AUTHORITY, "evidence-rejected", about)
        case ExtensionRequested():
            await acknowledge(about)
            await tell(Role.PRINCIPAL_ADVISER, "extension-requested", about)
        case ExtensionDecided():
            await tell(Role.AUTHORITY, "extension-decided", about)
        case ActionTransferredToBau():
            await acknowledge(about)
            await tell(Role.COORDINATOR, "action-transferred", about)
            await tell(Role.PRINCIPAL_ADVISER, "action-transferred", about)
        case PapersCalledFor():
            await tell(Role.CLERK, "papers-called-for", about)
            await tell(Role.AUTHORITY, "papers-called-for", about)
            await tell(Role.COORDINATOR, "papers-called-for", about)
        case PaperDrafted(number=number):
            await write(Kind.DECISION_PAPER, about, paper=number)
            await tell(Role.CLERK, "paper-drafted", about)
        case PaperSubmitted(number=number, body=board):
            await write(Kind.DECISION_PAPER, about, paper=number, board=board)
            await tell(Role.CLERK, "paper-submitted", about)
            await tell(Role.COORDINATOR, "paper-submitted", about)
        case TransferCheckedBack():
            await tell(Role.COORDINATOR, "transfer-checked-back", about)
            await tell(Role.PRINCIPAL_ADVISER, "transfer-checked-back", about)
        case BoardDecisionRecorded():
            await acknowledge(about)
            await tell(Role.AUTHORITY, "board-decision-recorded", about)
            await tell(Role.COORDINATOR, "board-decision-recorded", about)
        case EngagementClosed():
            await write(Kind.CLOSURE_REPORT, about)
            await tell(Role.AUTHORITY, "engagement-closed", about)
            await tell(Role.CLERK, "engagement-closed", about)
            await tell(Role.PRINCIPAL_ADVISER, "engagement-closed", about)
    if any(opened.kind == Owed.DECIDE_CLOSURE for opened in about.event.opens):
        await tell(Role.CLERK, "closure-to-decide", about)
