"""Hold and resume, a new coordinator, notes, another version of the product, and what lapses."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.calendar import ENGLAND
from config.products import Catalogue, ClockName
from config.vocabulary import Role, Stage, Status
from engagements.clocks import days_left, due_again
from engagements.refusals import NotAtThisStage
from engagements.stages.throughout import CannotMigrate, NotACoordinator, NotLate
from engagements.state.engagement import Note, Obligation
from engagements.state.plan import Action, QuarterlyReturn
from engagements.state.team import Invitation
from tests.builders import REVIEW, Case, CaseAt
from tests.cast import ADVISER, COORDINATOR, LEAD, OTHER_COORDINATOR, contact_of

REASON = "An inspection comes first."


@pytest.fixture
def scoping(case_at: CaseAt) -> Case:
    """Accepted on Wednesday 8 January 2020: the meeting is due on 29 January, 15 working days later."""
    return case_at(Stage.SCOPING)


def hold(case: Case, on: date, until: date) -> None:
    case.give("PutOnHold", COORDINATOR, on=on, reason=REASON)
    case.give("Resume", ADVISER, on=until)


def test_clocks_stop_on_hold_and_restart_where_they_stopped(scoping: Case) -> None:
    scoping.give("PutOnHold", COORDINATOR, on=date(2020, 1, 15), reason=REASON)
    assert scoping.due("hold_scoping_meeting") is None
    assert (scoping.facts.status, scoping.facts.held_on) == (Status.ON_HOLD, date(2020, 1, 15))
    [stopped] = scoping.rows(Obligation)[1:]
    assert stopped.days_left == 10
    scoping.give("Resume", ADVISER, on=date(2020, 4, 1))
    assert scoping.due("hold_scoping_meeting") == date(2020, 4, 17)  # 10 working days, Easter among them
    assert scoping.facts.status is Status.ACTIVE


def test_what_was_late_when_the_clocks_stopped_is_as_late_afterwards(scoping: Case) -> None:
    hold(scoping, date(2020, 1, 31), date(2020, 4, 1))
    assert scoping.due("hold_scoping_meeting") == date(2020, 3, 30)  # two working days late, as before


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2020, 1, 10), date(2020, 1, 29)),
        (date(2020, 1, 11), date(2020, 1, 29)),  # a Saturday
        (date(2020, 1, 29), date(2020, 1, 29)),
        (date(2020, 2, 5), date(2020, 1, 29)),
    ],
)
def test_a_hold_of_no_time_moves_nothing(scoping: Case, on: date, due: date) -> None:
    hold(scoping, on, on)
    assert scoping.due("hold_scoping_meeting") == due


def test_a_hold_never_takes_time_away(case_at: CaseAt) -> None:
    """A1 falls due on a Sunday, which counts as the next working day while the clocks stop."""
    case = case_at(Stage.FOLLOW_UP_PLAN)
    case.respond()
    actions = [case.action("A1", "R1", date(2021, 2, 28)), case.action("A2", "R2", date(2021, 2, 28))]
    case.give("ProposePlan", Role.AUTHORITY, actions=actions)
    case.give("ApprovePlan", Role.GOVERNANCE_BODY, board="Authority", met_on=case.today)
    hold(case, date(2021, 2, 26), date(2021, 2, 26))
    assert case.due("complete_action", "A1") == date(2021, 3, 1)


def test_a_date_that_is_written_elsewhere_moves_with_its_clock(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period="2020-21-Q1")
    hold(case, date(2020, 7, 2), date(2020, 9, 1))
    [standing] = case.rows(QuarterlyReturn)
    assert standing.due_on == case.due("file_return", "2020-21-Q1") == date(2020, 9, 18)
    for action in case.rows(Action):
        assert action.due_on == case.due("complete_action", action.ref)
        assert action.due_on > action.due_first
    case.give("FileNilReturn", Role.AUTHORITY, on=date(2021, 3, 1), period="2020-21-Q1")  # nothing is overdue
    assert case.verify().problems == []


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@settings(max_examples=200, deadline=None)
@given(due=DAYS, held=DAYS, resumed=DAYS)
def test_as_many_working_days_are_left_after_a_hold_as_before_it(due: date, held: date, resumed: date) -> None:
    left = days_left(ENGLAND, held, due)
    again = due_again(ENGLAND, resumed, left)
    assert ENGLAND.is_working_day(again)
    if ENGLAND.is_working_day(held) and ENGLAND.is_working_day(resumed):
        assert days_left(ENGLAND, resumed, again) == left


def test_nothing_else_happens_on_hold(scoping: Case) -> None:
    scoping.give("PutOnHold", COORDINATOR, reason=REASON)
    refusal = scoping.refused("HoldScopingMeeting", COORDINATOR, held_on=scoping.today, summary="Protection.")
    assert isinstance(refusal, NotAtThisStage)
    assert str(refusal).endswith("is on hold; HoldScopingMeeting cannot be given now. Resume it first.")
    assert isinstance(scoping.refused("PutOnHold", COORDINATOR, reason=REASON), NotAtThisStage)


def test_only_what_is_on_hold_resumes(scoping: Case) -> None:
    assert str(scoping.refused("Resume", ADVISER)).endswith("is active; Resume cannot be given now.")


def test_an_engagement_goes_to_another_coordinator(scoping: Case) -> None:
    scoping.give("ReassignCoordinator", ADVISER, coordinator=OTHER_COORDINATOR.id)
    assert scoping.facts.coordinator == OTHER_COORDINATOR.id


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (COORDINATOR.id, "is the coordinator already"),
        (contact_of("essex", Role.CLERK).id, "is on record as clerk"),
    ],
)
def test_a_coordinator_is_another_coordinator(scoping: Case, to: str, why: str) -> None:
    scoping.give("ReassignCoordinator", ADVISER, coordinator=COORDINATOR.id)
    refusal = scoping.refused("ReassignCoordinator", ADVISER, coordinator=to)
    assert isinstance(refusal, NotACoordinator)
    assert why in str(refusal)


@pytest.mark.parametrize("stage", Stage)
def test_notes_may_be_added_at_any_time(case_at: CaseAt, stage: Stage) -> None:
    case = case_at(stage)
    for author in (COORDINATOR, ADVISER, contact_of("essex", Role.AUTHORITY)):
        case.give("AddNote", author, text="The chair rang.")
    assert len(case.rows(Note)) == 3


def with_second_version(case: Case, *, weeks: int) -> Case:
    """The case in a world where the product has a version 2, with as many weeks for the scoping meeting."""
    first = Catalogue.shipped().get(REVIEW, 1)
    meeting = first.clock(ClockName.SCOPING_MEETING).model_copy(update={"amount": weeks, "unit": "weeks"})
    without_visit = tuple(stage for stage in first.stages if stage is not Stage.CHALLENGE_VISIT)
    second = first.model_copy(
        update={"version": 2, "clocks": {**first.clocks, ClockName.SCOPING_MEETING: meeting}, "stages": without_visit}
    )
    catalogue = Catalogue({**Catalogue.shipped().products, (REVIEW, 2): second})
    case.world = replace(case.world, catalogue=catalogue)
    return case


def test_open_clocks_move_with_the_version_of_the_product(scoping: Case) -> None:
    with_second_version(scoping, weeks=1).give("MigrateToVersion", ADVISER, version=2)
    assert scoping.facts.product_version == 2
    assert scoping.due("hold_scoping_meeting") == date(2020, 1, 15)
    assert scoping.verify().problems == []


def test_what_a_new_version_gives_more_time_for_is_late_no_more(scoping: Case) -> None:
    lapse = {"opened_by": 2, "kind": "hold_scoping_meeting"}
    with_second_version(scoping, weeks=10).give("RecordLapse", Role.SYSTEM, lapse, on=date(2020, 1, 30))
    scoping.give("MigrateToVersion", ADVISER, version=2)
    assert "is due on 18 March 2020" in str(scoping.refused("RecordLapse", Role.SYSTEM, lapse))
    scoping.give("RecordLapse", Role.SYSTEM, lapse, on=date(2020, 3, 19))


@pytest.mark.parametrize(("version", "why"), [(1, "follows version 1 already"), (3, "There is no version 3")])
def test_an_engagement_moves_to_a_version_that_there_is(scoping: Case, version: int, why: str) -> None:
    refusal = with_second_version(scoping, weeks=1).refused("MigrateToVersion", ADVISER, version=version)
    assert isinstance(refusal, CannotMigrate)
    assert why in str(refusal)


def test_an_engagement_moves_to_a_version_that_has_its_stage(case_at: CaseAt) -> None:
    case = with_second_version(case_at(Stage.CHALLENGE_VISIT), weeks=1)
    assert str(case.refused("MigrateToVersion", ADVISER, version=2)).endswith("has no stage challenge_visit.")


def test_an_invitation_alone_lapses_for_good(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    case.give("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")
    lapse = {"opened_by": case.facts.version, "kind": "answer_invitation", "subject": LEAD}
    refusal = case.refused("RecordLapse", Role.SYSTEM, lapse, days=5)
    assert isinstance(refusal, NotLate)
    assert str(refusal).endswith("that day is not over.")
    case.give("RecordLapse", Role.SYSTEM, lapse, days=1)
    assert [invitation.status for invitation in case.rows(Invitation)] == ["lapsed"]
    assert [due.kind for due in case.obligations()] == ["confirm_team"]
    assert "is lapsed; the coordinator can invite them anew" in str(
        case.refused("AcceptInvitation", Role.PEER, peer=LEAD)
    )
    assert isinstance(case.refused("RecordLapse", Role.SYSTEM, lapse), NotLate)
