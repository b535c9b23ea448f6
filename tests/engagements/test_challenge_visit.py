"""The visit: before, during, and the feedback on its last day."""

from datetime import date

import pytest

from config.vocabulary import Role, Stage
from engagements.stages.challenge_visit import (
    PhaseNotOver,
    VisitInThePast,
    VisitNotOver,
    VisitUnderWay,
)
from engagements.stages.scoping import DatesInWrongOrder, VisitNotOnWorkingDays, VisitTooSoon
from engagements.stages.timetable import NotScheduled
from engagements.state.team import VisitPhase
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR

Days = tuple[date, date]

VISIT: Days = (date(2020, 3, 20), date(2020, 3, 24))  # Friday to Tuesday, as the scope says
LATER: Days = (date(2020, 4, 20), date(2020, 4, 22))


@pytest.fixture
def visit(case_at: CaseAt) -> Case:
    """The team is confirmed; the visit has its days in the scope, and none of its own yet."""
    return case_at(Stage.CHALLENGE_VISIT)


def phases(*days: Days) -> dict[str, object]:
    return {"phases": [{"starts_on": first, "ends_on": last} for first, last in days]}


def owed(case: Case) -> dict[tuple[str, str], date | None]:
    return {(due.kind, due.subject): due.due_on for due in case.obligations()}


def test_what_is_owed_for_a_visit_counts_back_from_its_first_day(visit: Case) -> None:
    visit.give("ScheduleVisit", COORDINATOR, phases(VISIT))
    assert owed(visit) == {
        ("submit_self_assessment", ""): date(2020, 2, 28),  # 15 working days before
        ("issue_timetable", ""): date(2020, 3, 13),  # 5 before
        ("complete_visit_phase", "1"): date(2020, 3, 24),
        ("present_feedback", ""): date(2020, 3, 24),  # on the last day
    }


def test_a_visit_may_come_in_two_phases_a_month_apart(visit: Case) -> None:
    visit.give("ScheduleVisit", COORDINATOR, phases(VISIT, LATER))
    assert owed(visit)["complete_visit_phase", "2"] == owed(visit)["present_feedback", ""] == LATER[1]
    visit.give("CompleteVisitPhase", Role.LEAD_PEER, on=VISIT[1], number=1)
    refusal = visit.refused("PresentFeedback", Role.LEAD_PEER, feedback="Good people.")
    assert isinstance(refusal, VisitNotOver)
    assert str(refusal) == "Feedback follows the last phase; not completed yet: phase 2."
    visit.give("CompleteVisitPhase", Role.LEAD_PEER, on=LATER[1], number=2)
    visit.give("PresentFeedback", Role.LEAD_PEER, feedback="Good people.")
    assert visit.due("draft_report") == date(2020, 5, 14)  # 15 working days after the last phase


def test_moving_the_visit_moves_what_is_owed_for_it(visit: Case) -> None:
    visit.give("ScheduleVisit", COORDINATOR, phases(VISIT))
    visit.give("SubmitSelfAssessment", Role.AUTHORITY, position_statement="Where we stand.")
    visit.plan_sessions({})
    visit.give("IssueTimetable", COORDINATOR)
    visit.give("ScheduleVisit", COORDINATOR, phases(LATER))
    # The self-assessment stands; the timetable has to be issued anew.
    assert owed(visit) == {
        ("issue_timetable", ""): date(2020, 4, 9),
        ("complete_visit_phase", "2"): LATER[1],
        ("present_feedback", ""): LATER[1],
    }
    assert (visit.facts.visit_from, visit.facts.visit_to) == LATER


def test_the_number_of_a_phase_is_never_used_again(visit: Case) -> None:
    visit.give("ScheduleVisit", COORDINATOR, phases(VISIT))
    visit.give("ScheduleVisit", COORDINATOR, phases(LATER))
    assert [(phase.number, phase.replaced_on is not None) for phase in visit.rows(VisitPhase)] == [
        (1, True),
        (2, False),
    ]
    refusal = visit.refused("CompleteVisitPhase", COORDINATOR, on=LATER[1], number=1)
    assert str(refusal) == "Phase 1 was replaced already."


def test_a_visit_under_way_is_not_moved_as_a_whole(visit: Case) -> None:
    visit.give("ScheduleVisit", COORDINATOR, phases(VISIT, LATER))
    visit.give("CompleteVisitPhase", COORDINATOR, on=VISIT[1], number=1)
    assert isinstance(visit.refused("ScheduleVisit", COORDINATOR, phases(LATER)), VisitUnderWay)


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        ([(date(2020, 3, 24), date(2020, 3, 20))], DatesInWrongOrder),
        ([LATER, VISIT], DatesInWrongOrder),
        ([VISIT, (VISIT[1], LATER[0])], DatesInWrongOrder),
        ([(date(2020, 4, 9), date(2020, 4, 13))], VisitNotOnWorkingDays),  # ends on Easter Monday
        ([(date(2020, 1, 20), date(2020, 1, 22))], VisitInThePast),
    ],
)
def test_a_visit_has_days_that_can_be_kept(visit: Case, days: list[Days], rule: type[Exception]) -> None:
    assert isinstance(visit.refused("ScheduleVisit", COORDINATOR, phases(*days)), rule)


def test_a_visit_is_not_moved_into_the_six_weeks_that_peers_are_owed(visit: Case) -> None:
    """The scope was agreed on 22 January 2020."""
    early = phases((date(2020, 3, 3), date(2020, 3, 5)))
    refusal = visit.refused("ScheduleVisit", COORDINATOR, early)
    assert isinstance(refusal, VisitTooSoon)
    assert "on or after 4 March 2020" in str(refusal)
    visit.give("ScheduleVisit", COORDINATOR, phases((date(2020, 3, 4), date(2020, 3, 5))))


def test_a_phase_is_over_on_its_last_day_and_only_once(visit: Case) -> None:
    visit.give("ScheduleVisit", COORDINATOR, phases(VISIT))
    refusal = visit.refused("CompleteVisitPhase", COORDINATOR, on=date(2020, 3, 23), number=1)
    assert isinstance(refusal, PhaseNotOver)
    assert str(refusal) == "Phase 1 lasts until 24 March 2020; record it on or after that day."
    visit.give("CompleteVisitPhase", COORDINATOR, on=VISIT[1], number=1)
    assert "completed already" in str(visit.refused("CompleteVisitPhase", COORDINATOR, number=1))


@pytest.mark.parametrize(
    ("name", "role", "text"),
    [
        ("SubmitSelfAssessment", Role.AUTHORITY, "position_statement"),
        ("IssueTimetable", Role.COORDINATOR, "note"),
        ("PresentFeedback", Role.COORDINATOR, "feedback"),
    ],
)
def test_nothing_is_done_for_a_visit_that_has_no_dates(visit: Case, name: str, role: Role, text: str) -> None:
    refusal = visit.refused(name, role, {text: "Where we stand."})
    assert isinstance(refusal, NotScheduled)
    assert "the coordinator schedules it first" in str(refusal)


def test_a_peer_may_be_replaced_until_the_visit_is_over(visit: Case) -> None:
    peer, successor = "hertfordshire-operational", "hertfordshire-other-operational"
    visit.give("ReleasePeer", COORDINATOR, peer=peer, reason="Taken ill.")
    visit.give("InvitePeer", COORDINATOR, peer=successor, team_role="operational_peer")
    visit.give("AcceptInvitation", Role.PEER, peer=successor)
    visit.at_stage(Stage.RECOMMENDATIONS)
