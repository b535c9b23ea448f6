"""What a command is called as something to do, and what doing it means."""

import re
from inspect import getdoc

from engagements.messages import Command
from engagements.words import called

ACTS = {
    "RequestSupport": "Start an engagement",
    "AcceptRequest": "Accept the request",
    "DeclineRequest": "Decline the request",
    "WithdrawRequest": "Withdraw the request",
    "HoldScopingMeeting": "Record the scoping meeting",
    "ProposeScope": "Propose the scope",
    "AmendScope": "Amend the scope",
    "AgreeScope": "Agree the scope",
    "AgreeCharge": "Agree the charge",
    "ProposeTeam": "Propose a team",
    "InvitePeer": "Invite a peer",
    "AcceptInvitation": "Accept the invitation",
    "DeclineInvitation": "Decline the invitation",
    "ReleasePeer": "Release a peer",
    "DeclareInterest": "Declare an interest",
    "ConfirmTeam": "Confirm the team",
    "ScheduleVisit": "Set the days of the visit",
    "SubmitSelfAssessment": "Submit the self-assessment",
    "PlanSessions": "Plan sessions",
    "ChangeSession": "Change a session",
    "CancelSession": "Cancel a session",
    "IssueTimetable": "Issue the timetable",
    "NoteFinding": "Note a finding",
    "ChangeFinding": "Change a finding",
    "WithdrawFinding": "Withdraw a finding",
    "GatherFindings": "Gather the findings for the feedback",
    "MarkGoodPractice": "Mark good practice to be shared",
    "RequestDocuments": "Ask for documents",
    "ProvideDocument": "Provide a document",
    "WithdrawDocumentRequest": "Withdraw a document request",
    "CompleteVisitPhase": "Record the end of a visit phase",
    "PresentFeedback": "Record the feedback",
    "DraftReport": "Draft the report",
    "SendForAccuracyCheck": "Send the draft for its accuracy check",
    "ReturnAccuracyCheck": "Return the accuracy check",
    "DecideCorrection": "Decide on a correction",
    "FinaliseReport": "Finalise the report",
    "PublishReport": "Record the publication",
    "RespondToRecommendation": "Respond to a recommendation",
    "ProposePlan": "Propose the plan",
    "ApprovePlan": "Record the approval of the plan",
    "FileReturn": "File the return",
    "FileNilReturn": "File a nil return",
    "QueryReturn": "Query a return",
    "AnswerQuery": "Answer the query",
    "AcceptReturn": "Accept a return",
    "RaiseException": "Raise an exception",
    "ReviewProgress": "Record the progress review",
    "CompleteAction": "Report an action complete",
    "VerifyAction": "Verify an action",
    "RejectEvidence": "Reject evidence",
    "RequestExtension": "Ask for a later date",
    "DecideExtension": "Decide on a later date",
    "TransferToBau": "Transfer an action to business as usual",
    "CheckBack": "Check back on a transferred action",
    "DraftPaper": "Draft a paper",
    "SubmitPaper": "Submit a paper",
    "RecordBoardDecision": "Record a board's decision",
    "CloseEngagement": "Close the engagement",
    "Reopen": "Reopen the engagement",
    "PutOnHold": "Put on hold",
    "Resume": "Resume",
    "ReassignCoordinator": "Give to another coordinator",
    "AddNote": "Add a note",
    "MigrateToVersion": "Move to another version of the product",
    "WaiveObligation": "Waive what is owed",
    "ExtendObligation": "Give more time",
    "HandOver": "Hand over to a colleague",
    "RecordFindings": "Record what an inspection found",
    "RecordCauseOfConcern": "Record a cause of concern",
    "RecordRevisit": "Record a revisit by the inspectorate",
    "RecordConcernRemoved": "Record that a cause of concern was removed",
}
"""What a page and its button call a command."""


def act(kind: type[Command]) -> str:
    """Propose the scope, for ProposeScope."""
    return ACTS.get(kind.__name__) or called(kind).capitalize()


def explained(kind: type[Command]) -> str:
    """What giving a command means, in the words of the command itself; what they say of its fields is left out."""
    said = " ".join((getdoc(kind) or "").split())
    return re.sub(r"\s*[^.:;]*``.*$", "", said)
