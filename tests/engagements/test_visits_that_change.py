"""Three stories: two visits at once, a peer who withdraws the evening before, a phase moved after the invitations."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import Engine

from config.vocabulary import Role, Stage
from engagements.stages.challenge_visit import VisitScheduled
from engagements.stages.timetable import PeerTakenOffSessions, SessionsDoNotFit
from engagements.state.team import VisitPhase
from engagements.state.timetable import VisitSession
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, KENT, LEAD, OPERATIONAL, OTHER_OPERATIONAL

SPRING = (date(2020, 3, 20), date(2020, 3, 24))  # Friday to Tuesday
APRIL = (date(2020, 4, 20), date(2020, 4, 21))  # Monday and Tuesday


def phases(*days: tuple[date, date], titles: tuple[str, ...] = ()) -> dict[str, Any]:
    called = [{"title": title} for title in titles] or [{} for _ in days]
    return {"phases": [{"starts_on": a, "ends_on": b, **more} for (a, b), more in zip(days, called, strict=True)]}


def times(case: Case) -> list[datetime | None]:
    """When each session starts; None where it is cancelled."""
    return [None if one.cancelled_on else one.starts_at for one in case.rows(VisitSession)]


def revisions(case: Case) -> list[int]:
    return [one.revision for one in case.rows(VisitSession)]


@pytest.fixture
def visit(case_at: CaseAt) -> Case:
    return case_at(Stage.CHALLENGE_VISIT)


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)


# Two visits at once


@pytest.fixture
def essex_and_kent(sqlite: Engine) -> tuple[Case, Case]:
    """Both in the same days, by the same peers, who accepted for both."""
    both = (Case(sqlite), Case(sqlite))
    for case, authority in zip(both, ("essex", KENT), strict=True):
        case.at_stage(Stage.CHALLENGE_VISIT, authority=authority).schedule_visit()
    return both


def test_a_peer_on_two_visits_is_in_one_place_at_a_time(essex_and_kent: tuple[Case, Case]) -> None:
    essex, kent = essex_and_kent
    essex.plan_sessions({"peers": [LEAD]})
    clash = {"starts": "11:15", "ends": "12:00", "place": "Maidstone", "peers": [LEAD, OPERATIONAL]}
    refusal = kent.refused("PlanSessions", COORDINATOR, sessions=[kent.session(**clash)])
    assert isinstance(refusal, SessionsDoNotFit)
    assert str(refusal) == (
        f"Peer {LEAD} of session 1 (interview, 11:15 to 12:00 on 20 March 2020) is on another visit, {essex.ref}, "
        "from 10:00 to 11:00 at Headquarters."
    )
    kent.plan_sessions({**clash, "peers": [OPERATIONAL]})
    kent.plan_sessions({**clash, "starts": "14:00", "ends": "15:00"})
    kent.give("IssueTimetable", COORDINATOR)


def test_two_visits_do_not_share_their_places_nor_their_numbers(essex_and_kent: tuple[Case, Case]) -> None:
    essex, kent = essex_and_kent
    essex.plan_sessions({"peers": [LEAD]})
    kent.plan_sessions({"peers": [OPERATIONAL]})  # each has its own headquarters
    assert [one.number for case in essex_and_kent for one in case.rows(VisitSession)] == [1, 1]
    essex.give("CancelSession", COORDINATOR, number=1, reason="They are away.")
    assert times(kent) == [at(SPRING[0], 10)]


def test_a_visit_that_moves_into_another_is_issued_once_nobody_is_on_both(essex_and_kent: tuple[Case, Case]) -> None:
    essex, kent = essex_and_kent
    essex.give("ScheduleVisit", COORDINATOR, phases(APRIL))
    essex.plan_sessions({})
    kent.plan_sessions({})
    essex.give("IssueTimetable", COORDINATOR)
    essex.give("ScheduleVisit", COORDINATOR, phases(SPRING))
    assert f"is on another visit, {kent.ref}" in str(essex.refused("IssueTimetable", COORDINATOR))
    kent.give("WithdrawRequest", COORDINATOR, reason="A merger.")
    essex.give("IssueTimetable", COORDINATOR)


# A peer who withdraws the evening before


def test_a_peer_who_withdraws_the_evening_before_leaves_sessions_that_somebody_else_takes(visit: Case) -> None:
    visit.schedule_visit()
    alone = {"peers": [OPERATIONAL], "starts": "14:00", "ends": "15:00"}
    visit.plan_sessions({}, alone, {"peers": [LEAD], "starts": "16:00", "ends": "17:00"})
    visit.give("IssueTimetable", COORDINATOR)
    visit.give("DeclineInvitation", Role.PEER, on=date(2020, 3, 19), peer=OPERATIONAL, reason="A fire at home.")
    assert visit.events()[-1] == PeerTakenOffSessions(peer=OPERATIONAL, sessions=(1, 2), without_peer=(2,))
    assert revisions(visit) == [1, 1, 0], "whose session did not change hears nothing"
    visit.give("ChangeSession", Role.LEAD_PEER, number=2, peers=[LEAD])
    visit.give("InvitePeer", COORDINATOR, peer=OTHER_OPERATIONAL, team_role="operational_peer")
    visit.give("AcceptInvitation", Role.PEER, peer=OTHER_OPERATIONAL)
    visit.give("ChangeSession", COORDINATOR, number=1, peers=[LEAD, OTHER_OPERATIONAL])
    assert [one.peers for one in visit.rows(VisitSession)] == [[LEAD, OTHER_OPERATIONAL], [LEAD], [LEAD]]
    assert "issue_timetable" not in {owed.kind for owed in visit.obligations()}


# A phase moved after invitations went out


def test_a_phase_that_moves_takes_its_sessions_along_and_leaves_the_other_alone(visit: Case) -> None:
    """The first phase stays; the second, a month later, moves from summer time's Monday to a Wednesday."""
    visit.give("ScheduleVisit", COORDINATOR, phases(SPRING, APRIL, titles=("Strategy", "Delivery")))
    visit.plan_sessions({}, {"day": APRIL[0]}, {"day": APRIL[1]})
    visit.give("IssueTimetable", COORDINATOR)
    visit.give("ScheduleVisit", COORDINATOR, phases(SPRING, (date(2020, 4, 29), date(2020, 4, 30))))
    assert times(visit) == [at(SPRING[0], 10), at(date(2020, 4, 29), 9), at(date(2020, 4, 30), 9)], "ten by the clock"
    assert [one.phase for one in visit.rows(VisitSession)] == [3, 4, 4]
    assert revisions(visit) == [0, 1, 1]
    assert [phase.title is not None for phase in visit.rows(VisitPhase)] == [True, True, False, False]
    visit.give("IssueTimetable", COORDINATOR)


