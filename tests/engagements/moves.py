"""What somebody may do next with an engagement: the commands that would settle what is owed on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from config.vocabulary import Answer, Characteristic, PeerKind, Role
from engagements.database import reading
from engagements.governance import route
from engagements.obligations import Owed
from engagements.process import command_named, step_for
from engagements.queries import Due
from engagements.state.boards import Paper, PaperForBoard
from engagements.state.engagement import CauseOfConcern
from engagements.state.people import Peer
from engagements.state.plan import Action, Plan, Recommendation
from engagements.state.team import InterestDeclaration, Invitation
from tests import cast as people
from tests.builders import BOARD, Case
from tests.samples import TYPED

SETTLED_BY: Mapping[Owed, tuple[str, ...]] = {
    Owed.TRIAGE_REQUEST: ("AcceptRequest",),
    Owed.HOLD_SCOPING_MEETING: ("HoldScopingMeeting",),
    Owed.PROPOSE_SCOPE: ("ProposeScope",),
    Owed.AGREE_SCOPE: ("AgreeScope", "ProposeScope"),
    Owed.AGREE_CHARGE: ("AgreeCharge",),
    Owed.ANSWER_INVITATION: ("AcceptInvitation", "DeclineInvitation"),
    Owed.CONFIRM_TEAM: ("ConfirmTeam", "ReleasePeer", "InvitePeer"),
    Owed.SCHEDULE_VISIT: ("ScheduleVisit",),
    Owed.SUBMIT_SELF_ASSESSMENT: ("SubmitSelfAssessment",),
    Owed.ISSUE_TIMETABLE: ("IssueTimetable",),
    Owed.COMPLETE_VISIT_PHASE: ("CompleteVisitPhase",),
    Owed.PRESENT_FEEDBACK: ("PresentFeedback",),
    Owed.DRAFT_REPORT: ("DraftReport",),
    Owed.SEND_FOR_ACCURACY_CHECK: ("SendForAccuracyCheck",),
    Owed.RETURN_ACCURACY_CHECK: ("ReturnAccuracyCheck",),
    Owed.FINALISE_REPORT: ("FinaliseReport",),
    Owed.PUBLISH_REPORT: ("PublishReport",),
    Owed.RESPOND_TO_RECOMMENDATION: ("RespondToRecommendation",),
    Owed.PROPOSE_PLAN: ("ProposePlan",),
    Owed.APPROVE_PLAN: ("ApprovePlan", "ProposePlan"),
    Owed.COMPLETE_ACTION: ("CompleteAction", "TransferToBau"),
    Owed.CHECK_EVIDENCE: ("VerifyAction", "RejectEvidence"),
    Owed.DECIDE_EXTENSION: ("DecideExtension",),
    Owed.FILE_RETURN: ("FileNilReturn", "FileReturn"),
    Owed.ACCEPT_RETURN: ("AcceptReturn", "QueryReturn"),
    Owed.ANSWER_QUERY: ("AnswerQuery", "FileNilReturn", "FileReturn"),
    Owed.REVIEW_PROGRESS: ("ReviewProgress",),
    Owed.SUBMIT_PAPER: ("SubmitPaper", "DraftPaper"),
    Owed.RECORD_DECISION: ("RecordBoardDecision",),
    Owed.ANSWER_BOARD: ("DraftPaper",),
    Owed.DECIDE_CLOSURE: ("RecordBoardDecision",),
    Owed.CLOSE_ENGAGEMENT: ("CloseEngagement",),
}
"""The commands that settle what is owed, or clear the way for it, the likeliest first."""


class Act(NamedTuple):
    """A command that makes sense now."""

    name: str
    role: Role
    fields: dict[str, Any]


def acts(case: Case, due: Due) -> Iterator[Act]:
    """What would settle the obligation, the likeliest first."""
    for name in SETTLED_BY[Owed(due.kind)]:
        yield from acts_of(case, name, due.subject)


def acts_of(case: Case, name: str, subject: str) -> Iterator[Act]:
    """The command as it would be given about a subject; none where the subject is not one of its kind."""
    about_a_number = name in ("CompleteVisitPhase", "RespondToRecommendation")
    if subject.isdigit() or not about_a_number:
        for fields in FIELDS.get(name, _none)(case, subject):
            yield Act(name, step_for(command_named(name)).by[0], fields)


def text(about: str) -> str:
    return f"{TYPED}: {about}"


SPARE = {kind: [f"spare-{kind.value.replace('_', '-')}-{number}" for number in (1, 2, 3)] for kind in PeerKind}
"""Peers whom no random command names, so that a team can always be found."""


def spare_peers() -> list[Peer]:
    return [
        Peer(id=peer, kind=kind, service="hertfordshire", name="Spare peer", email=f"{peer}@example.org")
        for kind, peers in SPARE.items()
        for peer in peers
    ]


def _none(case: Case, subject: str) -> Iterable[dict[str, Any]]:
    """Nothing that would make sense."""
    return []


def _scope(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    line = case.world.catalogue.get(case.facts.product, case.facts.product_version).lines_of_enquiry[0]
    first = case.world.calendar.after(case.today, 70)
    yield {"lines_of_enquiry": [line.slug], "visit_from": first, "visit_to": case.world.calendar.after(first, 2)}


def _released(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    """Whoever accepted, and then declared an interest for another engagement."""
    declared = {declaration.peer for declaration in case.rows(InterestDeclaration)}
    for invitation in case.rows(Invitation):
        if invitation.status == "accepted" and (invitation.peer in declared or invitation.peer == people.INTERESTED):
            yield {"peer": invitation.peer, "reason": text("an interest")}


def _invited(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    holding = [i for i in case.rows(Invitation) if i.status in ("invited", "accepted")]
    for place in case.world.catalogue.get(case.facts.product, case.facts.product_version).team:
        if sum(i.team_role == place.team_role for i in holding) < place.least:
            free = next(peer for peer in SPARE[place.kinds[0]] if peer not in {i.peer for i in holding})
            yield {"peer": free, "team_role": place.team_role, "despite_grades": text("experience elsewhere")}


def _visit(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    calendar, first = case.world.calendar, case.facts.visit_from
    start = first if first and first > case.today else calendar.after(case.today, 10)
    yield {"phases": [{"starts_on": start, "ends_on": calendar.after(start, 1)}]}


def _plan(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    findings = {f"R{r.number}" for r in case.rows(Recommendation) if r.answer is not Answer.REJECTED}
    findings |= {f"C{concern.number}" for concern in case.rows(CauseOfConcern)}
    number, due_on = len(case.rows(Plan)) + 1, case.world.calendar.after(case.today, 90)
    yield {"actions": [case.action(f"P{number}.{finding}", finding, due_on) for finding in sorted(findings)]}


def _return(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    open_actions = [action for action in case.rows(Action) if action.status == "open"]
    updates = [{"action": action.ref, "rating": "at_risk", "text": text("late")} for action in open_actions]
    yield {"period": subject, "updates": updates}


def paper(kind: str, **fields: Any) -> dict[str, Any]:
    equality = [{"characteristic": one, "impact": "no"} for one in Characteristic]
    texts = {"subject": text("how it goes"), "asks": [text("note the progress"), text("close the plan")]}
    return {"kind": kind, **texts, "equality": equality, "background": text("what came before"), **fields}


def _draft(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    matter, _, _ = subject.partition(".")
    if matter == "closure":
        yield paper("closure")
    elif matter.startswith("paper-"):
        yield paper("decision", replaces=int(matter.removeprefix("paper-")))
    elif matter[:2] == "20":
        yield paper("quarterly", period=matter)


def _submission(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    matter, _, body = subject.partition(".")
    standing = [drafted.number for drafted in case.rows(Paper) if drafted.matter == matter]
    if standing and body:
        yield {"number": standing[-1], "body": body, "met_on": case.today}


def _decision(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    """On a paper that is before a board, or else about closure, by whoever decides on it."""
    for sent in case.rows(PaperForBoard):
        if f"{sent.matter}.{sent.body}" == subject and sent.stands and not sent.decision:
            about = {"closure": "closure"}.get(sent.matter, "progress")
            fields = {"board": sent.body, "met_on": sent.met_on, "about": about, "paper": sent.paper}
            yield {**fields, "decision": "approved"}
    with reading(case.engine) as connection:
        boards = [one.body.slug for one in route(connection, case.authority, case.today)] or [BOARD]
    yield {"board": boards[-1], "met_on": case.today, "about": "closure", "decision": "approved"}


FIELDS: Mapping[str, Callable[[Case, str], Iterable[dict[str, Any]]]] = {
    **dict.fromkeys(
        ("AcceptRequest", "AgreeScope", "ConfirmTeam", "SendForAccuracyCheck", "ReturnAccuracyCheck", "FinaliseReport"),
        lambda case, _: [{}],
    ),
    "HoldScopingMeeting": lambda case, _: [{"held_on": case.today, "summary": text("the meeting")}],
    "ProposeScope": _scope,
    "AgreeCharge": lambda case, _: [{"order": text("an order")}],
    "AcceptInvitation": lambda case, peer: [{"peer": peer}],
    "DeclineInvitation": lambda case, peer: [{"peer": peer, "reason": text("on leave")}],
    "ReleasePeer": _released,
    "InvitePeer": _invited,
    "ScheduleVisit": _visit,
    "SubmitSelfAssessment": lambda case, _: [{"position_statement": text("where we stand")}],
    "IssueTimetable": lambda case, _: [{"timetable": text("the days")}],
    "CompleteVisitPhase": lambda case, number: [{"number": int(number)}],
    "PresentFeedback": lambda case, _: [{"feedback": text("strengths")}],
    "DraftReport": lambda case, _: [{"summary": text("a summary"), "recommendations": [{"text": text("do more")}] * 2}],
    "PublishReport": lambda case, _: [{"published_on": case.today, "address": "https://example.org/report"}],
    "RespondToRecommendation": lambda case, number: [{"number": int(number), "answer": "accepted"}],
    "ProposePlan": _plan,
    "ApprovePlan": lambda case, _: [{"board": BOARD, "met_on": case.today}],
    "CompleteAction": lambda case, action: [
        {"action": action, "evidence": [{"title": text("proof"), "link": "https://example.org/proof"}]}
    ],
    "TransferToBau": lambda case, action: [{"action": action, "owner": text("a post"), "reason": text("routine")}],
    "VerifyAction": lambda case, action: [{"action": action}],
    "RejectEvidence": lambda case, action: [{"action": action, "reason": text("a draft")}],
    "DecideExtension": lambda case, action: [{"action": action, "grant": True, "reason": text("fair")}],
    "FileReturn": _return,
    "FileNilReturn": lambda case, period: [{"period": period}],
    "AnswerQuery": lambda case, period: [{"period": period, "answer": text("in May")}],
    "AcceptReturn": lambda case, period: [{"period": period}],
    "QueryReturn": lambda case, period: [{"period": period, "question": text("why")}],
    "ReviewProgress": lambda case, _: [{"summary": text("progress")}],
    "DraftPaper": _draft,
    "SubmitPaper": _submission,
    "RecordBoardDecision": _decision,
    "CloseEngagement": lambda case, _: [{"summary": text("done")}],
}
