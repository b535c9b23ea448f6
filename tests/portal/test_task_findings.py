"""Findings by link: peers note them, the lead peer gathers the feedback, the LGA shares good practice."""

from collections.abc import Callable

import pytest

from config.vocabulary import Role, Stage
from engagements.state.visit_findings import VisitFinding
from tests.builders import Case, CaseAt
from tests.cast import KENT_LEAD, LEAD, OPERATIONAL, PROTECTION
from tests.portal.visits import Visits, plain

SEEN = {"line": PROTECTION, "kind": "strength", "text": "Audits follow the risk."}


@pytest.fixture
def visits(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> Visits:
    """Who comes once the team is confirmed and the visit has its days."""
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    return visits_to(case)


@pytest.fixture
def visit(visits: Visits) -> str:
    """The first day of the visit; the address of its findings for a peer."""
    visits.case.wait(on=visits.case.facts.visit_from)
    return f"/to-do/{visits.case.ref}/findings"


def test_a_peer_notes_what_they_found_and_the_team_reads_it(visits: Visits, visit: str) -> None:
    noted = visits.as_guest(OPERATIONAL, [visit]).fill_in(visit, SEEN)
    assert noted.status_code == 303
    [finding] = visits.case.rows(VisitFinding)
    assert (finding.noted_by, finding.line, finding.kind) == (OPERATIONAL, PROTECTION, "strength")
    page = plain(visits.as_guest(LEAD, [visit]).get(visit).text)
    assert "Audits follow the risk." in page
    assert "noted by" in page


def test_what_two_peers_note_at_once_is_both_kept(visits: Visits, visit: str) -> None:
    one, other = visits.as_guest(OPERATIONAL, [visit]), visits.as_guest(LEAD, [visit])
    form = one.form(visit)
    assert other.fill_in(visit, SEEN).status_code == 303
    assert one.post(visit, data=form.filled(SEEN)).status_code == 303
    assert one.post(visit, data=form.filled(SEEN)).status_code == 303  # the same form once more
    assert len(visits.case.rows(VisitFinding)) == 2


def test_nothing_typed_is_lost_when_a_finding_is_refused(visits: Visits, visit: str) -> None:
    refused = visits.as_guest(OPERATIONAL, [visit]).fill_in(visit, {"text": "Audits follow the risk.", "kind": ""})
    assert refused.status_code == 422
    assert "Choose what it is." in refused.text
    assert "Audits follow the risk." in refused.text


def test_the_first_thing_that_can_be_noted_is_of_the_first_day(visits: Visits) -> None:
    page = visits.as_guest(LEAD).get(f"/to-do/{visits.case.ref}/findings")
    assert "The visit begins on" in plain(page.text)
    assert "Note it" not in page.text


@pytest.mark.parametrize("who", [KENT_LEAD, "essex-authority", "essex-clerk"])
def test_nobody_but_the_team_reads_findings(visits: Visits, visit: str, who: str) -> None:
    visits.case.note("strength", "Audits follow the risk.")
    assert visits.as_guest(who).get(visit).status_code == 404
    assert visits.as_guest(who).get(f"{visit}/1").status_code == 404


def test_a_peer_who_gave_up_their_place_reads_findings_no_longer(visits: Visits, visit: str) -> None:
    visits.case.give("DeclineInvitation", Role.PEER, peer=OPERATIONAL, reason="Taken ill.")
    assert visits.as_guest(OPERATIONAL).get(visit).status_code == 404


def test_a_peer_changes_and_withdraws_what_they_noted_and_nobody_elses(visits: Visits, visit: str) -> None:
    visits.case.note("strength", "Audits follow the risk.")
    theirs = visits.as_guest(OPERATIONAL)
    assert "Only whoever noted it" in plain(theirs.get(f"{visit}/1").text)
    lead = visits.as_guest(LEAD)
    assert lead.fill_in(f"{visit}/1", {"text": "Most audits follow the risk."}).status_code == 303
    assert "Most audits follow the risk." in lead.get(visit).text
    assert lead.fill_in(f"{visit}/1", action=f"{visit}/1/withdraw").status_code == 303
    assert visits.case.rows(VisitFinding)[0].withdrawn_on == visits.case.today
    assert "Most audits follow the risk." not in lead.get(visit).text


def test_the_feedback_begins_with_what_was_gathered_in_its_order(visits: Visits, visit: str) -> None:
    for text in ("Audits follow the risk.", "Few staff are qualified.", "Nobody checks the hydrants."):
        visits.case.note("area_to_consider", text)
    lead = visits.as_guest(LEAD)
    ticked = {"tell.1": "yes", "place.1": "2", "tell.3": "yes", "place.3": "1"}
    assert lead.fill_in(f"{visit}/feedback", ticked).status_code == 303
    assert [one.in_feedback for one in visits.case.rows(VisitFinding)] == [2, None, 1]
    visits.case.give("CompleteVisitPhase", Role.LEAD_PEER, on=visits.case.facts.visit_to, number=1)
    feedback = visits.as_guest(LEAD).form(f"/to-do/{visits.case.ref}/present-feedback").filled({})["feedback"]
    assert str(feedback).splitlines()[1:] == [
        "Area to consider: Nobody checks the hydrants.",
        "Area to consider: Audits follow the risk.",
    ]


def test_a_place_that_is_no_number_is_said_beside_its_finding(visits: Visits, visit: str) -> None:
    visits.case.note("strength", "Audits follow the risk.")
    refused = visits.as_guest(LEAD).fill_in(f"{visit}/feedback", {"tell.1": "yes", "place.1": "first"})
    assert refused.status_code == 422
    assert "Enter a whole number as the place of finding 1" in refused.text


def test_only_the_lead_peer_gathers_by_link(visits: Visits, visit: str) -> None:
    assert visits.as_guest(OPERATIONAL).get(f"{visit}/feedback").status_code == 404


def test_the_coordinator_gathers_and_marks_good_practice_which_all_of_the_lga_reads(visits: Visits, visit: str) -> None:
    visits.case.note("good_practice", "Audits follow the risk.")
    page = f"/engagements/{visits.case.ref}/findings"
    coordinator = visits.as_coordinator()
    assert coordinator.fill_in(page, {"tell.1": "yes"}).status_code == 303
    assert coordinator.fill_in(page, action=f"{page}/1/share").status_code == 303
    assert visits.case.rows(VisitFinding)[0].share
    listed = plain(visits.as_principal_adviser().get("/good-practice").text)
    assert "Audits follow the risk." in listed
    assert "the report is not published yet" in listed
    assert coordinator.fill_in(page, action=f"{page}/1/share").status_code == 303
    assert "Nothing is marked to be shared yet." in plain(coordinator.get("/good-practice").text)
