"""Ways to provoke a refusal, each given a case as a stage begins. ``test_refusals`` lists what each is refused with."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

from config.vocabulary import Role, Stage
from engagements import evidence, governance, outbox, people, political_groups
from engagements.database import reading, writing
from engagements.journal import Actor
from engagements.refusals import Refused
from engagements.state.people import Contact, Peer
from tests.builders import BOARD, Case
from tests.cast import ADVISER, COORDINATOR, LEAD

Provoke = Callable[[Case], Refused]

FUTURE, PAST = date(2029, 1, 31), date(2020, 1, 2)
Q1 = "2020-21-Q1"


def by(name: str, who: Role | Actor, **fields: object) -> Provoke:
    """What provokes it is one command, given as the stage begins."""
    return lambda case: case.refused(name, who, fields)


def elsewhere(name: str, who: Role | Actor, **fields: object) -> Provoke:
    """One command, for an engagement that there is not."""
    return lambda case: case.refused(name, who, fields, ref="KENT-1999-1")


def on_an_old_version(case: Case) -> Refused:
    case.give("AddNote", COORDINATOR, text="The chair rang.")
    return case.refused("AddNote", ADVISER, text="The clerk rang.", expected_version=1)


def command_id_twice(case: Case) -> Refused:
    case.give("AddNote", COORDINATOR, text="The chair rang.", command_id=UUID(int=1))
    return case.refused("AddNote", COORDINATOR, text="The clerk rang.", command_id=UUID(int=1))


def agreed_twice(case: Case) -> Refused:
    case.request("equality-framework-peer-challenge")
    case.at_stage(Stage.SCOPING).propose_scope()
    case.give("AgreeCharge", Role.PAYER, order="Order 1")
    return case.refused("AgreeCharge", Role.PAYER, order="Order 1")


def an_interest(case: Case) -> Refused:
    case.give("DeclareInterest", COORDINATOR, peer=LEAD, reason="Their partner works there.")
    return case.refused("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")


def who_has_left(case: Case) -> Refused:
    with writing(case.engine) as connection:
        connection.execute(update(Peer.table).where(Peer.table.c.id == LEAD).values(left_on=PAST))
    return case.refused("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")


def not_invited(case: Case) -> Refused:
    case.give("ProposeTeam", COORDINATOR, places=[{"peer": LEAD, "team_role": "lead_peer"}])
    return case.refused("AcceptInvitation", Role.PEER, peer=LEAD)


def on_the_team_already(case: Case) -> Refused:
    case.give("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")
    return case.refused("InvitePeer", COORDINATOR, peer=LEAD, team_role="observer")


def visit_under_way(case: Case) -> Refused:
    case.schedule_visit()
    case.give("CompleteVisitPhase", COORDINATOR, on=case.facts.visit_to, number=1)
    days = {"starts_on": FUTURE, "ends_on": FUTURE}
    return case.refused("ScheduleVisit", COORDINATOR, phases=[days])


def scheduled(name: str, **fields: object) -> Provoke:
    def provoke(case: Case) -> Refused:
        case.schedule_visit()
        return case.refused(name, COORDINATOR, fields)

    return provoke


def drafted(case: Case) -> None:
    """A draft with one paragraph and one recommendation is at the authority."""
    draft = {"summary": "Seen.", "paragraphs": [{"text": "Ten."}], "recommendations": [{"text": "Set targets."}]}
    case.give("DraftReport", COORDINATOR, draft)
    case.give("SendForAccuracyCheck", COORDINATOR)


def returned(*places: str) -> Provoke:
    """An accuracy check with corrections to these places."""

    def provoke(case: Case) -> Refused:
        drafted(case)
        return case.refused("ReturnAccuracyCheck", Role.AUTHORITY, corrections=_wrong(*places))

    return provoke


def checked(name: str, *places: str, **fields: object) -> Provoke:
    """A command once the authority has corrected these places, of which the first is taken out."""

    def provoke(case: Case) -> Refused:
        drafted(case)
        case.give("ReturnAccuracyCheck", Role.AUTHORITY, corrections=_wrong("P1", *places))
        case.give("DecideCorrection", COORDINATOR, number=1, outcome="taken_out")
        return case.refused(name, COORDINATOR, fields)

    return provoke


def _wrong(*places: str) -> list[dict[str, str]]:
    return [{"place": place, "correction": "Twelve."} for place in places]


def published(address: str) -> Provoke:
    return lambda case: case.refused("PublishReport", Role.AUTHORITY, published_on=case.today, address=address)


def planned(ref: str, finding: str, due_on: date) -> Provoke:
    def provoke(case: Case) -> Refused:
        case.respond()
        plan = [case.action(ref, finding, due_on), case.action("A1", "R1", FUTURE), case.action("A2", "R2", FUTURE)]
        return case.refused("ProposePlan", Role.AUTHORITY, actions=plan)

    return provoke


def a_finding_left_out(case: Case) -> Refused:
    case.respond()
    return case.refused("ProposePlan", Role.AUTHORITY, actions=[case.action("A1", "R1", FUTURE)])


def found_twice(case: Case) -> Refused:
    findings = [{"ref": "A1", "text": "Too few audits."}]
    case.give("RecordFindings", COORDINATOR, findings=findings)
    return case.refused("RecordFindings", COORDINATOR, findings=findings)


def a_program_as_evidence(case: Case) -> Refused:
    with pytest.raises(Refused) as refusal:
        evidence.add(case.engine, Path("kept"), Path("tool.exe"), 1024, case.today)
    return refusal.value


def a_file_that_nobody_added(case: Case) -> Refused:
    with pytest.raises(Refused) as refusal, reading(case.engine) as connection:
        evidence.fetched(connection, Path("kept"), "0" * 64)
    return refusal.value


def filed(refs: str, rating: str) -> Provoke:
    """A return for some actions, all with one rating and no word why."""

    def provoke(case: Case) -> Refused:
        case.give("OpenPeriod", Role.SYSTEM, {"period": Q1}, on=date(2020, 7, 1))
        updates = [{"action": ref, "rating": rating} for ref in refs.split()]
        return case.refused("FileReturn", Role.AUTHORITY, period=Q1, updates=updates)

    return provoke


def nil_return_when_late(case: Case) -> Refused:
    case.give("OpenPeriod", Role.SYSTEM, {"period": Q1}, on=date(2021, 7, 1))
    return case.refused("FileNilReturn", Role.AUTHORITY, period=Q1)


def board_has_not_closed(case: Case) -> Refused:
    case.settle()
    return case.refused("CloseEngagement", COORDINATOR, summary="All done.")


def concern_removed(case: Case) -> Refused:
    question = "protecting the public through fire regulation"
    case.give("RecordCauseOfConcern", ADVISER, question=question, issued_on=case.today, text="Too few audits.")
    case.give("RecordConcernRemoved", ADVISER, number=1, removed_on=case.today)
    return case.refused("Reopen", ADVISER, reason="It came back.", cause_of_concern=1)


def on_a_paper_elsewhere(case: Case) -> Refused:
    case.report_through("slt", "board")
    case.draft("closure")
    fields = {"board": "slt", "met_on": case.today, "about": "closure", "decision": "noted"}
    return case.refused("RecordBoardDecision", Role.CLERK, fields, paper=1)


def decided_by_slt(case: Case) -> None:
    case.report_through("slt", "board")
    case.draft("closure")
    case.give("SubmitPaper", Role.CLERK, number=1, body="slt", met_on=case.today)
    fields = {"board": "slt", "met_on": case.today, "about": "closure", "decision": "noted"}
    case.give("RecordBoardDecision", Role.CLERK, fields)


def submitting_what_is_decided(case: Case) -> Refused:
    decided_by_slt(case)
    return case.refused("SubmitPaper", Role.CLERK, number=1, body="slt", met_on=case.today)


def submitting_an_old_paper(case: Case) -> Refused:
    decided_by_slt(case)
    case.draft("closure")
    return case.refused("SubmitPaper", Role.CLERK, number=1, body="board", met_on=FUTURE)


def submitting_to_nobody(case: Case) -> Refused:
    case.report_through("slt", "board")
    case.draft("closure")
    return case.refused("SubmitPaper", Role.CLERK, number=1, body="cabinet", met_on=FUTURE)


def a_route_that_is_over(case: Case) -> Refused:
    with pytest.raises(Refused) as refusal:
        case.report_through("slt", meetings={"slt": [PAST]})
    return refusal.value


def a_meeting_of_nobody(case: Case) -> Refused:
    case.report_through("slt")
    with pytest.raises(Refused) as refusal, writing(case.engine) as connection:
        governance.set_meeting(connection, case.authority, "st", governance.GivenMeeting(met_on=FUTURE))
    return refusal.value


def a_group_of(peer: str, name: str) -> Provoke:
    """A political group put on record."""

    def provoke(case: Case) -> Refused:
        with pytest.raises(Refused) as refusal, writing(case.engine) as connection:
            political_groups.record(connection, peer, name, "coordinator", case.now)
        return refusal.value

    return provoke


def a_move_of_no_meeting(case: Case) -> Refused:
    case.report_through("slt")
    with pytest.raises(Refused) as refusal, writing(case.engine) as connection:
        governance.set_meeting(connection, case.authority, "slt", governance.GivenMeeting(met_on=FUTURE), PAST)
    return refusal.value


def on_record_already(case: Case) -> Refused:
    contact = Contact(id="essex-clerk", role=Role.CLERK, name="Clerk", email="clerk@example.org")
    with pytest.raises(Refused) as refusal, writing(case.engine) as connection:
        people.add_person(connection, contact)
    return refusal.value


def on_the_register(act: Callable[..., object], *fields: object) -> Provoke:
    """Do something to the register of people that must be refused."""

    def provoke(case: Case) -> Refused:
        with pytest.raises(Refused) as refusal, writing(case.engine) as connection:
            act(connection, *fields)
        return refusal.value

    return provoke


def handed_over_twice(case: Case) -> Refused:
    case.give("OpenPeriod", Role.SYSTEM, {"period": Q1}, on=date(2020, 7, 1))
    owed = {"kind": "file_return", "subject": Q1, "to": "essex-clerk"}
    case.give("HandOver", Role.AUTHORITY, owed)
    return case.refused("HandOver", Role.AUTHORITY, owed)


def not_in_the_outbox(case: Case) -> Refused:
    with pytest.raises(Refused) as refusal, writing(case.engine) as connection:
        outbox.retry(connection, 9999)
    return refusal.value


def decided(decision: str, met_on: date) -> Provoke:
    return by("RecordBoardDecision", Role.CLERK, board=BOARD, met_on=met_on, about="progress", decision=decision)
