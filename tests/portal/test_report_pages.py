"""The report in the console, where corrections are decided, and by link, where the authority reads what became."""

from collections.abc import Callable

import pytest

from config.vocabulary import CorrectionOutcome, Role, Stage
from engagements.database import reading
from engagements.state.report import Report, ReportCorrection
from engagements.texts import of_engagement
from tests import cast as people
from tests.builders import Case, CaseAt
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]


@pytest.fixture
def returned(case_at: CaseAt) -> Case:
    """The authority corrected one of two paragraphs."""
    case = case_at(Stage.RECOMMENDATIONS)
    said = {"summary": "What the peers saw.", "recommendations": [{"text": "Set targets."}]}
    case.give("DraftReport", Role.COORDINATOR, said, paragraphs=[{"text": "There are 12 stations."}, {"text": "Busy."}])
    case.give("SendForAccuracyCheck", Role.COORDINATOR)
    corrections = [{"place": "P1", "correction": "There are 13."}]
    case.give("ReturnAccuracyCheck", Role.AUTHORITY, days=2, corrections=corrections)
    return case


def path(case: Case) -> str:
    return f"/engagements/{case.ref}/report"


def answered(case: Case, visits: Visits, **typed: str) -> object:
    answers = {f"corrections.1.{name}": text for name, text in typed.items()}
    return visits.as_coordinator().fill_in(path(case), answers, action=f"{path(case)}/corrections/1")


def test_a_correction_is_decided_beside_what_the_draft_says(returned: Case, visits_to: VisitsTo) -> None:
    visits = visits_to(returned)
    page = visits.as_coordinator().get(path(returned))
    assert says(page, "Correction 1, to paragraph 1: to be decided", "The draft says: There are 12 stations.", "13.")
    answered(returned, visits, outcome="reworded", wording="There are 13 stations.")
    [correction] = returned.rows(ReportCorrection)
    with reading(returned.engine) as connection:
        texts = of_engagement(connection, returned.facts.id)
    assert (correction.outcome, texts[str(correction.wording)]) == ("reworded", "There are 13 stations.")
    page = visits.as_coordinator().get(path(returned))
    assert says(page, "Correction 1, to paragraph 1: reworded", "removed: 12", "added: 13")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Choose what becomes of the correction."),
        ({"outcome": "reworded"}, "This is what the draft says."),
        ({"outcome": "declined"}, "Say why paragraph 1 stays as it is"),
        ({"outcome": "burnt"}, "There is a problem"),
    ],
)
def test_a_refused_decision_says_why_beside_its_correction(
    returned: Case, visits_to: VisitsTo, typed: dict[str, str], told: str
) -> None:
    answer = answered(returned, visits_to(returned), **typed)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert says(answer, told)  # type: ignore[arg-type]
    assert returned.rows(ReportCorrection)[0].outcome is None


def test_wording_counts_only_where_the_place_is_reworded(returned: Case, visits_to: VisitsTo) -> None:
    answered(returned, visits_to(returned), outcome="declined", reason="We counted them.")
    [correction] = returned.rows(ReportCorrection)
    assert (correction.outcome, correction.wording) == (CorrectionOutcome.DECLINED, None)


def test_the_authority_reads_what_became_of_its_corrections_once_all_are_decided(
    returned: Case, visits_to: VisitsTo
) -> None:
    visits, by_link = visits_to(returned), f"/to-do/{returned.ref}/report"
    assert visits.as_guest().get(by_link).status_code == 404
    answered(returned, visits, outcome="declined", reason="We counted them.")
    page = visits.as_guest().get(by_link)
    assert says(page, "Correction 1, to paragraph 1: declined", "The reason given: We counted them.")
    assert visits.as_guest(people.OPERATIONAL).get(by_link).status_code == 404
    change = {"place": "P2", "text": "Very busy.", "reason": "So they were."}
    returned.give("FinaliseReport", Role.COORDINATOR, changes=[change])
    for reader in ("essex-authority", people.LEAD, people.OPERATIONAL):
        page = visits.as_guest(reader).get(by_link)
        assert says(page, "Paragraph 2: reworded", "No correction asked for this. The reason: So they were.")


def test_nobody_reads_a_report_of_others(returned: Case, visits_to: VisitsTo) -> None:
    returned.give("DecideCorrection", Role.COORDINATOR, number=1, outcome="taken_out")
    page = visits_to(returned).as_guest("kent-authority").get(f"/to-do/{returned.ref}/report")
    assert page.status_code == 404
    assert conceals(page, "stations")


def test_the_form_of_a_draft_begins_with_what_the_peers_found_and_then_with_the_draft_itself(
    case_at: CaseAt, visits_to: VisitsTo
) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    noted = {"line": people.PROTECTION, "kind": "area_to_consider", "text": "Few audits."}
    case.give("NoteFinding", Role.COORDINATOR, noted)
    browser, form = visits_to(case).as_coordinator(), f"/engagements/{case.ref}/do/DraftReport"
    assert browser.fill_in(form, {"summary": "Too few."}).status_code == 303
    [report] = case.rows(Report)
    assert report.paragraphs[0]["line_of_enquiry"] == people.PROTECTION
    assert report.paragraphs[0]["findings"] == [1]
    assert says(browser.get(form), "Too few.", "Few audits.")


def test_the_lead_peer_reads_the_draft_before_it_goes_to_the_authority(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    said = {"summary": "What the peers saw.", "recommendations": [{"text": "Set targets."}]}
    case.give("DraftReport", Role.COORDINATOR, said)
    visits, by_link = visits_to(case), f"/to-do/{case.ref}/report"
    lead = visits.as_guest(people.LEAD)
    assert says(lead.get(by_link), "If something in it is not what the peers found", "Set targets.")
    for other in ("essex-authority", people.OPERATIONAL):
        assert visits.as_guest(other).get(by_link).status_code == 404
    case.give("SendForAccuracyCheck", Role.COORDINATOR)
    assert says(lead.get(by_link), "The authority has it for its accuracy check")
    case.give("ReturnAccuracyCheck", Role.AUTHORITY, corrections=[{"place": "R1", "correction": "They are set."}])
    assert says(lead.get(by_link), "decides on 1 more correction", "to recommendation 1: to be decided")
