"""What a field's answer is chosen from, where the engagement, its authority or its product says what there is."""

from enum import StrEnum
from typing import NamedTuple

from engagements.messages import Command, Message
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
    handing_over,
    inspectorate,
    interests,
    papers,
    quarterly_reporting,
    recommendations,
    relief,
    request,
    returns,
    scope_changes,
    scoping,
    team_assignment,
    throughout,
    timetable,
    transfer,
    visit_findings,
)


class Option(NamedTuple):
    """One answer: what is posted, what is shown, and what it means where the words are not enough."""

    value: str
    text: str
    hint: str = ""


class Choice(StrEnum):
    """What there is to choose from; ``portal.forms.offering`` finds it for an engagement."""

    SERVICES = "services"
    PRODUCTS = "products"
    OPTIONS_OF_THE_PRODUCT = "options of the product"
    BEGINNINGS = "beginnings"
    LINES_OF_ENQUIRY = "lines of enquiry"
    PEERS_TO_ASK = "peers to ask"
    PEERS = "peers"
    PEERS_ASKED = "peers asked"
    TEAM = "team"
    PLACES = "places"
    PHASES = "phases"
    PLACES_IN_DRAFT = "places in the draft"
    CORRECTIONS = "corrections"
    SESSIONS = "sessions"
    LINES_OF_THE_SCOPE = "lines of the scope"
    LINES_LOOKED_AT = "lines looked at"
    CONFIRMED_PEERS = "confirmed peers"
    VISIT_FINDINGS = "visit findings"
    GOOD_PRACTICE = "good practice"
    DOCUMENTS_WANTED = "documents wanted"
    RECOMMENDATIONS = "recommendations"
    FINDINGS = "findings"
    ACTIONS = "actions"
    OPEN_ACTIONS = "open actions"
    COMPLETED_ACTIONS = "completed actions"
    ACTIONS_WITH_A_REQUEST = "actions with a request"
    TRANSFERRED_ACTIONS = "transferred actions"
    RATINGS = "ratings"
    PERIODS = "periods"
    PERIODS_OPEN = "periods open"
    PERIODS_FILED = "periods filed"
    PERIODS_QUERIED = "periods queried"
    PAPERS = "papers"
    DECISION_PAPERS = "decision papers"
    BODIES = "bodies"
    BOARDS = "boards"
    QUESTIONS = "questions"
    CONCERNS = "concerns"
    COORDINATORS = "coordinators"
    VERSIONS = "versions"
    WAIVABLE = "waivable"
    EXTENDABLE = "extendable"
    OWED_BY_THE_AUTHORITY = "owed by the authority"
    ITS_CONTACTS = "its contacts"


