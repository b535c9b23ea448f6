"""The plainest answer to everything that anybody may owe: which command settles it, and what it says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config.vocabulary import Answer, CorrectionOutcome, Role, SessionKind, TeamRole
from engagements.messages import Command
from engagements.obligations import Owed
from engagements.process import step_for
from engagements.rehearsal.papers import BOARD, decided, drafted, submitted
from engagements.rehearsal.standing import Fields, Standing
from engagements.settling import SETTLED_BY
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
    timetable,
    transfer,
)
from engagements.state.engagement import CauseOfConcern
from engagements.state.people import Peer
from engagements.state.plan import Action, Plan, Recommendation
from engagements.state.team import Invitation, Scope, VisitPhase
from engagements.state.timetable import VisitSession

LINK = "https://example.org/published"
UNTIL_VISIT, LENGTH_OF_VISIT = 70, 2
"""Working days from the proposal of a scope to the visit, with time to agree it; and from its first day to its last."""
HOURS = (("10:00", "12:00"), ("13:00", "15:00"), ("16:00", "18:00"), ("19:00", "21:00"))
"""Of a day of a visit."""
FOR_AN_ACTION = 250
"""Working days: about a year."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A command, and the role that gives it."""

    command: Command
    by: Role


def replies(standing: Standing, kind: Owed, subject: str) -> Iterator[Reply]:
    """What would settle it or clear the way, the plainest first: the first that is not refused is the answer."""
    for command in SETTLED_BY[kind]:
        for fields in FIELDS[command](standing, subject):
            yield Reply(command.model_validate(fields), step_for(command).by[0])


def _scope(standing: Standing, _: str) -> Fields:
    first = standing.in_working_days(UNTIL_VISIT)
    last = standing.world.calendar.after(first, LENGTH_OF_VISIT)
    yield {"lines_of_enquiry": [standing.product.lines_of_enquiry[0].slug], "visit_from": first, "visit_to": last}


def _confirmation(standing: Standing, _: str) -> Fields:
    """Once everybody who was invited has answered."""
    return [] if any(place.status == "invited" for place in standing.rows(Invitation)) else [{}]


def _invitations(standing: Standing, _: str) -> Fields:
    """For the first place that is not taken, everybody who might take it; whoever was asked before comes last."""
    asked = standing.rows(Invitation)
    taken = [place for place in asked if place.status in ("invited", "accepted")]
    seated, known = {place.peer for place in taken}, {place.peer for place in asked}
    for place in standing.product.team:
        if sum(one.team_role == place.team_role for one in taken) < place.least:
            free = [peer for peer in standing.pool if peer.kind in place.kinds and peer.id not in seated]
            return [
                _invitation(standing, peer, place.team_role) for peer in sorted(free, key=lambda peer: peer.id in known)
            ]
    return []


def _invitation(standing: Standing, peer: Peer, team_role: TeamRole) -> dict[str, Any]:
    return {"peer": peer.id, "team_role": team_role, "despite_grades": standing.said}


def _visit(standing: Standing, _: str) -> Fields:
    agreed = standing.facts.visit_from
    start = agreed if agreed and agreed > standing.today else standing.in_working_days(10)
    yield {"phases": [{"starts_on": start, "ends_on": standing.world.calendar.after(start, LENGTH_OF_VISIT)}]}


def _sessions(standing: Standing, _: str) -> Fields:
    """One for all the lines that no session covers yet, when the whole team is free."""
    planned = [session for session in standing.rows(VisitSession) if not session.cancelled_on]
    covered = {line for session in planned for line in session.lines}
    lines = [line for scope in standing.rows(Scope)[-1:] for line in scope.lines if line not in covered]
    phases = [phase for phase in standing.rows(VisitPhase) if not phase.replaced_on]
    team = [place.peer for place in standing.rows(Invitation) if place.status == "accepted"]
    usual = {"kind": SessionKind.INTERVIEW, "title": standing.said, "place": "Headquarters", "lines": lines}
    for day in (day for phase in phases for day in dict.fromkeys((phase.starts_on, phase.ends_on)) if lines):
        for starts, ends in HOURS:
            yield {"sessions": [{**usual, "day": day, "starts": starts, "ends": ends, "peers": team}]}


