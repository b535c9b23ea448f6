"""A peer's invitation, answered by link."""

from collections.abc import Callable

from httpx import Response
from icalendar import Calendar, Event

from config.vocabulary import Role, Stage
from engagements.state.team import InterestDeclaration, Invitation
from tests.builders import Case, CaseAt
from tests.cast import LEAD, OPERATIONAL, PROTECTION
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]


def invited(case: Case) -> str:
    """The page of the lead peer's invitation."""
    case.give("InvitePeer", Role.COORDINATOR, peer=LEAD, team_role="lead_peer")
    return f"/to-do/{case.ref}/answer-invitation/{LEAD}"


def status_of(case: Case, peer: str = LEAD) -> str:
    return next(one.status for one in case.rows(Invitation) if one.peer == peer)


def only_event(answer: Response) -> Event:
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def test_a_peer_reads_when_where_as_what_and_for_how_long(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    page = visits_to(case).as_peer().get(invited(case))
    assert says(page, "Essex County Fire and Rescue Service", "Lead peer", "3 working days", "20 March 2020")
    assert says(page, case.world.catalogue.get(case.facts.product, 1).line(PROTECTION).title)


def test_a_peer_accepts(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    peer, page = visits_to(case).as_peer(), invited(case)
    assert peer.fill_in(page, {"answer": "accept"}).status_code == 303
    assert status_of(case) == "accepted"
    assert says(peer.get(page), "You are on the team", "I can no longer come")


def test_who_declines_says_why(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    peer, page = visits_to(case).as_peer(), invited(case)
    assert says(peer.fill_in(page, {"answer": "decline"}), "There is a problem", "Say why")
    assert status_of(case) == "invited"
    assert peer.fill_in(page, {"answer": "decline", "reason": "On leave."}).status_code == 303
    assert status_of(case) == "declined"
    assert says(peer.get(page), "This has been done. Invitation declined on")


def test_an_interest_takes_the_peer_off_the_team_for_good(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    peer, page = visits_to(case).as_peer(), invited(case)
    assert peer.fill_in(page, {"answer": "interest", "reason": "My sister works there."}).status_code == 303
    assert status_of(case) == "released"
    assert [one.peer for one in case.rows(InterestDeclaration)] == [LEAD]


def test_nothing_typed_is_lost_when_no_answer_was_chosen(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    answer = visits_to(case).as_peer().fill_in(invited(case), {"reason": "I would rather not say."})
    assert answer.status_code == 422
    assert says(answer, "Choose your answer.", "I would rather not say.")


def test_the_visit_goes_into_a_calendar(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    peer, page = visits_to(case).as_peer(), invited(case)
    asked = only_event(peer.get(f"{page}/calendar.ics"))
    assert (str(asked["STATUS"]), asked.DTSTART) == ("TENTATIVE", case.facts.visit_from)
    peer.fill_in(page, {"answer": "accept"})
    answer = peer.get(f"{page}/calendar.ics")
    agreed = only_event(answer)
    assert str(agreed["STATUS"]) == "CONFIRMED"
    assert agreed["UID"] == asked["UID"]
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_nobody_sees_another_peers_invitation(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    page = invited(case)
    case.give("InvitePeer", Role.COORDINATOR, peer=OPERATIONAL, team_role="operational_peer")
    for person in (OPERATIONAL, "essex-authority", "essex-chief-fire-officer"):
        answer = visits_to(case).as_guest(person).get(page)
        assert answer.status_code == 404
        assert conceals(answer, "Lead peer")


def test_an_invitation_that_lapsed_says_so(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    page = invited(case)
    opened_by = case.facts.version
    case.wait(days=30).give("RecordLapse", Role.SYSTEM, opened_by=opened_by, kind="answer_invitation", subject=LEAD)
    assert says(visits_to(case).as_peer().get(page), "The time for this is over", "tell the coordinator")
