"""Every refusal there is: what provokes it, and words that say what to do. The stages' own tests tell the rules."""

from collections.abc import Iterator
from datetime import date

import pytest

from config.vocabulary import Role, Stage
from engagements import evidence, governance, matching, outbox, people, political_groups, refusals
from engagements.authorising import NotForOneself
from engagements.engagement import NotOnRecord
from engagements.journal import Actor
from engagements.proposing import asking
from engagements.refusals import BrokenRule, Refused
from engagements.stages import (
    acceptance,
    actions,
    boards,
    challenge_visit,
    closure,
    corrections,
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
)
from tests.builders import BOARD, CaseAt
from tests.cast import ADVISER, COORDINATOR, FROM_ESSEX, KENT_LEAD, LEAD, MEMBER, OUTSIDER
from tests.engagements import provoking as p
from tests.engagements import provoking_in_timetables as sessions
from tests.engagements.provoking import FUTURE, PAST, Provoke, by
from tests.engagements.provoking_in_the_pool import IN_THE_POOL, proposing_too_early, refused
from tests.engagements.provoking_on_visit import ON_VISIT

Table = dict[type[Refused], tuple[Provoke, str]]

ASKED = {"authority": "essex", "product": "targeted-peer-support", "reason": "Prevention."}
NOTE = {"text": "The chair rang."}
LINES = {"lines_of_enquiry": ["understanding-risk"]}
SOON = {"visit_from": date(2020, 1, 9), "visit_to": date(2020, 1, 9)}
EASTER = {"visit_from": date(2020, 4, 7), "visit_to": date(2020, 4, 10)}
BACKWARDS = {"visit_from": date(2020, 4, 7), "visit_to": date(2020, 4, 6)}
GONE = {"phases": [{"starts_on": PAST, "ends_on": PAST}]}
CONCERN = {"question": "understanding risk", "issued_on": PAST, "text": "Too few visits."}
Q1 = {"period": "2020-21-Q1"}

AT_REQUEST: Table = {
    refusals.Malformed: (by("AcceptRequest", ADVISER, enter_at=1), "enter_at: Input should be 'request', "),
    refusals.UnknownCommand: (by("FlyToTheMoon", ADVISER), "`peer-support commands` lists them all"),
    refusals.UnknownEngagement: (p.elsewhere("AddNote", COORDINATOR, **NOTE), "`peer-support engagements list`"),
    refusals.UnknownPerson: (by("AddNote", Actor(Role.AUTHORITY, "me"), **NOTE), "No contact me is on record"),
    refusals.NotAllowed: (by("AddNote", OUTSIDER, **NOTE), "belongs to another authority"),
    refusals.NotAtThisStage: (by("AgreeScope", Role.AUTHORITY), "AgreeScope belongs to scoping"),
    refusals.StaleVersion: (p.on_an_old_version, "Look again first"),
    refusals.CommandIdReused: (p.command_id_twice, "Use a new id"),
    people.AlreadyOnRecord: (p.on_record_already, "Choose another identifier"),
    people.NobodyOfThatName: (p.on_the_register(people.mend, "nobody"), "`peer-support people` lists everybody"),
    people.NotUnreachable: (p.on_the_register(people.mend, "coordinator"), "there is nothing to mend"),
    people.NoSuchDeputy: (p.on_the_register(people.absent, "coordinator", PAST, None, "nobody"), "nobody"),
    people.EndsBeforeItBegins: (p.on_the_register(people.absent, "coordinator", FUTURE, PAST), "choose a last day"),
    outbox.NotInTheOutbox: (p.not_in_the_outbox, "`peer-support outbox` lists what does"),
    request.NotAnEligibleService: (by("RequestSupport", COORDINATOR, **ASKED | {"authority": "surey"}), "mean surrey"),
    request.NoSuchWindow: (by("RequestSupport", COORDINATOR, **ASKED | {"window_to": "2019-12-31"}), "leave it open"),
    request.NotOffered: (by("RequestSupport", COORDINATOR, **ASKED | {"product": "tea"}), "There is no product 'tea'"),
    request.CannotBeginThere: (by("AcceptRequest", ADVISER, enter_at="follow_up_plan"), "begins at scoping"),
}

