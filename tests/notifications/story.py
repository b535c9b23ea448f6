"""A story in which every event happens, told by real commands, so that every message can be read as it is sent."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Engine, select

from config.vocabulary import Role, Stage, TeamRole
from engagements import outbox
from engagements.database import reading, writing
from engagements.engagement import World
from engagements.handling import Outcome
from engagements.messages import Clock
from engagements.outbox import Followed
from engagements.stages.throughout import MigratedToVersion
from engagements.state.journal import JournalEntry
from engagements.sweeping import sweep_clocks
from notifications import calendars
from notifications.pages import Pages
from tests import cast as people
from tests.builders import BOARD, REVIEW, Case

EQUALITY = "equality-framework-peer-challenge"
PAGES = Pages("http://127.0.0.1:8000")
QUESTION = "protecting the public through fire regulation"
OPERATIONAL, LEAD = people.OTHER_OPERATIONAL, people.LEAD


@dataclass(frozen=True, eq=False)
class Story:
    """Every event of the story, in order, as flows follow them."""

    engine: Engine
    events: list[Followed]
    world: World

    def of(self, name: str) -> list[Followed]:
        return [followed for followed in self.events if type(followed.event).__name__ == name]


def told(engine: Engine) -> Story:
    """Tell the whole story, on a database with the cast on record."""
    declined, withdrawn, charged, short_of_a_peer, moved, long = (Case(engine) for _ in range(6))
    declined.request()
    declined.give("DeclineRequest", Role.PRINCIPAL_ADVISER, days=1, reason="No peers this year.")
    withdrawn.request()
    withdrawn.give("WithdrawRequest", Role.AUTHORITY, days=1, reason="We ask again next year.")
    charged.at_stage(Stage.TEAM_ASSIGNMENT, product=EQUALITY)
    _begin(long)
    _report(long)
    _deliver(long)
    _report_to_boards(long)
    _end(long)
    _of_sessions_that_move(moved)
    _of_a_peer_who_withdraws(short_of_a_peer)
    with reading(engine) as connection:
        positions = connection.execute(select(JournalEntry.table.c.position)).scalars().all()
        events = outbox.followed(connection, positions)
    last = [event for event in events if event.engagement.ref == long.ref][-1]
    return Story(engine, [*events, _moved_to_another_version(last)], long.world)


def _moved_to_another_version(last: Followed) -> Followed:
    """By hand, since each product has one version so far: the plan that is owed gets a later date."""
    plan = Clock(opened_by=last.sequence, kind="propose_plan", subject="", due_on=date(2021, 2, 1))
    return replace(last, event=MigratedToVersion(version=2, clocks=(plan,)))


def _of_a_peer_who_withdraws(case: Case) -> None:
    case.at_stage(Stage.CHALLENGE_VISIT, product=REVIEW).schedule_visit()
    alone = {"peers": [people.OPERATIONAL], "starts": "14:00", "ends": "15:00"}
    case.plan_sessions({"starts": "18:00", "ends": "19:00"}, alone)
    case.give("DeclineInvitation", Role.PEER, peer=people.OPERATIONAL, reason="A fire at home.")


def _of_sessions_that_move(case: Case) -> None:
    """After the timetable was issued. What was sent into calendars is on record, as the flows would have it."""
    case.at_stage(Stage.CHALLENGE_VISIT, product=REVIEW).schedule_visit()
    case.plan_sessions({}, {"starts": "13:00", "ends": "14:00"})
    in_calendars(case, case.give("IssueTimetable", Role.COORDINATOR, note="Bring boots."))
    alone = {"peers": [people.OPERATIONAL], "starts": "14:00", "ends": "15:00", "with_whom": None}
    in_calendars(case, case.plan_sessions(alone))
    in_calendars(case, case.give("ChangeSession", Role.LEAD_PEER, number=1, starts="9.30", place="Kelvedon Park"))
    in_calendars(case, case.give("CancelSession", Role.COORDINATOR, number=2, reason="They are away."))
    in_calendars(case, case.give("ReleasePeer", Role.COORDINATOR, peer=people.OPERATIONAL, reason="A smaller team."))
    in_calendars(case, case.give("WithdrawRequest", Role.AUTHORITY, reason="A merger."))


def in_calendars(case: Case, outcome: Outcome) -> None:
    """Put on record what the flows that follow these events send into calendars."""
    with writing(case.engine) as connection:
        for followed in outbox.followed(connection, outcome.positions):
            for calendar in calendars.calendars(connection, followed).values():
                calendars.record(connection, [change.now for change in calendar.changes])


def _begin(case: Case) -> None:
    """To the team and the visit, with a peer who declines, one who is silent, and one who is released."""
    case.at_stage(Stage.SCOPING, product=REVIEW)
    case.give("ReassignCoordinator", Role.PRINCIPAL_ADVISER, coordinator="coordinator")
    case.give("AddNote", Role.COORDINATOR, text="The chief fire officer prefers mornings.")
    case.agree_scope()
    case.give("ProposeTeam", Role.COORDINATOR, places=[{"peer": LEAD, "team_role": TeamRole.LEAD_PEER}])
    place = {"peer": OPERATIONAL, "team_role": TeamRole.OPERATIONAL_PEER}
    case.give("InvitePeer", Role.COORDINATOR, place)
    case.give("DeclineInvitation", Role.PEER, peer=OPERATIONAL, reason="I cannot be released.")
    case.give("InvitePeer", Role.COORDINATOR, place)
    case.wait(days=9)
    list(sweep_clocks(case.engine, case.world, case.now))
    case.give("InvitePeer", Role.COORDINATOR, place)
    case.give("ReleasePeer", Role.COORDINATOR, peer=OPERATIONAL, reason="The team is smaller.")
    case.give("DeclareInterest", Role.COORDINATOR, peer=people.INTERESTED, reason="Worked there.")
    case.confirm_team()


def _report(case: Case) -> None:
    """To the report, with a hold, corrections, and publication."""
    case.schedule_visit()
    case.give("PutOnHold", Role.COORDINATOR, reason="A major incident.")
    case.give("Resume", Role.COORDINATOR, days=3)
    case.give("SubmitSelfAssessment", Role.AUTHORITY, position_statement="Where protection stands.")
    case.give("AmendScope", Role.COORDINATOR, focuses=["How sites are chosen"], reason="The board asks for it.")
    case.plan_sessions({}, {"starts": "14:00", "ends": "15:00"}, {"starts": "15:30", "ends": "16:30"})
    case.give("ChangeSession", Role.LEAD_PEER, number=1, starts="9.30")
    case.give("CancelSession", Role.COORDINATOR, number=2, reason="They are away.")
    case.give("IssueTimetable", Role.COORDINATOR, note="Day 1\n09:00 welcome\n\nDay 2\n09:00 walk")
    case.request_documents("The audit plan.", "The staff survey.")
    case.give("WithdrawDocumentRequest", Role.COORDINATOR, number=2, reason="It is on the website.")
    case.provide(1)
    case.wait(on=case.facts.visit_from).note("good_practice", "Audits follow the risk.")
    changed = {"number": 1, "line": people.PROTECTION, "kind": "good_practice", "text": "Every audit follows the risk."}
    case.give("ChangeFinding", Role.PEER, changed, peer=LEAD)
    case.give("GatherFindings", Role.LEAD_PEER, findings=[1])
    case.give("MarkGoodPractice", Role.COORDINATOR, number=1)
    case.note("strength", "A mistake.")
    case.give("WithdrawFinding", Role.PEER, peer=LEAD, number=2)
    case.give("CompleteVisitPhase", Role.LEAD_PEER, on=case.facts.visit_to, number=1)
    case.give("PresentFeedback", Role.LEAD_PEER, feedback="Good people, too few of them.")
    recommended = [{"text": "Set targets for audits."}, {"text": "Link to the people strategy."}]
    case.give("RecordFindings", Role.COORDINATOR, findings=[{"ref": "A1", "text": "Data is out of date."}])
    said = ("There are forty inspectors.", "There is no policy.", "They are busy.")
    draft = {"summary": "What the peers saw.", "paragraphs": [{"text": text} for text in said]}
    case.give("DraftReport", Role.COORDINATOR, draft, days=10, recommendations=recommended)
    case.give("SendForAccuracyCheck", Role.COORDINATOR)
    wrong = {"P1": "Fourteen inspectors, not forty.", "P2": "There is a policy.", "R2": "It is linked."}
    corrections = [{"place": place, "correction": text} for place, text in wrong.items()]
    case.give("ReturnAccuracyCheck", Role.AUTHORITY, days=5, corrections=corrections)
    reworded = {"outcome": "reworded", "wording": "There are fourteen inspectors."}
    case.give("DecideCorrection", Role.COORDINATOR, reworded, number=1)
    case.give("DecideCorrection", Role.COORDINATOR, number=2, outcome="taken_out")
    case.give("DecideCorrection", Role.COORDINATOR, number=3, outcome="declined", reason="The link is not public.")
    change = {"place": "R1", "text": "Set targets for audits each year.", "reason": "So that they are counted."}
    gone = {"place": "P3", "reason": "It said nothing new."}
    case.give("FinaliseReport", Role.COORDINATOR, changes=[change, gone])
    publication = {"kind": "publish_report", "reason": "The board meets in autumn."}
    case.give("ExtendObligation", Role.COORDINATOR, publication, due_on=date(2021, 3, 31))
    case.give("WaiveObligation", Role.COORDINATOR, publication)
    address = "https://example.org/report"
    case.give("PublishReport", Role.AUTHORITY, days=5, published_on=case.now.date(), address=address)
    case.give("RespondToRecommendation", Role.AUTHORITY, number=1, answer="accepted")
    case.give("RespondToRecommendation", Role.AUTHORITY, number=2, answer="partly_accepted", reason="No funds for all.")
    case.propose_plan()
    case.give("ApprovePlan", Role.GOVERNANCE_BODY, days=5, board=BOARD, met_on=case.now.date(), agenda_item="7")


def _deliver(case: Case) -> None:
    """Two quarters: a full return that is queried, a nil return; evidence rejected, dates moved and not."""
    case.wait(on=date(2020, 10, 5))
    for period in ("2020-21-Q1", "2020-21-Q2"):
        case.give("OpenPeriod", Role.SYSTEM, days=1, period=period)
    worse = {"action": "A1", "rating": "at_risk", "text": "One inspector left."}
    updates = [worse, {"action": "A2", "rating": "on_track"}]
    case.give("HandOver", Role.AUTHORITY, {"kind": "file_return", "subject": "2020-21-Q2"}, to="essex-clerk")
    case.give("FileReturn", Role.AUTHORITY, period="2020-21-Q1", updates=updates)
    case.give("QueryReturn", Role.COORDINATOR, period="2020-21-Q1", question="When will you recruit?")
    case.give("AnswerQuery", Role.AUTHORITY, period="2020-21-Q1", answer="In May.")
    case.give("FileNilReturn", Role.AUTHORITY, period="2020-21-Q2")
    case.give("AcceptReturn", Role.COORDINATOR, period="2020-21-Q2")
    exception = {"period": "2020-21-Q2", "cause": "A vacancy.", "response": "An advertisement."}
    case.give("RaiseException", Role.AUTHORITY, exception)
    case.give("RaiseException", Role.AUTHORITY, exception, action="A1")
    more = {"kind": "review_progress", "due_on": case.world.calendar.after(case.today, 300)}
    case.give("ExtendObligation", Role.PRINCIPAL_ADVISER, more, reason="The inspectorate comes first.")
    case.give("WaiveObligation", Role.PRINCIPAL_ADVISER, kind="review_progress", reason="Not needed any more.")
    case.give("ReviewProgress", Role.COORDINATOR, summary="Half way there.")
    for grant in (False, True):
        later = case.world.calendar.after(case.today, 300)
        case.give("RequestExtension", Role.AUTHORITY, action="A1", due_to=later, reason="The vacancy.")
        case.give("DecideExtension", Role.PRINCIPAL_ADVISER, action="A1", grant=grant, reason="As discussed.")
    case.complete("A1")
    case.give("RejectEvidence", Role.PRINCIPAL_ADVISER, action="A1", reason="The targets are a draft.")


def _report_to_boards(case: Case) -> None:
    """Papers that are called for, with and without a meeting, and one that is referred back."""
    case.report_through("slt", "board", meetings={"slt": [date(2021, 1, 5)], "board": [date(2099, 1, 5)]})
    case.give("FileNilReturn", Role.AUTHORITY, days=1, period="2020-21-Q1")
    case.give("AcceptReturn", Role.COORDINATOR, period="2020-21-Q1")
    case.draft("quarterly", period="2020-21-Q1")
    case.give("SubmitPaper", Role.CLERK, number=1, body="slt", met_on=case.today, agenda_item="4h")
    decision = {"board": "SLT", "met_on": case.today, "about": "progress", "decision": "referred_back"}
    case.give("RecordBoardDecision", Role.CLERK, decision, reason="Say what the vacancy costs.")


def _end(case: Case) -> None:
    """Closure, the inspectorate before and after it, and the reopening."""
    concern = {"question": QUESTION, "issued_on": case.today, "text": "Too few audits."}
    case.give("RecordCauseOfConcern", Role.COORDINATOR, concern)
    case.give("RecordRevisit", Role.COORDINATOR, number=1, revisited_on=case.today, outcome="Still too few.")
    case.close()
    found = {"outcome": "Nobody works on it.", "still_running": False}
    case.give("CheckBack", Role.PRINCIPAL_ADVISER, found, action="A2")
    case.give("Reopen", Role.PRINCIPAL_ADVISER, days=20, reason="The concern stands.", cause_of_concern=1)
    case.give("RecordConcernRemoved", Role.COORDINATOR, number=1, removed_on=case.today)
