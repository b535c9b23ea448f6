"""Obligations: who owes what by when, and that somebody always does."""

from dataclasses import replace
from datetime import date

import pytest

from config.products import Catalogue
from config.vocabulary import Role, Stage
from engagements.events import Event
from engagements.obligations import DUTIES, FIRST_OWED, Owed, opened
from engagements.process import PROCESS
from engagements.state.engagement import Obligation
from tests.builders import REVIEW, CaseAt
from tests.cast import COORDINATOR, LEAD, OPERATIONAL
from tests.desk import MONDAY, world


def test_every_duty_says_who_owes_it_and_by_when() -> None:
    assert set(DUTIES) == set(Owed), "Say in DUTIES who owes these."


def test_no_stage_begins_with_nobody_awaited() -> None:
    assert set(FIRST_OWED) == set(Stage) - {Stage.CLOSED}


def test_everything_owed_is_settled_by_some_event() -> None:
    settled = {kind for event in Event.EVENTS.values() for kind in event.DISCHARGES}
    assert [kind for kind in Owed if kind not in settled] == [], "Nothing that anybody can do settles these."


def test_whoever_owes_something_has_a_command_to_give() -> None:
    """The chair and the chief are told, and the board decides through its clerk."""
    may = {role for step in PROCESS for role in step.by}
    assert [(kind, duty.by) for kind, duty in DUTIES.items() if duty.by not in may] == []


@pytest.mark.parametrize("kind", Owed)
def test_every_product_gives_every_duty_a_date(kind: Owed) -> None:
    duty = DUTIES[kind]
    for product in Catalogue.shipped().products.values():
        due = opened(kind, product, MONDAY, world().calendar)
        assert (due.kind, due.owed_by, due.counted_from) == (kind, duty.by, MONDAY)
        if duty.clock is None:
            assert due.due_on == MONDAY
        else:
            assert (due.due_on > MONDAY) == (duty.counted == "after")


def test_an_answer_settles_one_peers_invitation_and_leaves_the_others(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    for peer, team_role in ((LEAD, "lead_peer"), (OPERATIONAL, "operational_peer")):
        case.give("InvitePeer", COORDINATOR, peer=peer, team_role=team_role)
    case.give("AcceptInvitation", Role.PEER, peer=LEAD)
    assert [due.subject for due in case.obligations() if due.kind == "answer_invitation"] == [OPERATIONAL]


def test_how_an_obligation_ended_is_on_record(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    case.give("HoldScopingMeeting", COORDINATOR, days=2, held_on=case.today, summary="Protection.")
    case.give("WithdrawRequest", Role.AUTHORITY, days=1, reason="No time.")
    ended = {row.kind: (row.ended, row.ended_at and row.ended_at.date()) for row in case.rows(Obligation)}
    assert ended == {
        "triage_request": ("discharged", date(2020, 1, 8)),
        "hold_scoping_meeting": ("discharged", date(2020, 1, 10)),
        "propose_scope": ("closed", date(2020, 1, 13)),
    }


def test_a_due_date_is_the_one_computed_when_it_was_decided(case_at: CaseAt) -> None:
    """A clock that changes later changes nothing that was promised: verification rebuilds the same dates."""
    case = case_at(Stage.SCOPING)
    promised = case.due("hold_scoping_meeting")
    review = Catalogue.shipped().get(REVIEW, 1)
    hurried = {name: clock.model_copy(update={"amount": 1}) for name, clock in review.clocks.items()}
    catalogue = Catalogue({(REVIEW, 1): review.model_copy(update={"clocks": hurried})})
    case.world = replace(case.world, catalogue=catalogue)
    assert case.due("hold_scoping_meeting") == promised
    assert case.verify().problems == []