AT_SCOPING: Table = {
    scoping.MeetingNotYetHeld: (by("HoldScopingMeeting", COORDINATOR, held_on=FUTURE, summary="Risk."), "once it has"),
    scoping.UnknownLineOfEnquiry: (
        by("ProposeScope", COORDINATOR, **EASTER, lines_of_enquiry=["catering"]),
        "It has: ensuring-fairness",
    ),
    scoping.VisitTooSoon: (by("ProposeScope", COORDINATOR, **LINES, **SOON), "Choose a visit on or after"),
    scoping.VisitNotOnWorkingDays: (by("ProposeScope", COORDINATOR, **LINES, **EASTER), "the visit needs one"),
    scoping.DatesInWrongOrder: (by("ProposeScope", COORDINATOR, **LINES, **BACKWARDS), "before it begins on"),
    scoping.NothingProposed: (by("AgreeScope", Role.AUTHORITY), "the coordinator proposes it first"),
    scoping.AlreadyAgreed: (p.agreed_twice, "was agreed on 10 January 2020"),
    scoping.FreeOfCharge: (by("AgreeCharge", Role.PAYER, order="1"), "there is nothing to agree"),
    inspectorate.InspectorateDate: (
        by("RecordCauseOfConcern", ADVISER, **CONCERN | {"issued_on": FUTURE}),
        "record it once it has happened",
    ),
    inspectorate.UnknownQuestion: (
        by("RecordCauseOfConcern", ADVISER, **CONCERN | {"question": "catering"}),
        "It asks: understanding risk",
    ),
    throughout.NotACoordinator: (
        by("ReassignCoordinator", ADVISER, coordinator="essex-clerk"),
        "choose another coordinator",
    ),
    throughout.CannotMigrate: (by("MigrateToVersion", ADVISER, version=7), "There is no version 7"),
    throughout.NotLate: (by("RecordLapse", Role.SYSTEM, opened_by=2, kind="hold_scoping_meeting"), "day is not over"),
}

AT_TEAM_ASSIGNMENT: Table = {
    matching.OwnService: (by("InvitePeer", COORDINATOR, peer=FROM_ESSEX, team_role="lead_peer"), "never reviews"),
    matching.HasAnInterest: (p.an_interest, "Choose another peer"),
    matching.PeerNotMatched: (by("InvitePeer", COORDINATOR, peer=KENT_LEAD, team_role="lead_peer"), "despite_grades"),
    team_assignment.PlaceNotOnTeam: (by("InvitePeer", COORDINATOR, peer=MEMBER, team_role="lead_peer"), "is for "),
    team_assignment.AlreadyOnTeam: (p.on_the_team_already, "has been invited already"),
    team_assignment.NotInvited: (p.not_invited, "the coordinator can invite them"),
    team_assignment.TeamNotComplete: (by("ConfirmTeam", COORDINATOR), "Invite a peer"),
}

AT_VISIT: Table = {
    challenge_visit.VisitUnderWay: (p.visit_under_way, "can no longer be moved as a whole"),
    challenge_visit.VisitInThePast: (by("ScheduleVisit", COORDINATOR, **GONE), "Choose a visit after today"),
    timetable.NotScheduled: (by("PresentFeedback", COORDINATOR, feedback="Good."), "schedules it first"),
    challenge_visit.PhaseNotOver: (p.scheduled("CompleteVisitPhase", number=1), "on or after that day"),
    challenge_visit.VisitNotOver: (p.scheduled("PresentFeedback", feedback="Good."), "not completed yet: phase 1"),
    timetable.NotADayOfTheVisit: (
        sessions.planned_sessions({"day": PAST}),
        "Its days are 20 March 2020 to 24 March 2020",
    ),
    timetable.EndsBeforeItStarts: (sessions.planned_sessions({"ends": "9:30"}), "Give a later end"),
    timetable.UnknownLine: (sessions.planned_sessions({"lines": ["catering"]}), "It has: protecting-the-public"),
    timetable.SessionsDoNotFit: (sessions.planned_sessions({}, {}), "Name a room for each"),
    timetable.SessionDoesNotFit: (sessions.changed_session(2, starts="10:15"), "would be in two sessions at once"),
    timetable.NothingChanged: (sessions.changed_session(1, starts="10:00"), "is like that already"),
    challenge_visit.TimetableNotReady: (
        p.scheduled("IssueTimetable"),
        "No session covers the line of enquiry protecting",
    ),
    scope_changes.LineNotInScope: (
        by("AmendScope", COORDINATOR, remove=["catering"], reason="No."),
        "It has: protecting",
    ),
    scope_changes.NothingToAmend: (by("AmendScope", COORDINATOR, reason="No."), "Name a line to add or to remove"),
    scope_changes.LineHasSessions: (
        sessions.a_line_that_sessions_cover,
        "is covered by session 1 (interview, 10:00 to 11:00",
    ),
    timetable.SessionCancelledAlready: (sessions.a_cancelled_session, "plan another in its place"),
}

