"""What forms say: the label and the hint of every field."""

from engagements.messages import Message
from portal.forms.caption import Wording
from portal.forms.wording_on_visit import ON_VISIT

REASON = Wording("Reason")
LINE = "Line of enquiry"
QUARTER = Wording("Quarter")
A_POST = "A post, not a person's name, such as Head of Protection."
DESPITE = Wording(
    "Reason to choose this peer all the same",
    "Only where the peer's service was graded below good on what the scope asks about.",
)
COVERS = Wording("Lines of enquiry", "What this peer is to look at: lines of the agreed scope.", entry=LINE)
PEER = Wording("Peer")
ACTION = Wording("Action")
CONCERN = Wording("Cause of concern")

OWN_FOCUSES = Wording(
    "The authority's own focuses", "What it wants looked at besides: each becomes a line of enquiry.", entry="Focus"
)

WORDS: dict[str, Wording] = {
    # request
    "RequestSupport.authority": Wording("Fire and rescue service"),
    "RequestSupport.product": Wording("Kind of support"),
    "RequestSupport.origin": Wording("Occasion"),
    "RequestSupport.choices": Wording("What the support asks you to choose"),
    "RequestSupport.window_from": Wording("Visit not before", "When the authority would like the peers to come."),
    "RequestSupport.window_to": Wording("Visit not after"),
    "RequestSupport.reason": Wording("Reason for the request", "What is the support to help with?"),
    "AcceptRequest.enter_at": Wording("Stage to begin at", "Leave empty to begin with the first one."),
    # scoping
    "HoldScopingMeeting.held_on": Wording("Day of the meeting"),
    "HoldScopingMeeting.summary": Wording("What was said"),
    "ProposeScope.lines_of_enquiry": Wording("Lines of enquiry", "Choose all that the peers are to look at."),
    "ProposeScope.focuses": OWN_FOCUSES,
    "AmendScope.lines_of_enquiry": Wording("Lines of enquiry to add"),
    "AmendScope.focuses": OWN_FOCUSES,
    "AmendScope.remove": Wording("Lines of enquiry to remove", "None that sessions of the visit cover."),
    "ProposeScope.focus": Wording("Focus", "What matters most within these lines of enquiry."),
    "ProposeScope.visit_from": Wording("First day of the visit"),
    "ProposeScope.visit_to": Wording("Last day of the visit"),
    "AgreeCharge.order": Wording("Order number, or the name of the fund", short=True),
    # team_assignment
    "ProposeTeam.places": Wording("Team", entry="Place"),
    "Place.peer": PEER,
    "Place.team_role": Wording("Place on the team"),
    "Place.despite_grades": DESPITE,
    "Place.lines": COVERS,
    "InvitePeer.peer": PEER,
    "InvitePeer.team_role": Wording("Place on the team"),
    "InvitePeer.despite_grades": DESPITE,
    "InvitePeer.lines": COVERS,
    "AcceptInvitation.peer": PEER,
    "DeclineInvitation.peer": PEER,
    "DeclineInvitation.reason": REASON,
    "ReleasePeer.peer": PEER,
    "DeclareInterest.peer": PEER,
    "DeclareInterest.kind": Wording("Kind of interest"),
    "DeclareInterest.left_on": Wording("Day on which the peer left", "For a former employer."),
    "DeclareInterest.until": Wording("Last day of the interest", "Where it will end, and is no former employer's."),
    "DeclareInterest.reason": Wording("What the interest is", "Such as a former post there, or a relative."),
    # challenge_visit
    "ScheduleVisit.phases": Wording("Days of the visit", entry="Phase"),
    "Phase.starts_on": Wording("First day"),
    "Phase.ends_on": Wording("Last day"),
    "Phase.title": Wording("What it is about", "Where there are several: strategy, delivery.", short=True),
    "SubmitSelfAssessment.position_statement": Wording(
        "Position statement", "The authority's own assessment, or where to read it."
    ),
    "PlanSessions.sessions": Wording("Sessions", entry="Session"),
    **{
        f"{command}.{name}": said
        for command in ("Session", "ChangeSession")
        for name, said in {
            "kind": Wording("Kind of session"),
            "title": Wording("Title", "Such as: How audits are planned.", short=True),
            "day": Wording("Day"),
            "starts": Wording("Starts at", "In UK time, such as 09:30."),
            "ends": Wording("Ends at", "In UK time, such as 10:30."),
            "place": Wording("Place", "A site, and after a comma a room of it: Headquarters, room 2."),
            "with_whom": Wording("With whom", "Posts or groups, such as protection officers of the north.", short=True),
            "lines": Wording("Lines of enquiry that it covers"),
            "peers": Wording("Peers"),
        }.items()
    },
    "ChangeSession.number": Wording("Session", "What you leave empty stays as it is."),
    "CancelSession.number": Wording("Session"),
    **ON_VISIT,
    "IssueTimetable.note": Wording("Note", "What else those who read the timetable should know."),
    "CompleteVisitPhase.number": Wording("Phase of the visit"),
    "PresentFeedback.feedback": Wording("What the peers said"),
    # recommendations
    "DraftReport.summary": Wording("Summary of the report"),
    "DraftReport.recommendations": Wording("Recommendations, in their order", entry="Recommendation"),
    "DraftReport.paragraphs": Wording("Paragraphs, in their order", "They are numbered 1, 2, 3.", entry="Paragraph"),
    "Paragraph.text": Wording("What it says"),
    "Paragraph.line_of_enquiry": Wording(LINE),
    "Paragraph.findings": Wording("Findings that it rests on", "By their numbers."),
    "DecideCorrection.number": Wording("Correction"),
    "DecideCorrection.outcome": Wording("What becomes of it"),
    "DecideCorrection.wording": Wording("New wording", "What the place says from now on, all of it."),
    "DecideCorrection.reason": Wording("Reason", "Needed to decline: the authority is told."),
    "FinaliseReport.changes": Wording(
        "Changes that no correction asked for", "Leave empty where there are none.", entry="Change"
    ),
    "Change.place": Wording("Place in the draft"),
    "Change.text": Wording("New wording", "Leave empty to take it out."),
    "Recommended.text": Wording("What the peers recommend"),
    "Recommended.line_of_enquiry": Wording(LINE),
    "Recommended.question": Wording("Question of the inspection", "Where it is not the line's own."),
    "ReturnAccuracyCheck.corrections": Wording(
        "Factual errors", "Leave empty where you found none.", entry="Factual error"
    ),
    "Correction.place": Wording("Place in the draft"),
    "Correction.correction": Wording("What is right"),
    "PublishReport.published_on": Wording("Day of publication"),
    "PublishReport.address": Wording("Address of the page", "It begins with https://", short=True),
    # follow_up_plan
    "RespondToRecommendation.number": Wording("Recommendation"),
    "RespondToRecommendation.answer": Wording("Answer"),
    "RespondToRecommendation.reason": Wording("Reason", "Needed where you do not accept it, or only in part."),
    "ProposePlan.actions": Wording("Actions of the plan", entry="Action"),
    "PlannedAction.ref": Wording("Reference", "Its own short name, such as 3.1.", short=True),
    "PlannedAction.text": Wording("What is to be done"),
    "PlannedAction.findings": Wording("What it answers", "Choose at least one."),
    "PlannedAction.owner": Wording("Owner", A_POST, short=True),
    "PlannedAction.lead": Wording("Lead", A_POST, short=True),
    "PlannedAction.due_on": Wording("Due on"),
    "PlannedAction.success_measure": Wording("How success will show"),
    "PlannedAction.evidence_expected": Wording("Evidence to expect"),
    "ApprovePlan.board": Wording("Board", short=True),
    "ApprovePlan.met_on": Wording("Day of the meeting"),
    "ApprovePlan.agenda_item": Wording("Agenda item", "Its number, such as 10.", short=True),
    # quarterly_reporting
    "FileReturn.period": QUARTER,
    "FileReturn.updates": Wording("Every open action", entry="Action"),
    "Update.action": ACTION,
    "Update.rating": Wording("Rating", "Leave it to keep the rating as it is."),
    "Update.text": Wording("What happened", "Needed where the rating worsens or the date is to move."),
    "Update.due_to": Wording("Later date asked for"),
    "FileNilReturn.period": QUARTER,
    "QueryReturn.period": QUARTER,
    "QueryReturn.question": Wording("Question to the authority"),
    "AnswerQuery.period": QUARTER,
    "AnswerQuery.answer": Wording("Answer"),
    "AcceptReturn.period": QUARTER,
    "RaiseException.period": QUARTER,
    "RaiseException.kind": Wording("What it is"),
    "RaiseException.action": Wording("Action", "Where it is about one."),
    "RaiseException.cause": Wording("What happened, and why"),
    "RaiseException.response": Wording("What is done about it, or what others may learn"),
    "ReviewProgress.summary": Wording("What the review found"),
    "CompleteAction.action": ACTION,
    "CompleteAction.evidence": Wording("Evidence", entry="Evidence"),
    "EvidenceItem.title": Wording("What it shows", short=True),
    "EvidenceItem.link": Wording("Address of a page", "Or choose a file below.", short=True),
    "EvidenceItem.sha256": Wording("File"),
    "VerifyAction.action": ACTION,
    "RejectEvidence.action": ACTION,
    "RejectEvidence.reason": Wording("Reason", "What is missing, so that the authority can add it."),
    "RequestExtension.action": ACTION,
    "RequestExtension.due_to": Wording("Later date"),
    "RequestExtension.known_to": Wording("Board that knows of it", "Where one was told already.", short=True),
    "RequestExtension.reason": Wording("Reason", "Why the action needs longer."),
    "DecideExtension.action": ACTION,
    "DecideExtension.grant": Wording("Grant the later date"),
    "TransferToBau.action": ACTION,
    "TransferToBau.owner": Wording("Owner in business as usual", A_POST, short=True),
    "TransferToBau.check_back_on": Wording("Day to check back", "On which somebody looks whether it still runs."),
    "CheckBack.action": ACTION,
    "CheckBack.outcome": Wording("What became of it"),
    "CheckBack.still_running": Wording("It still runs"),
    # boards
    "DraftPaper.kind": Wording("Kind of paper"),
    "DraftPaper.period": Wording("Quarter", "For a quarterly paper only."),
    "DraftPaper.replaces": Wording("Paper that it replaces", "For a decision paper that takes the place of another."),
    "DraftPaper.subject": Wording("Subject", short=True),
    "DraftPaper.author": Wording("Author", A_POST, short=True),
    "DraftPaper.asks": Wording("What the board is asked to do", entry="The board is asked to"),
    "DraftPaper.background": Wording("Background"),
    "DraftPaper.update": Wording("Update"),
    "DraftPaper.benefits_and_risks": Wording("Benefits and risks"),
    "DraftPaper.financial_implications": Wording("Financial implications"),
    "DraftPaper.workforce_engagement": Wording("Workforce engagement"),
    "DraftPaper.legal_implications": Wording("Legal implications"),
    "DraftPaper.equality_summary": Wording("Equality: in short"),
    "DraftPaper.equality": Wording(
        "Equality: each protected characteristic",
        "A quarterly paper may leave this empty; any other answers for all nine.",
        entry="Characteristic",
    ),
    "EqualityAnswer.characteristic": Wording("Protected characteristic"),
    "EqualityAnswer.impact": Wording("Impact"),
    "EqualityAnswer.text": Wording("What the impact is", "Needed where there is one."),
    "SubmitPaper.number": Wording("Paper"),
    "SubmitPaper.body": Wording("Board"),
    "SubmitPaper.met_on": Wording("Day of the meeting"),
    "SubmitPaper.agenda_item": Wording("Agenda item", "Its number, such as 10.", short=True),
    "RecordBoardDecision.board": Wording("Board", short=True),
    "RecordBoardDecision.met_on": Wording("Day of the meeting"),
    "RecordBoardDecision.agenda_item": Wording("Agenda item", "Its number, such as 10.", short=True),
    "RecordBoardDecision.about": Wording("What it was about"),
    "RecordBoardDecision.decision": Wording("Decision"),
    "RecordBoardDecision.reason": Wording("Reason", "Needed where the matter was deferred or referred back."),
    "RecordBoardDecision.paper": Wording("Paper that it decided on", "Where several were before the meeting."),
    # closed
    "CloseEngagement.summary": Wording("Summary for the closure report"),
    "Reopen.cause_of_concern": Wording("Cause of concern that asks for it", "Where one does."),
    # any
    "ReassignCoordinator.coordinator": Wording("New coordinator"),
    "AddNote.text": Wording("Note"),
    "MigrateToVersion.version": Wording("Version of the product"),
    "WaiveObligation.kind": Wording("What is waived"),
    "ExtendObligation.kind": Wording("What is given more time"),
    "HandOver.kind": Wording("What is handed over"),
    "HandOver.to": Wording("Who is to do it"),
    "ExtendObligation.due_on": Wording("New date"),
    # the inspectorate
    "RecordFindings.findings": Wording("What the inspection found", entry="Finding"),
    "InspectionFinding.ref": Wording(
        "Reference", "A1 for the first area for improvement, N1 for the first comment.", short=True
    ),
    "InspectionFinding.question": Wording("Question of the inspection"),
    "InspectionFinding.text": Wording("What was found"),
    "RecordCauseOfConcern.question": Wording("Question of the inspection"),
    "RecordCauseOfConcern.issued_on": Wording("Day of issue"),
    "RecordCauseOfConcern.text": Wording("What the inspectorate wrote"),
    "RecordRevisit.number": CONCERN,
    "RecordRevisit.revisited_on": Wording("Day of the visit"),
    "RecordRevisit.outcome": Wording("What it found"),
    "RecordConcernRemoved.number": CONCERN,
    "RecordConcernRemoved.removed_on": Wording("Day of removal"),
}
"""By model and field; a field called reason needs no row of its own."""


def wording(kind: type[Message], name: str) -> Wording:
    """What a field is called. KeyError where it has no words yet: give it a row in ``WORDS``."""
    return REASON if name == "reason" and f"{kind.__name__}.{name}" not in WORDS else WORDS[f"{kind.__name__}.{name}"]
