"""The visit: what the authority sends before it, and what the lead peer records of it."""

from collections.abc import Callable

from config.vocabulary import Stage
from engagements.state.team import Visit, VisitPhase
from tests.builders import Case, CaseAt
from tests.cast import OPERATIONAL, PROTECTION
from tests.portal.reading import says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]


def test_the_self_assessment_is_asked_for_by_line_of_enquiry(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    guest, page = visits_to(case).as_guest(), f"/to-do/{case.ref}/submit-self-assessment"
    assert says(guest.get(page), "Protecting the public through fire regulation", "It bears on the inspection")
    assert says(guest.fill_in(page, {"position_statement": "  "}), "Enter your position statement")
    assert guest.fill_in(page, {"position_statement": "Where we stand."}).status_code == 303
    [visit] = case.rows(Visit)
    assert (visit.self_assessment_on, visit.self_assessment_by_line) == (case.today, {})


def test_the_peers_read_what_the_authority_says_of_each_line(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    visits, page = visits_to(case), f"/to-do/{case.ref}/submit-self-assessment"
    line = f"on.{PROTECTION}"
    refused = visits.as_guest().fill_in(page, {"position_statement": "Where we stand.", line: "x" * 20_001})
    assert f'href="#on-{PROTECTION}"' in refused.text
    typed = {"position_statement": "Where we stand.", line: "Six of ten are qualified."}
    assert visits.as_guest().fill_in(page, typed).status_code == 303
    read = visits.as_peer().get(f"/to-do/{case.ref}/documents")
    assert says(read, "Where we stand.", "Protecting the public through fire regulation", "Six of ten are qualified.")


def test_a_text_of_any_length_and_kind_is_refused_in_words(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    guest, page = visits_to(case).as_guest(), f"/to-do/{case.ref}/submit-self-assessment"
    for text in ("x" * 20_001, "a\x00b", "a\x1bb"):
        answer = guest.fill_in(page, {"position_statement": text})
        assert answer.status_code == 422
        assert says(answer, "There is a problem")


def test_the_lead_peer_records_the_end_of_a_phase_and_the_feedback(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    lead = visits_to(case).as_peer()
    phase, feedback = f"/to-do/{case.ref}/complete-visit-phase/1", f"/to-do/{case.ref}/present-feedback"
    assert says(lead.press(phase, "This phase is over"), "There is a problem", "lasts until")
    case.wait(on=case.facts.visit_to)
    lead = visits_to(case).as_peer()
    assert says(lead.get(feedback), "record it first")
    assert lead.press(phase, "This phase is over").status_code == 303
    assert case.rows(VisitPhase)[0].completed_on == case.today
    assert says(lead.fill_in(feedback, {"feedback": ""}), "Enter what you told the authority.")
    assert lead.fill_in(feedback, {"feedback": "Good people, too few of them."}).status_code == 303
    assert case.facts.stage is Stage.RECOMMENDATIONS
    assert says(lead.get(feedback), "This has been done. Feedback presented on")


def test_another_peer_of_the_team_records_nothing(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    page = visits_to(case).as_peer(OPERATIONAL).get(f"/to-do/{case.ref}/present-feedback")
    assert says(page, "This is not yours to do")
    assert "command_id" not in page.text


def test_a_phase_that_there_is_not_is_said_to_be_none(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    page = visits_to(case).as_peer().get(f"/to-do/{case.ref}/complete-visit-phase/7")
    assert says(page, "There is no such phase", "There is nothing to do here yet")