AT_RECOMMENDATIONS: Table = {
    corrections.OutOfOrder: (by("FinaliseReport", COORDINATOR), "the coordinator drafts the report first"),
    corrections.NotInTheDraft: (p.returned("P3"), "The draft has no paragraph 3. It has a summary (S), 1 paragraph"),
    corrections.SamePlaceTwice: (p.returned("R1", "R1"), "Say all about recommendation 1 at once"),
    corrections.WordingNeeded: (
        p.checked("DecideCorrection", number=1, outcome="reworded"),
        "new wording of paragraph",
    ),
    corrections.ReasonToDecline: (p.checked("DecideCorrection", number=1, outcome="declined"), "Say why paragraph 1"),
    corrections.MustStay: (
        p.checked("DecideCorrection", "S", number=2, outcome="taken_out"),
        "give it another wording",
    ),
    recommendations.CorrectionUndecided: (p.checked("FinaliseReport", "S"), "Decide first on correction 2"),
    recommendations.CorrectedAlready: (
        p.checked("FinaliseReport", changes=[{"place": "P1", "reason": "Short."}]),
        "decide on correction 1 again",
    ),
}

AT_PLAN: Table = {
    recommendations.NotAPublicAddress: (p.published("https://intranet/report"), "a page that everybody can open"),
    NotOnRecord: (by("RespondToRecommendation", Role.AUTHORITY, number=3, answer="accepted"), "no recommendation 3"),
    follow_up_plan.ReasonRequired: (
        by("RespondToRecommendation", Role.AUTHORITY, number=1, answer="rejected"),
        "fill in reason",
    ),
    follow_up_plan.RecommendationUnanswered: (by("ProposePlan", Role.AUTHORITY), "Answer every recommendation first"),
    follow_up_plan.FindingWithoutAction: (p.a_finding_left_out, "Add one for each"),
    follow_up_plan.UnknownFinding: (p.planned("A3", "R3", FUTURE), "Action A3 answers R3"),
    inspectorate.FindingRefTaken: (p.found_twice, "Give each finding its own"),
    follow_up_plan.ActionRefTaken: (p.planned("A1", "R1", FUTURE), "give each action its own"),
    follow_up_plan.DueInThePast: (p.planned("A3", "R1", PAST), "choose a day after today"),
    follow_up_plan.NoPlanToApprove: (by("ApprovePlan", Role.CLERK, board=BOARD, met_on=PAST), "proposes one first"),
}

AT_REPORTING: Table = {
    quarterly_reporting.PeriodNotOpen: (by("FileNilReturn", Role.AUTHORITY, **Q1), "Opened so far: none yet"),
    returns.ReturnIncomplete: (p.filed("A1", "on_track"), "no update for A2"),
    returns.NotARating: (p.filed("A1 A2", "complete"), "completed or transferred by its own command"),
    acceptance.NoQuery: (by("AnswerQuery", Role.AUTHORITY, **Q1, answer="In May."), "waits for an answer"),
    returns.CauseRequired: (p.filed("A1 A2", "off_track"), "fill in its text"),
    returns.SomethingIsExceptional: (p.nil_return_when_late, "File a full return"),
    acceptance.NothingFiled: (by("AcceptReturn", COORDINATOR, **Q1), "nothing to look at yet"),
    transfer.CheckBackNotToCome: (
        by("TransferToBau", Role.AUTHORITY, action="A1", owner="Head", reason="Routine.", check_back_on=PAST),
        "Choose a day after today",
    ),
    transfer.NothingToCheckBack: (
        by("CheckBack", ADVISER, action="A1", outcome="It runs.", still_running=True),
        "Action A1 is open",
    ),
    actions.FileNotAdded: (
        by("CompleteAction", Role.AUTHORITY, action="A1", evidence=[{"title": "Targets", "sha256": "0" * 64}]),
        "Add it first",
    ),
    evidence.NotEvidence: (p.a_program_as_evidence, "Give one of pdf"),
    evidence.NotOnFile: (p.a_file_that_nobody_added, "`peer-support evidence list` names them"),
    actions.ActionNotOpen: (by("VerifyAction", ADVISER, action="A1"), "needs an action that is completed"),
    extensions.NotAnExtension: (
        by("RequestExtension", Role.AUTHORITY, action="A1", due_to=PAST, reason="Late."),
        "ask for a later day",
    ),
    boards.MeetingNotYetHeld: (p.decided("noted", FUTURE), "record its decision after it"),
    boards.SayWhy: (p.decided("deferred", PAST), "fill in reason"),
    boards.PaperNotBeforeBoard: (p.on_a_paper_elsewhere, "Submit it to that meeting first"),
    papers.PaperReplaced: (p.submitting_an_old_paper, "was replaced by paper 2; submit that one"),
    papers.NotOnTheRoute: (p.submitting_to_nobody, "`peer-support route show` tells what is"),
    papers.AlreadyDecided: (p.submitting_what_is_decided, "give the day of another one"),
    governance.UnusableRoute: (p.a_route_that_is_over, "Name a meeting to come"),
    governance.UnknownMeeting: (p.a_move_of_no_meeting, "tells when it meets"),
    governance.UnknownBody: (p.a_meeting_of_nobody, "Did you mean slt?"),
    closure.ActionsUnsettled: (by("CloseEngagement", COORDINATOR, summary="Done."), "with an owner and a reason"),
    closure.BoardHasNotClosed: (p.board_has_not_closed, "the clerk records its decision first"),
}