def test_a_session_moves_to_the_same_working_day_across_weekends_and_holidays(visit: Case) -> None:
    """From Friday, Monday, Tuesday to Thursday, the Tuesday after Easter, Wednesday."""
    visit.give("ScheduleVisit", COORDINATOR, phases(SPRING))
    visit.plan_sessions({}, {"day": date(2020, 3, 23)}, {"day": date(2020, 3, 24)})
    visit.give("ScheduleVisit", COORDINATOR, phases((date(2020, 4, 9), date(2020, 4, 15))))
    assert times(visit) == [at(day, 9) for day in (date(2020, 4, 9), date(2020, 4, 14), date(2020, 4, 15))]


def test_sessions_whose_day_is_gone_are_cancelled_and_named(visit: Case) -> None:
    visit.give("ScheduleVisit", COORDINATOR, phases(SPRING, APRIL))
    visit.plan_sessions({}, {"day": SPRING[1]}, {"day": date(2020, 3, 21), "kind": "station_visit"}, {"day": APRIL[0]})
    visit.give("ScheduleVisit", COORDINATOR, phases((date(2020, 3, 25), date(2020, 3, 26))))
    scheduled = visit.events()[-1]
    assert isinstance(scheduled, VisitScheduled)
    assert [moved.number for moved in scheduled.moved] == [1]
    assert scheduled.cancelled == (2, 3, 4), "no third working day, no Saturday, no second phase"
    assert times(visit) == [at(date(2020, 3, 25), 10), None, None, None]
    refusal = visit.refused("ChangeSession", COORDINATOR, number=2, day=date(2020, 3, 26))
    assert str(refusal) == "Session 2 was cancelled; plan another in its place."


def test_what_was_cancelled_before_stays_cancelled_when_a_phase_moves(visit: Case) -> None:
    visit.give("ScheduleVisit", COORDINATOR, phases(SPRING))
    visit.plan_sessions({}, {"starts": "14:00", "ends": "15:00"})
    visit.give("CancelSession", COORDINATOR, number=1, reason="They are away.")
    visit.give("ScheduleVisit", COORDINATOR, phases(APRIL))
    assert times(visit) == [None, at(APRIL[0], 13)]
