"""Rows of the process: what peers find on a visit, and the documents that they ask to read. See ``process``."""

from config.vocabulary import Role, Stage, Status
from engagements.stages import document_requests, visit_findings
from engagements.state.document_requests import DocumentRequest, ProvidedDocument
from engagements.state.evidence import EvidenceFile
from engagements.state.team import Invitation, Scope, VisitPhase
from engagements.state.timetable import VisitSession
from engagements.state.visit_findings import VisitFinding
from engagements.step import Step

COORDINATOR = (Role.COORDINATOR,)
NOTING = (Role.PEER, Role.LEAD_PEER, *COORDINATOR)
FROM_VISIT_TO_REPORT = (Stage.CHALLENGE_VISIT, Stage.RECOMMENDATIONS)
FROM_VISIT_ON = (*FROM_VISIT_TO_REPORT, Stage.FOLLOW_UP_PLAN, Stage.QUARTERLY_REPORTING, Stage.CLOSED)
FROM_TEAM_TO_REPORT = (Stage.TEAM_ASSIGNMENT, *FROM_VISIT_TO_REPORT)
FOUND = (VisitFinding, Invitation, Scope, VisitPhase, VisitSession)
READ = (DocumentRequest, ProvidedDocument, EvidenceFile, Scope)

FINDING: tuple[Step, ...] = (
    Step(visit_findings.NoteFinding, FROM_VISIT_TO_REPORT, NOTING, visit_findings.note_finding, FOUND),
    Step(visit_findings.ChangeFinding, FROM_VISIT_TO_REPORT, NOTING, visit_findings.change_finding, FOUND),
    Step(visit_findings.WithdrawFinding, FROM_VISIT_TO_REPORT, NOTING, visit_findings.withdraw_finding, FOUND),
    Step(
        visit_findings.GatherFindings,
        (Stage.CHALLENGE_VISIT,),
        (*COORDINATOR, Role.LEAD_PEER),
        visit_findings.gather_findings,
        (VisitFinding,),
    ),
    Step(
        visit_findings.MarkGoodPractice,
        FROM_VISIT_ON,
        (*COORDINATOR, Role.PRINCIPAL_ADVISER),
        visit_findings.mark_good_practice,
        (VisitFinding,),
        status=(Status.ACTIVE, Status.CLOSED),
    ),
)

READING: tuple[Step, ...] = (
    Step(
        document_requests.RequestDocuments,
        FROM_TEAM_TO_REPORT,
        COORDINATOR,
        document_requests.request_documents,
        READ,
    ),
    Step(
        document_requests.ProvideDocument,
        FROM_TEAM_TO_REPORT,
        (Role.AUTHORITY, *COORDINATOR),
        document_requests.provide_document,
        READ,
    ),
    Step(
        document_requests.WithdrawDocumentRequest,
        FROM_TEAM_TO_REPORT,
        COORDINATOR,
        document_requests.withdraw_document_request,
        READ,
    ),
)
