"""A draft to begin from: what the peers found, line by line."""

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.refusals import Refused
from engagements.reports.draft_from_findings import draft_from
from engagements.state.report import Report
from engagements.state.visit_findings import VisitFinding
from engagements.texts import of_engagement
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, PROTECTION


def found(case: Case) -> None:
    """Four findings, noted in no order, of which one is withdrawn."""
    for kind, text in (
        ("good_practice", "A guide for landlords."),
        ("area_to_consider", "Few audits."),
        ("strength", "Committed inspectors."),
        ("strength", "A mistake."),
    ):
        case.give("NoteFinding", COORDINATOR, line=PROTECTION, kind=kind, text=text)
    case.give("WithdrawFinding", COORDINATOR, number=4)


def suggested(case: Case) -> dict[str, list[dict[str, object]]]:
    with reading(case.engine) as connection:
        texts = of_engagement(connection, case.facts.id)
    return draft_from(case.rows(VisitFinding), (PROTECTION,), texts.__getitem__)


def test_strengths_come_before_areas_and_good_practice_and_areas_become_recommendations(case_at: CaseAt) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    found(case)
    draft = suggested(case)
    assert [(one["text"], one["findings"]) for one in draft["paragraphs"]] == [
        ("Committed inspectors.", [3]),
        ("Few audits.", [2]),
        ("A guide for landlords.", [1]),
    ]
    assert draft["recommendations"] == [{"text": "Few audits.", "line_of_enquiry": PROTECTION}]


def test_what_is_suggested_can_be_given_as_it_is_once_it_has_a_summary(case_at: CaseAt) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    found(case)
    case.give("DraftReport", Role.COORDINATOR, {**suggested(case), "summary": "What the peers saw."})
    [report] = case.rows(Report)
    assert [one["findings"] for one in report.paragraphs] == [[3], [2], [1]]


def test_a_paragraph_rests_on_findings_that_stand(case_at: CaseAt) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    found(case)
    for number, told in ((4, "was withdrawn"), (9, "has no finding 9")):
        draft = {"summary": "Seen.", "recommendations": [{"text": "Set targets."}]}
        paragraphs = [{"text": "As found.", "findings": [number]}]
        refusal: Refused = case.refused("DraftReport", COORDINATOR, draft, paragraphs=paragraphs)
        assert told in str(refusal)
