"""What the forms of findings and document requests say."""

from portal.forms.caption import Wording

LINE = "Line of enquiry"
FINDING = Wording("Finding")
FINDING_KIND = Wording("What it is")
NOTED_BY = Wording("Peer", "Leave empty where you speak for the coordinator.")
DOCUMENT = Wording("Document asked for")

ON_VISIT: dict[str, Wording] = {
    "SubmitSelfAssessment.answers": Wording("Line by line", "Where there is more to say.", entry="Line of enquiry"),
    "LineAnswer.line": Wording(LINE),
    "LineAnswer.text": Wording("Where the authority stands on it"),
    "NoteFinding.line": Wording(LINE),
    "NoteFinding.kind": FINDING_KIND,
    "NoteFinding.text": Wording("What was found"),
    "NoteFinding.session": Wording("Session of the visit", "Where it comes from one."),
    "NoteFinding.peer": NOTED_BY,
    "ChangeFinding.number": FINDING,
    "ChangeFinding.line": Wording(LINE),
    "ChangeFinding.kind": FINDING_KIND,
    "ChangeFinding.text": Wording("What was found"),
    "ChangeFinding.peer": NOTED_BY,
    "WithdrawFinding.number": FINDING,
    "WithdrawFinding.peer": NOTED_BY,
    "GatherFindings.findings": Wording("Findings to tell in the feedback", "Choose all that it tells."),
    "MarkGoodPractice.number": FINDING,
    "MarkGoodPractice.share": Wording("Share it with other services"),
    "RequestDocuments.documents": Wording("Documents", entry="Document"),
    "RequestDocuments.due_on": Wording("Wanted by"),
    "WantedDocument.wanted": Wording("What the peers want to read", short=True),
    "WantedDocument.line": Wording(LINE, "Where it is wanted for one."),
    "ProvideDocument.number": DOCUMENT,
    "ProvideDocument.documents": Wording("What you send", entry="Document"),
    "GivenDocument.title": Wording("What it is called", short=True),
    "GivenDocument.link": Wording("Address of a page", "It begins with https://", short=True),
    "GivenDocument.sha256": Wording("File"),
    "GivenDocument.where": Wording("Where it can be read", "Or that there is no such document.", short=True),
    "WithdrawDocumentRequest.number": DOCUMENT,
}