CHOSEN: dict[tuple[type[Message], str], Choice] = {
    (request.RequestSupport, "authority"): Choice.SERVICES,
    (request.RequestSupport, "product"): Choice.PRODUCTS,
    (request.RequestSupport, "choices"): Choice.OPTIONS_OF_THE_PRODUCT,
    (request.AcceptRequest, "enter_at"): Choice.BEGINNINGS,
    (scoping.ProposeScope, "lines_of_enquiry"): Choice.LINES_OF_ENQUIRY,
    (scope_changes.AmendScope, "lines_of_enquiry"): Choice.LINES_OF_ENQUIRY,
    (scope_changes.AmendScope, "remove"): Choice.LINES_OF_THE_SCOPE,
    (team_assignment.Place, "peer"): Choice.PEERS_TO_ASK,
    (team_assignment.Place, "team_role"): Choice.PLACES,
    (team_assignment.Place, "lines"): Choice.LINES_OF_THE_SCOPE,
    (team_assignment.InvitePeer, "peer"): Choice.PEERS_TO_ASK,
    (team_assignment.InvitePeer, "team_role"): Choice.PLACES,
    (team_assignment.InvitePeer, "lines"): Choice.LINES_OF_THE_SCOPE,
    (team_assignment.AcceptInvitation, "peer"): Choice.PEERS_ASKED,
    (team_assignment.DeclineInvitation, "peer"): Choice.TEAM,
    (team_assignment.ReleasePeer, "peer"): Choice.TEAM,
    (interests.DeclareInterest, "peer"): Choice.PEERS,
    (challenge_visit.LineAnswer, "line"): Choice.LINES_OF_THE_SCOPE,
    (challenge_visit.CompleteVisitPhase, "number"): Choice.PHASES,
    (recommendations.Paragraph, "line_of_enquiry"): Choice.LINES_LOOKED_AT,
    (recommendations.Paragraph, "findings"): Choice.VISIT_FINDINGS,
    (timetable.Session, "lines"): Choice.LINES_OF_THE_SCOPE,
    (timetable.Session, "peers"): Choice.CONFIRMED_PEERS,
    (timetable.ChangeSession, "number"): Choice.SESSIONS,
    (timetable.ChangeSession, "lines"): Choice.LINES_OF_THE_SCOPE,
    (timetable.ChangeSession, "peers"): Choice.CONFIRMED_PEERS,
    (timetable.CancelSession, "number"): Choice.SESSIONS,
    **{
        (command, name): choice
        for command in (visit_findings.NoteFinding, visit_findings.ChangeFinding)
        for name, choice in (("line", Choice.LINES_OF_THE_SCOPE), ("peer", Choice.CONFIRMED_PEERS))
    },
    (visit_findings.NoteFinding, "session"): Choice.SESSIONS,
    (visit_findings.ChangeFinding, "number"): Choice.VISIT_FINDINGS,
    (visit_findings.WithdrawFinding, "number"): Choice.VISIT_FINDINGS,
    (visit_findings.WithdrawFinding, "peer"): Choice.CONFIRMED_PEERS,
    (visit_findings.GatherFindings, "findings"): Choice.VISIT_FINDINGS,
    (visit_findings.MarkGoodPractice, "number"): Choice.GOOD_PRACTICE,
    (document_requests.WantedDocument, "line"): Choice.LINES_OF_THE_SCOPE,
    (document_requests.ProvideDocument, "number"): Choice.DOCUMENTS_WANTED,
    (document_requests.WithdrawDocumentRequest, "number"): Choice.DOCUMENTS_WANTED,
    (recommendations.Recommended, "line_of_enquiry"): Choice.LINES_LOOKED_AT,
    (recommendations.Recommended, "question"): Choice.QUESTIONS,
    (corrections.Correction, "place"): Choice.PLACES_IN_DRAFT,
    (corrections.DecideCorrection, "number"): Choice.CORRECTIONS,
    (recommendations.Change, "place"): Choice.PLACES_IN_DRAFT,
    (follow_up_plan.RespondToRecommendation, "number"): Choice.RECOMMENDATIONS,
    (follow_up_plan.PlannedAction, "findings"): Choice.FINDINGS,
    (follow_up_plan.ApprovePlan, "board"): Choice.BOARDS,
    (returns.FileReturn, "period"): Choice.PERIODS_OPEN,
    (returns.FileNilReturn, "period"): Choice.PERIODS_OPEN,
    (returns.Update, "action"): Choice.OPEN_ACTIONS,
    (returns.Update, "rating"): Choice.RATINGS,
    (acceptance.QueryReturn, "period"): Choice.PERIODS_FILED,
    (acceptance.AcceptReturn, "period"): Choice.PERIODS_FILED,
    (acceptance.AnswerQuery, "period"): Choice.PERIODS_QUERIED,
    (quarterly_reporting.RaiseException, "period"): Choice.PERIODS,
    (quarterly_reporting.RaiseException, "action"): Choice.ACTIONS,
    (actions.CompleteAction, "action"): Choice.OPEN_ACTIONS,
    (actions.VerifyAction, "action"): Choice.COMPLETED_ACTIONS,
    (actions.RejectEvidence, "action"): Choice.COMPLETED_ACTIONS,
    (extensions.RequestExtension, "action"): Choice.OPEN_ACTIONS,
    (extensions.DecideExtension, "action"): Choice.ACTIONS_WITH_A_REQUEST,
    (transfer.TransferToBau, "action"): Choice.OPEN_ACTIONS,
    (transfer.CheckBack, "action"): Choice.TRANSFERRED_ACTIONS,
    (papers.DraftPaper, "period"): Choice.PERIODS,
    (papers.DraftPaper, "replaces"): Choice.DECISION_PAPERS,
    (papers.SubmitPaper, "number"): Choice.PAPERS,
    (papers.SubmitPaper, "body"): Choice.BODIES,
    (boards.RecordBoardDecision, "board"): Choice.BOARDS,
    (boards.RecordBoardDecision, "paper"): Choice.PAPERS,
    (closure.Reopen, "cause_of_concern"): Choice.CONCERNS,
    (inspectorate.RecordCauseOfConcern, "question"): Choice.QUESTIONS,
    (inspectorate.RecordRevisit, "number"): Choice.CONCERNS,
    (inspectorate.RecordConcernRemoved, "number"): Choice.CONCERNS,
    (inspectorate.InspectionFinding, "question"): Choice.QUESTIONS,
    (throughout.ReassignCoordinator, "coordinator"): Choice.COORDINATORS,
    (throughout.MigrateToVersion, "version"): Choice.VERSIONS,
    (relief.WaiveObligation, "kind"): Choice.WAIVABLE,
    (relief.ExtendObligation, "kind"): Choice.EXTENDABLE,
    (handing_over.HandOver, "kind"): Choice.OWED_BY_THE_AUTHORITY,
    (handing_over.HandOver, "to"): Choice.ITS_CONTACTS,
}
"""Which fields are chosen, and from what."""

WITH: dict[tuple[type[Command], str], str] = {
    (relief.WaiveObligation, "kind"): "subject",
    (relief.ExtendObligation, "kind"): "subject",
    (handing_over.HandOver, "kind"): "subject",
}
"""Two fields that one answer fills in: which action it is that somebody owes to complete."""

EACH: dict[tuple[type[Message], str], str] = {
    (returns.FileReturn, "updates"): "action",
    (papers.DraftPaper, "equality"): "characteristic",
}
"""Lists with one entry for each option of a field of theirs, instead of as many as somebody adds."""

TYPED = {
    (follow_up_plan.PlannedAction, "ref"),
    (inspectorate.InspectionFinding, "ref"),
}
"""References that begin to exist with what is typed here."""
