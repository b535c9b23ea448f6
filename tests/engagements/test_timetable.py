"""Sessions of a visit are planned, changed and cancelled; a timetable is issued once nothing stands against it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from config.vocabulary import Role, Stage
from engagements.stages.challenge_visit import TimetableNotReady
from engagements.stages.timetable import EndsBeforeItStarts, NotADayOfTheVisit, SessionDoesNotFit, SessionsDoNotFit
from engagements.state.timetable import VisitSession
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, LEAD, OPERATIONAL, OTHER_OPERATIONAL, PROTECTION
from tests.cast import MEMBER as STRANGER

FIRST, LAST = date(2020, 3, 20), date(2020, 3, 24)  # Friday to Tuesday


@pytest.fixture
def visit(case_at: CaseAt) -> Case:
    """The visit has its days; nothing is planned yet."""
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    return case


def session(case: Case, number: int) -> VisitSession:
    return next(one for one in case.rows(VisitSession) if one.number == number)


def test_times_are_typed_as_clocks_in_england_show_them_and_kept_in_utc(visit: Case) -> None:
    """The clocks went forward on 29 March 2020."""
    in_april = {"starts_on": date(2020, 4, 20), "ends_on": date(2020, 4, 22)}
    visit.give("ScheduleVisit", COORDINATOR, phases=[{"starts_on": FIRST, "ends_on": LAST}, in_april])
    visit.plan_sessions({"starts": "9:30"}, {"starts": "9.30", "day": date(2020, 4, 20)})
    winter, summer = visit.rows(VisitSession)
    assert winter.starts_at == datetime(2020, 3, 20, 9, 30, tzinfo=UTC)
    assert summer.starts_at == datetime(2020, 4, 20, 8, 30, tzinfo=UTC)
    assert (winter.phase, summer.phase) == (2, 3), "each in the phase that has its day"


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (
            {"starts": "10:30", "ends": "11:30", "place": "Headquarters, room 2"},
            f"Peer {LEAD} would be in two sessions",
        ),
        ({"starts": "10:30", "ends": "11:30", "peers": [OPERATIONAL]}, "Headquarters would have two sessions at once"),
        ({"starts": "11:10", "ends": "12:00", "place": "The fire station"}, "needs 30 minutes from Headquarters to"),
        ({"starts": "06:00", "ends": "07:00"}, "outside the hours of a visit, 07:30 to 21:30"),
        ({"starts": "12:00", "ends": "13:00", "peers": [STRANGER]}, f"Peer {STRANGER} of session 2"),
    ],
)
def test_sessions_that_cannot_be_kept_are_refused(visit: Case, second: dict[str, Any], says: str) -> None:
    refusal = visit.refused(
        "PlanSessions",
        COORDINATOR,
        sessions=[visit.session(peers=[LEAD]), visit.session(**{"peers": [LEAD], **second})],
    )
    assert isinstance(refusal, SessionsDoNotFit)
    assert says in str(refusal)


@pytest.mark.parametrize(
    "second",
    [
        {"starts": "11:00", "ends": "12:00"},  # the next, in the same place
        {"starts": "11:00", "ends": "12:00", "place": "headquarters,  Room 2"},  # nobody travels within a site
        {"starts": "11:30", "ends": "12:00", "place": "The fire station"},
        {"starts": "10:30", "ends": "11:30", "place": "The fire station", "peers": [OPERATIONAL]},
        {"starts": "11:00", "ends": "12:00", "place": "Online"},  # nobody travels to a call
    ],
)
def test_sessions_that_can_be_kept_are_planned(visit: Case, second: dict[str, Any]) -> None:
    visit.plan_sessions({"peers": [LEAD]}, {"peers": [LEAD], **second})
    assert len(visit.rows(VisitSession)) == 2


def test_a_session_has_a_day_of_the_visit_and_ends_after_it_starts(visit: Case) -> None:
    def refused(**fields: Any) -> Any:
        return visit.refused("PlanSessions", COORDINATOR, sessions=[visit.session(**fields)])

    assert isinstance(refused(day=date(2020, 3, 25)), NotADayOfTheVisit)
    assert isinstance(refused(starts="11:00", ends="11:00"), EndsBeforeItStarts)


def test_of_many_sessions_none_is_planned_where_one_does_not_fit(visit: Case) -> None:
    many = [visit.session(place=f"Site {number}", peers=[LEAD]) for number in range(6)]
    refusal = visit.refused("PlanSessions", COORDINATOR, sessions=many)
    assert str(refusal).endswith("And 7 more."), "fifteen pairs clash, of which a person reads the first eight"


def test_a_session_changes_in_what_is_said_and_stays_as_it_is_in_the_rest(visit: Case) -> None:
    visit.plan_sessions({})
    visit.give("ChangeSession", Role.LEAD_PEER, number=1, place="Headquarters, room 2", starts="9:15")
    changed = session(visit, 1)
    assert (changed.place, changed.starts_at.hour, changed.ends_at.hour) == ("Headquarters, room 2", 9, 11)
    assert (changed.lines, changed.peers, changed.revision) == ([PROTECTION], [LEAD, OPERATIONAL], 1)
    visit.plan_sessions({"starts": "11:00", "ends": "12:00"})
    refusal = visit.refused("ChangeSession", COORDINATOR, number=1, ends="11:30")
    assert isinstance(refusal, SessionDoesNotFit)
    assert "session 1 (interview, 09:15 to 11:30 on 20 March 2020) and session 2" in str(refusal)


def test_the_time_of_a_cancelled_session_is_free_again(visit: Case) -> None:
    visit.plan_sessions({})
    visit.give("CancelSession", COORDINATOR, number=1, reason="The head of protection is away.")
    visit.plan_sessions({})
    assert [(one.number, one.cancelled_on is not None) for one in visit.rows(VisitSession)] == [(1, True), (2, False)]


def test_a_timetable_is_issued_once_every_line_is_covered_and_every_session_has_a_peer(visit: Case) -> None:
    visit.plan_sessions({"peers": []}, {"kind": "feedback", "starts": "14:00", "ends": "15:00"})
    refusal = visit.refused("IssueTimetable", COORDINATOR)
    assert isinstance(refusal, TimetableNotReady)
    assert str(refusal) == "Session 1 (interview, 10:00 to 11:00 on 20 March 2020) has no peer."
    visit.give("CancelSession", COORDINATOR, number=1, reason="The head of protection is away.")
    refusal = visit.refused("IssueTimetable", COORDINATOR)
    assert str(refusal) == f"No session covers the line of enquiry {PROTECTION}.", "feedback enquires into nothing"
    visit.plan_sessions({})
    visit.give("IssueTimetable", COORDINATOR)
    assert "issue_timetable" not in {owed.kind for owed in visit.obligations()}


def test_only_the_coordinator_and_the_lead_peer_make_the_timetable(visit: Case) -> None:
    for role in (Role.PEER, Role.AUTHORITY):
        refusal = visit.refused("PlanSessions", role, sessions=[visit.session()])
        assert refusal.rule == "NotAllowed"
    visit.give("PlanSessions", Role.LEAD_PEER, sessions=[visit.session()])


@pytest.mark.parametrize(
    ("name", "role"),
    [("DeclineInvitation", Role.PEER), ("ReleasePeer", COORDINATOR), ("DeclareInterest", Role.PEER)],
)
def test_whoever_leaves_the_team_is_in_no_session_any_more(visit: Case, name: str, role: Any) -> None:
    visit.plan_sessions({}, {"starts": "14:00", "ends": "15:00", "peers": [OPERATIONAL]})
    visit.give(name, role, peer=OPERATIONAL, reason="A reason.")
    assert [(one.peers, one.revision) for one in visit.rows(VisitSession)] == [([LEAD], 1), ([], 1)]
    taken_off = visit.events()[-1].own()
    assert (taken_off["sessions"], taken_off["without_peer"]) == ((1, 2), (2,))
    assert "has no peer" in str(visit.refused("IssueTimetable", COORDINATOR))


def test_whoever_leaves_in_no_session_leaves_the_timetable_alone(visit: Case) -> None:
    visit.plan_sessions({"peers": [LEAD]})
    visit.give("ReleasePeer", COORDINATOR, peer=OPERATIONAL, reason="Needed at home.")
    assert type(visit.events()[-1]).__name__ == "PeerReleased"
    visit.give("InvitePeer", COORDINATOR, peer=OTHER_OPERATIONAL, team_role="operational_peer")
    visit.give("AcceptInvitation", Role.PEER, peer=OTHER_OPERATIONAL)
    visit.give("ChangeSession", COORDINATOR, number=1, peers=[LEAD, OTHER_OPERATIONAL])
    visit.give("IssueTimetable", COORDINATOR)
