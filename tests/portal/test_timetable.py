"""The pages of a visit's timetable: who sees what of it, and who changes it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from config.vocabulary import Role
from engagements.state.timetable import VisitSession
from tests.builders import Case
from tests.cast import KENT_LEAD, LEAD, OPERATIONAL
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits
from tests.portal.worlds import sessions_planned, timetable_issued, visit_ahead

VisitsTo = Callable[[Case], Visits]
STATION, TALK = "A wholetime station", "How audits are planned"


@pytest.fixture
def issued(case: Case, tmp_path: Path) -> Case:
    return timetable_issued(case, tmp_path)


def test_the_coordinator_sees_the_sessions_by_day_and_what_was_cancelled(issued: Case, visits_to: VisitsTo) -> None:
    page = visits_to(issued).as_coordinator().get(f"/engagements/{issued.ref}/timetable")
    assert says(page, "Friday 20 March 2020", "10:00 to 11:00", TALK, "With: The head of protection")
    assert says(page, "Tuesday 24 March 2020", "What was heard so far", "Operational peer of Hertfordshire")
    assert says(page, "Cancelled", "Those who work by night")


def test_what_stands_against_issuing_it_is_listed(case: Case, visits_to: VisitsTo, tmp_path: Path) -> None:
    sessions_planned(case, tmp_path)
    page = visits_to(case).as_coordinator().get(f"/engagements/{case.ref}/timetable")
    assert says(page, "What stands against issuing it", "has no peer")


def test_sessions_are_planned_one_after_the_other_and_a_clash_is_refused(
    case: Case, visits_to: VisitsTo, tmp_path: Path
) -> None:
    visit_ahead(case, tmp_path)
    coordinator, page = visits_to(case).as_coordinator(), f"/engagements/{case.ref}/timetable/plan"
    first = _typed(case, **{"sessions.0.starts": "9:30", "sessions.0.ends": "10.30"})
    assert coordinator.fill_in(page, first).headers["location"] == f"/engagements/{case.ref}/timetable"
    clash = coordinator.fill_in(page, _typed(case, **{"sessions.0.starts": "10:00", "sessions.0.ends": "11:00"}))
    assert clash.status_code == 422
    assert says(clash, "would be in two sessions at once", "There is a problem")
    assert TALK in clash.text
    assert len(case.rows(VisitSession)) == 1


def test_only_what_is_changed_is_decided_anew(issued: Case, visits_to: VisitsTo) -> None:
    coordinator, page = visits_to(issued).as_coordinator(), f"/engagements/{issued.ref}/timetable/1/change"
    before = issued.rows(VisitSession)[0]
    assert says(coordinator.fill_in(page), "is like that already")
    assert says(coordinator.fill_in(page, {"title": "", "starts": "25:00"}), "Fill in: title", "There is a problem")
    assert coordinator.fill_in(page, {"starts": "09:00"}).status_code == 303
    after = issued.rows(VisitSession)[0]
    assert (after.starts_at, after.revision) == (datetime(2020, 3, 20, 9, tzinfo=UTC), before.revision + 1)
    assert (after.title, after.with_whom, after.peers) == (before.title, before.with_whom, before.peers)


def test_a_session_is_cancelled_with_a_reason(issued: Case, visits_to: VisitsTo) -> None:
    coordinator, page = visits_to(issued).as_coordinator(), f"/engagements/{issued.ref}/timetable/2/cancel"
    assert coordinator.fill_in(page, {"reason": ""}).status_code == 422
    assert coordinator.fill_in(page, {"reason": "The station is closed."}).status_code == 303
    assert issued.rows(VisitSession)[1].cancelled_on == issued.today
    assert coordinator.get(page).status_code == 404


def test_a_peer_reads_just_their_own_and_then_the_whole(issued: Case, visits_to: VisitsTo) -> None:
    lead, operational = (visits_to(issued).as_peer(peer) for peer in (LEAD, OPERATIONAL))
    own = [_own(guest.get(f"/to-do/{issued.ref}/timetable").text) for guest in (lead, operational)]
    assert [STATION in part for part in own] == [False, True]
    assert all(TALK in part for part in own)
    assert STATION in lead.get(f"/to-do/{issued.ref}/timetable").text


def test_the_authority_reads_the_whole_once_it_is_issued(case: Case, visits_to: VisitsTo, tmp_path: Path) -> None:
    sessions_planned(case, tmp_path)
    guest, page = visits_to(case).as_guest(), f"/to-do/{case.ref}/timetable"
    assert says(guest.get(page), "The timetable is not issued yet.")
    assert conceals(guest.get(page), TALK)
    assert guest.get(f"{page}/sessions.ics").status_code == 404
    case.give("ChangeSession", Role.COORDINATOR, number=1, peers=[LEAD])
    case.give("IssueTimetable", Role.COORDINATOR)
    assert says(guest.get(page), "Issued on", TALK, "Lead peer of Hertfordshire")
    assert conceals(guest.get(page), "Your sessions", "Plan sessions")


def test_only_the_peer_who_leads_changes_it(issued: Case, visits_to: VisitsTo) -> None:
    lead, page = visits_to(issued).as_peer(), f"/to-do/{issued.ref}/timetable"
    assert lead.fill_in(f"{page}/1/change", {"place": "Kelvedon Park"}).headers["location"] == page
    assert issued.rows(VisitSession)[0].place == "Kelvedon Park"
    for guest in (visits_to(issued).as_peer(OPERATIONAL), visits_to(issued).as_guest()):
        assert guest.get(page).status_code == 200
        assert conceals(guest.get(page), "Plan sessions")
        assert guest.get(f"{page}/1/change").status_code == guest.get(f"{page}/plan").status_code == 404


def test_nobody_else_reads_it(issued: Case, visits_to: VisitsTo) -> None:
    page = f"/to-do/{issued.ref}/timetable"
    issued.give("ReleasePeer", Role.COORDINATOR, peer=OPERATIONAL, reason="The team is smaller.")
    for person in (KENT_LEAD, "kent-authority", OPERATIONAL):
        assert visits_to(issued).as_guest(person).get(page).status_code == 404, person


def test_all_sessions_for_a_calendar_are_one_file_of_just_theirs(issued: Case, visits_to: VisitsTo) -> None:
    def summaries(file: str) -> list[str]:
        events = Calendar.from_ical(file).walk("VEVENT")
        assert all(str(event["UID"]).startswith(f"{issued.ref}.session-") for event in events)
        return sorted(str(event["SUMMARY"]).partition(" (")[0] for event in events)

    visits, whole = visits_to(issued), sorted([TALK, STATION, "What was heard so far"])
    assert summaries(visits.as_peer().get(f"/to-do/{issued.ref}/timetable/sessions.ics").text) == [TALK, whole[2]]
    assert summaries(visits.as_guest().get(f"/to-do/{issued.ref}/timetable/sessions.ics").text) == whole
    assert summaries(visits.as_coordinator().get(f"/engagements/{issued.ref}/timetable/sessions.ics").text) == whole


def _own(page: str) -> str:
    """What stands above the whole timetable."""
    return page.partition("The whole timetable")[0]


def _typed(case: Case, **besides: str) -> dict[str, object]:
    day = case.facts.visit_from
    assert day
    return {
        "sessions.0.kind": "interview",
        "sessions.0.title": TALK,
        "sessions.0.day-day": day.day,
        "sessions.0.day-month": day.month,
        "sessions.0.day-year": day.year,
        "sessions.0.place": "Headquarters",
        "sessions.0.peers": [LEAD],
        **besides,
    }