AT_REPORTING |= {
    relief.MayNotBeWaived: (by("WaiveObligation", ADVISER, kind="decide_closure", reason="No."), "Give more time"),
    relief.NotOwed: (by("WaiveObligation", COORDINATOR, kind="file_return", reason="No."), "Nobody owes file return"),
    relief.NotMoreTime: (
        by("ExtendObligation", ADVISER, kind="review_progress", due_on=PAST, reason="Late."),
        "choose a later day",
    ),
    handing_over.NotToBeHandedOver: (
        by("HandOver", COORDINATOR, kind="review_progress", to="essex-clerk"),
        "give the engagement to another coordinator",
    ),
    handing_over.HasItAlready: (p.handed_over_twice, "Hand it to another contact"),
    NotForOneself: (by("WaiveObligation", COORDINATOR, kind="review_progress", reason="No."), "Nobody lets themselves"),
}

AT_TEAM_ASSIGNMENT |= {
    matching.PeerHasLeft: (p.who_has_left, "leaves the pool on 2 January 2020"),
    interests.InterestIsOver: (
        by(
            "DeclareInterest",
            COORDINATOR,
            peer=LEAD,
            reason="Worked there.",
            kind="former_employer",
            left_on="2001-01-31",
        ),
        "nothing to declare",
    ),
    team_assignment.LineNotInScope: (
        by("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer", lines=["understanding-risk"]),
        "It has: protecting",
    ),
    political_groups.NotAMemberPeer: (p.a_group_of(LEAD, "Independent"), "for member peers only"),
    political_groups.NoSuchGroup: (p.a_group_of(MEMBER, " "), "Give the group's name"),
}

AFTER_CLOSURE: Table = {closure.ConcernRemoved: (p.concern_removed, "The inspectorate removed cause of concern 1")}

REFUSALS: dict[Stage, Table] = {
    Stage.REQUEST: AT_REQUEST | {asking.NoTeamWanted: (refused(proposing_too_early), "needs no team now")},
    Stage.SCOPING: AT_SCOPING,
    Stage.TEAM_ASSIGNMENT: AT_TEAM_ASSIGNMENT | IN_THE_POOL,
    Stage.CHALLENGE_VISIT: AT_VISIT | ON_VISIT,
    Stage.RECOMMENDATIONS: AT_RECOMMENDATIONS,
    Stage.FOLLOW_UP_PLAN: AT_PLAN,
    Stage.QUARTERLY_REPORTING: AT_REPORTING,
    Stage.CLOSED: AFTER_CLOSURE,
}
TOLD = [(stage, kind) for stage, table in REFUSALS.items() for kind in table]


def all_refusals(kind: type[Refused] = Refused) -> Iterator[type[Refused]]:
    for derived in kind.__subclasses__():
        if derived is not BrokenRule and derived.__module__.startswith("engagements."):
            yield derived
        yield from all_refusals(derived)


@pytest.mark.parametrize(("stage", "kind"), TOLD, ids=lambda value: getattr(value, "__name__", None))
def test_a_refusal_says_what_to_do(case_at: CaseAt, stage: Stage, kind: type[Refused]) -> None:
    provoke, words = REFUSALS[stage][kind]
    refusal = provoke(case_at(stage))
    assert type(refusal) is kind
    assert words in str(refusal)
    assert str(refusal)[-1] in ".?"


def test_every_refusal_is_provoked() -> None:
    told = {kind for _, kind in TOLD}
    untold = [kind.__qualname__ for kind in all_refusals() if kind not in told]
    assert untold == [], "Show in the tables above what provokes each of these, and what it tells the person."


def test_every_refusal_says_in_a_line_what_it_stands_for() -> None:
    assert [kind for kind in all_refusals() if not kind.__doc__] == []