def _plan(standing: Standing, _: str) -> Fields:
    """Once every recommendation is answered: an action for each that is not rejected, and for each cause of concern."""
    recommended = standing.rows(Recommendation)
    if not all(one.answer for one in recommended):
        return
    findings = [f"R{one.number}" for one in recommended if one.answer is not Answer.REJECTED]
    findings += [f"C{concern.number}" for concern in standing.rows(CauseOfConcern)]
    number, due_on = len(standing.rows(Plan)) + 1, standing.in_working_days(FOR_AN_ACTION)
    texts = {"text": standing.said, "owner": standing.said}
    yield {
        "actions": [
            {"ref": f"P{number}.{finding}", "findings": [finding], "due_on": due_on, **texts}
            for finding in sorted(findings)
        ]
    }


def _return(standing: Standing, period: str) -> Fields:
    """Every rating stands, and something is said of each action."""
    to_report = [action for action in standing.rows(Action) if action.status == "open"]
    yield {"period": period, "updates": [{"action": one.ref, "text": standing.said} for one in to_report]}


def _document(standing: Standing, number: str) -> Fields:
    if number.isdigit():
        yield {"number": int(number), "documents": [{"title": standing.said, "link": LINK}]}


def _nothing(standing: Standing, subject: str) -> Fields:
    """The command says it all."""
    yield {}


def _about(name: str, *texts: str, **others: Any) -> Callable[[Standing, str], Fields]:
    """The subject under that name; under other names what people type, or values that are always the same."""

    def fields(standing: Standing, subject: str) -> Fields:
        yield {name: subject, **dict.fromkeys(texts, standing.said), **others}

    return fields


def _numbered(*texts: str, **others: Any) -> Callable[[Standing, str], Fields]:
    def fields(standing: Standing, subject: str) -> Fields:
        if subject.isdigit():
            yield {"number": int(subject), **dict.fromkeys(texts, standing.said), **others}

    return fields


def _typed(name: str) -> Callable[[Standing, str], Fields]:
    return lambda standing, _: [{name: standing.said}]


FIELDS: Mapping[type[Command], Callable[[Standing, str], Fields]] = {
    request.AcceptRequest: _nothing,
    scoping.HoldScopingMeeting: lambda standing, _: [{"held_on": standing.today, "summary": standing.said}],
    scoping.ProposeScope: _scope,
    scoping.AgreeScope: _nothing,
    scoping.AgreeCharge: _typed("order"),
    team_assignment.AcceptInvitation: _about("peer"),
    team_assignment.ConfirmTeam: _confirmation,
    team_assignment.InvitePeer: _invitations,
    challenge_visit.ScheduleVisit: _visit,
    challenge_visit.SubmitSelfAssessment: _typed("position_statement"),
    document_requests.ProvideDocument: _document,
    challenge_visit.IssueTimetable: _nothing,
    timetable.PlanSessions: _sessions,
    challenge_visit.CompleteVisitPhase: _numbered(),
    challenge_visit.PresentFeedback: _typed("feedback"),
    recommendations.DraftReport: lambda standing, _: [
        {"summary": standing.said, "recommendations": [{"text": standing.said}] * 2}
    ],
    corrections.SendForAccuracyCheck: _nothing,
    corrections.ReturnAccuracyCheck: _nothing,
    corrections.DecideCorrection: _numbered("reason", outcome=CorrectionOutcome.DECLINED),
    recommendations.FinaliseReport: _nothing,
    recommendations.PublishReport: lambda standing, _: [{"published_on": standing.today, "address": LINK}],
    follow_up_plan.RespondToRecommendation: _numbered(answer=Answer.ACCEPTED),
    follow_up_plan.ProposePlan: _plan,
    follow_up_plan.ApprovePlan: lambda standing, _: [{"board": BOARD, "met_on": standing.today}],
    actions.CompleteAction: lambda standing, action: [
        {"action": action, "evidence": [{"title": standing.said, "link": LINK}]}
    ],
    actions.VerifyAction: _about("action"),
    extensions.DecideExtension: _about("action", "reason", grant=True),
    returns.FileNilReturn: _about("period"),
    returns.FileReturn: _return,
    acceptance.AcceptReturn: _about("period"),
    acceptance.AnswerQuery: _about("period", "answer"),
    quarterly_reporting.ReviewProgress: _typed("summary"),
    papers.DraftPaper: drafted,
    papers.SubmitPaper: submitted,
    boards.RecordBoardDecision: decided,
    closure.CloseEngagement: _typed("summary"),
    transfer.CheckBack: _about("action", "outcome", still_running=True),
}
"""What each of them says of a subject: sets of fields to try in turn; none where it cannot be said of that subject."""
