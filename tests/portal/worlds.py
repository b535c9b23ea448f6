"""The worlds in which pages are looked at: one with nothing in it but people, and one with everything."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from config.settings import Settings
from config.vocabulary import Role, Stage
from documents import ledger as papers
from documents.kinds import Kind
from documents.making import keep
from engagements import heartbeats, outbox, queries
from engagements.chasing import chase
from engagements.database import writing
from engagements.engagement import UK
from engagements.governance import meetings
from engagements.sweeping import open_periods, sweep_clocks
from notifications import ledger
from notifications.delivery import deliver
from notifications.digests import compose
from notifications.drafting import draft
from notifications.pages import Pages
from notifications.reminders import note
from notifications.sending import Sender
from notifications.webhooks import ledger as webhooks
from notifications.webhooks import subscriptions
from portal.api import tokens
from tests import cast as people
from tests.builders import REVIEW, Case
from tests.documents.of_stages import paper
from tests.portal.worlds_of_returns import RETURNS

TODAY = date(2020, 8, 6)
EQUALITY, LEADERSHIP = "equality-framework-peer-challenge", "leadership-and-governance-peer-challenge"


def empty(case: Case, data_dir: Path) -> Case:
    """People on record, and no engagement yet."""
    return case


def full(case: Case, data_dir: Path) -> Case:
    """Essex reports, and is late with it; others of Essex and Kent stand elsewhere; mail went out, and some failed."""
    others = [
        _at(case, Stage.REQUEST, REVIEW, date(2020, 7, 30), people.KENT),
        _at(case, Stage.SCOPING, LEADERSHIP, date(2020, 7, 1)),
        _at(case, Stage.TEAM_ASSIGNMENT, EQUALITY, date(2020, 5, 4)),
        _at(case, Stage.CLOSED, REVIEW, date(2018, 1, 8)),
    ]
    case.report_through("slt", "board")
    case.at_stage(Stage.QUARTERLY_REPORTING)
    case.wait(on=date(2020, 7, 1))
    list(open_periods(case.engine, case.world, case.now))
    case.give("AddNote", Role.COORDINATOR, text="The chief fire officer prefers mornings.")
    _write(case, "request-received", others[0])
    for day in (date(2020, 7, 7), date(2020, 7, 16), date(2020, 7, 21), date(2020, 7, 24), TODAY):
        _chase(case, day)
    _deliver(case, data_dir)
    case.now = datetime.combine(TODAY, time(10), UK)
    return case


def settled(case: Case, data_dir: Path) -> Case:
    """Nothing is late, and the closure is all that is left."""
    case.at_stage(Stage.QUARTERLY_REPORTING).settle()
    return case


def scope_proposed(case: Case, data_dir: Path) -> Case:
    """The authority is to agree the scope."""
    case.at_stage(Stage.SCOPING)
    case.give("HoldScopingMeeting", Role.COORDINATOR, days=5, held_on=case.today, summary="Protection, mostly.")
    case.wait(days=2).propose_scope(focus="The audits of high-rise buildings.")
    with writing(case.engine) as connection:
        papers.record(connection, [keep(paper(case, Kind.SCOPE), data_dir)])
    return case


def invited(case: Case, data_dir: Path) -> Case:
    """The lead peer is to answer the invitation."""
    case.at_stage(Stage.TEAM_ASSIGNMENT).give("InvitePeer", Role.COORDINATOR, peer=people.LEAD, team_role="lead_peer")
    return case


def peer_withdrew(case: Case, data_dir: Path) -> Case:
    """One of the team cannot come after all."""
    case.at_stage(Stage.TEAM_ASSIGNMENT).staff()
    case.give("DeclineInvitation", Role.PEER, peer=people.OPERATIONAL, reason="We are short of people that week.")
    return case


def visit_ahead(case: Case, data_dir: Path) -> Case:
    """The self-assessment is owed, and the visit is yet to come."""
    case.at_stage(Stage.CHALLENGE_VISIT).schedule_visit()
    return case


def timetable_issued(case: Case, data_dir: Path) -> Case:
    """Sessions on two days by the whole team and by one of it; one was cancelled since."""
    visit_ahead(case, data_dir)
    alone = {"kind": "station_visit", "title": "A wholetime station", "place": "Chelmsford, watch room"}
    second = {"day": case.facts.visit_to, "kind": "team_time", "with_whom": None}
    at_noon = {"title": "What was heard so far", "starts": "12:00", "ends": "13:00", "lines": []}
    case.plan_sessions(
        {},
        {**alone, "starts": "14:00", "ends": "16:30", "peers": [people.OPERATIONAL], "lines": []},
        {**second, **at_noon},
        {"title": "Those who work by night", "kind": "focus_group", "starts": "17:00", "ends": "18:00"},
    )
    case.give("IssueTimetable", Role.COORDINATOR, note="Bring sturdy shoes.")
    case.give("CancelSession", Role.COORDINATOR, number=4, reason="They are away.")
    return case


def sessions_planned(case: Case, data_dir: Path) -> Case:
    """A session without a peer, and no other."""
    visit_ahead(case, data_dir)
    case.plan_sessions({"peers": []})
    return case


def on_a_visit(case: Case, data_dir: Path) -> Case:
    """The first day of a visit: one document is there and one is late, and the team has noted what it saw."""
    case.at_stage(Stage.CHALLENGE_VISIT).schedule_visit()
    case.request_documents("The audit plan for high-rise buildings.", "The latest staff survey, with its comments.")
    case.provide(1, title="Audit plan 2020-21")
    case.wait(on=case.facts.visit_from).note("strength", "Audits follow the risk: every high-rise within a year.")
    case.note("area_to_consider", "Four of ten inspectors are qualified.\nNobody has a date for the others.")
    case.note("good_practice", "Crews hand what they see over to protection the same day.")
    case.give("GatherFindings", Role.LEAD_PEER, findings=[2, 1])
    case.give("MarkGoodPractice", Role.COORDINATOR, number=3)
    return case


def draft_sent(case: Case, data_dir: Path) -> Case:
    """The authority is to check the draft for factual errors."""
    case.at_stage(Stage.RECOMMENDATIONS)
    said = {"summary": "What the peers saw.", "recommendations": [{"text": "Set targets."}]}
    stations = ("There are 12 stations.", "They are staffed day and night.")
    case.give("DraftReport", Role.COORDINATOR, said, days=3, paragraphs=[{"text": text} for text in stations])
    case.give("SendForAccuracyCheck", Role.COORDINATOR, days=1)
    return case


def draft_returned(case: Case, data_dir: Path) -> Case:
    """The authority corrected three places, of which the coordinator has decided on one."""
    draft_sent(case, data_dir)
    wrong = {"P1": "There are 13 stations.", "P2": "Two are staffed by day only.", "R1": "Targets are set."}
    corrections = [{"place": place, "correction": text} for place, text in wrong.items()]
    case.give("ReturnAccuracyCheck", Role.AUTHORITY, days=4, corrections=corrections)
    reworded = {"outcome": "reworded", "wording": "There are 13 stations."}
    case.give("DecideCorrection", Role.COORDINATOR, reworded, days=1, number=1)
    return case


def report_final(case: Case, data_dir: Path) -> Case:
    """The report is final: a place reworded, one taken out, one as it was, and one changed that nobody asked for."""
    draft_returned(case, data_dir)
    case.give("DecideCorrection", Role.COORDINATOR, number=2, outcome="taken_out")
    case.give("DecideCorrection", Role.COORDINATOR, number=3, outcome="declined", reason="None is published.")
    summary = {"place": "S", "text": "What the four peers saw.", "reason": "To say how many they were."}
    case.give("FinaliseReport", Role.COORDINATOR, days=2, changes=[summary])
    return case


def paper_owed(case: Case, data_dir: Path) -> Case:
    """The SLT waits for the paper on closure."""
    case.at_stage(Stage.QUARTERLY_REPORTING).report_through("slt", "board")
    case.settle()
    return case


def paper_drafted(case: Case, data_dir: Path) -> Case:
    """The paper on closure is written, and not submitted yet."""
    paper_owed(case, data_dir).draft("closure", legal_implications="None that we know of.")
    return case


def paper_before_board(case: Case, data_dir: Path) -> Case:
    """The paper on closure is before the SLT, which meets today."""
    paper_drafted(case, data_dir)
    with writing(case.engine) as connection:
        met_on = next(one.met_on for one in meetings(connection, case.authority, case.today) if one.body == "slt")
    case.give("SubmitPaper", Role.CLERK, number=1, body="slt", met_on=met_on, agenda_item="7")
    return case.wait(on=met_on)


def referred_back(case: Case, data_dir: Path) -> Case:
    """The SLT wants another paper on closure."""
    decision = {"board": "slt", "about": "closure", "decision": "referred_back", "reason": "Nobody owns the audits."}
    paper_before_board(case, data_dir).give("RecordBoardDecision", Role.CLERK, decision, met_on=case.today)
    return case


def plan_to_come(case: Case, data_dir: Path) -> Case:
    """Every recommendation is answered, and the plan is next."""
    case.at_stage(Stage.FOLLOW_UP_PLAN).respond()
    return case


def plan_before_board(case: Case, data_dir: Path) -> Case:
    """The plan is proposed, and a board is to approve it."""
    plan_to_come(case, data_dir).report_through("slt", "board")
    case.propose_plan()
    return case


def beating(case: Case, data_dir: Path) -> Case:
    """A relay works, and other systems have tokens: one that works, and one that was revoked."""
    hats = {people.COORDINATOR.role: str(people.COORDINATOR.id)}
    with writing(case.engine) as connection:
        heartbeats.beat(connection, "relay", case.now)
        for name, authority in (("Register of engagements, nightly", None), ("Dashboard", people.ESSEX)):
            tokens.make(connection, case.world, case.now, name=name, hats=hats, by="operator", authority=authority)
        tokens.revoke(connection, 1, "operator", case.now)
    return case


def failing(case: Case, data_dir: Path) -> Case:
    """An event is set aside, a message came back, and a receiver of webhooks has gone."""
    settings, address = Settings(), "https://example.org/hooks"
    with writing(case.engine) as connection:
        subscriptions.subscribe(
            connection, settings, case.world, name="Register", address=address, by="operator", now=case.now
        )
    case.request()
    _write(case, "request-received", case)
    _deliver(case, data_dir)
    for _ in range(settings.attempts_before_set_aside):
        with writing(case.engine) as connection:
            outbox.failed(connection, [1], "ValueError: the template cannot be filled in", settings, case.now)
    with writing(case.engine) as connection:
        webhooks.note(connection, [1], case.now)
        connection.execute(webhooks.Webhook.table.update().values(status="failed", outcome="Answered 404."))
        subscriptions.pause(connection, 1, case.now, "Answered 410: the receiver wants no more webhooks.")
    return case


def at(stage: Stage) -> Callable[[Case, Path], Case]:
    """The main engagement as it stands when a stage begins."""
    return lambda case, data_dir: case.at_stage(stage)


WORLDS: dict[str, Callable[[Case, Path], Case]] = {
    "empty": empty,
    "full": full,
    "scope proposed": scope_proposed,
    "invited": invited,
    "peer withdrew": peer_withdrew,
    "visit ahead": visit_ahead,
    "sessions planned": sessions_planned,
    "timetable issued": timetable_issued,
    "on a visit": on_a_visit,
    "draft sent": draft_sent,
    "draft returned": draft_returned,
    "report final": report_final,
    "plan to come": plan_to_come,
    "plan before board": plan_before_board,
    "settled": settled,
    "paper owed": paper_owed,
    "paper drafted": paper_drafted,
    "paper before board": paper_before_board,
    "referred back": referred_back,
    "beating": beating,
    "failing": failing,
    **RETURNS,
    **{f"at {stage}": at(stage) for stage in Stage},
}


def _at(case: Case, stage: Stage, product: str, begins: date, authority: str = people.ESSEX) -> Case:
    return Case(case.engine, begins=begins).at_stage(stage, product=product, authority=authority)


def _write(case: Case, template: str, about: Case) -> None:
    """Put a message on the ledger, as the flow of the engagement's first event does; and one that cannot arrive."""
    with writing(case.engine) as connection:
        first = queries.timeline(connection, str(about.ref))[0].position
        [followed] = outbox.followed(connection, [first])
        [message] = draft(connection, followed, Role.AUTHORITY, template, case.world, Pages(Settings().portal_url))
        lost = message.amended({"recipient": "kent-chair", "address": "nobody"})
        ledger.record(connection, [message, lost])


def _chase(case: Case, day: date) -> None:
    """The sweeps of a morning, and the digests that come of them."""
    case.now = datetime.combine(day, time(7), UK)
    list(sweep_clocks(case.engine, case.world, case.now))
    list(chase(case.engine, case.world, case.now, lambda connection, nudged: note(connection, case.world, nudged)))
    list(compose(case.engine, case.world, case.now, Settings()))


def _deliver(case: Case, data_dir: Path) -> None:
    """Send what waits to the mailbox, during working hours."""
    case.now = datetime.combine(TODAY, time(9), UK)
    sender = Sender(Settings(data_dir=data_dir))
    while deliver(case.engine, case.world, sender, lambda: case.now, "relay", 50):
        pass
