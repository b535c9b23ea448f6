"""The report, from draft to publication."""

from datetime import date

import pytest

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.stages.corrections import OutOfOrder
from engagements.stages.scoping import UnknownLineOfEnquiry
from engagements.state.plan import Recommendation
from engagements.state.report import Report, ReportCorrection
from engagements.texts import recall
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, PROTECTION

DRAFT: dict[str, object] = {
    "summary": "What the peers saw.",
    "recommendations": [{"text": "Set targets."}, {"text": "Link the policy."}],
}
ADDRESS = "https://www.example.org/essex/report"


@pytest.fixture
def report(case_at: CaseAt) -> Case:
    """The visit ended on Tuesday 24 March 2020, with feedback the same day."""
    return case_at(Stage.RECOMMENDATIONS)


def texts(case: Case) -> list[str]:
    with reading(case.engine) as connection:
        said = recall(connection, (r.text for r in case.rows(Recommendation)))
    return [said[r.text] for r in case.rows(Recommendation)]


def test_each_step_of_the_report_has_its_clock(report: Case) -> None:
    assert report.due("draft_report") == date(2020, 4, 16)  # 15 working days, Easter among them
    report.give("DraftReport", COORDINATOR, DRAFT, on=date(2020, 4, 6))
    assert report.due("send_for_accuracy_check") == date(2020, 4, 15)  # 5
    report.give("SendForAccuracyCheck", COORDINATOR)
    assert report.due("return_accuracy_check") == date(2020, 4, 22)  # 10
    report.give("ReturnAccuracyCheck", Role.AUTHORITY, on=date(2020, 4, 15))
    assert report.due("finalise_report") == date(2020, 4, 29)  # 10
    report.give("FinaliseReport", COORDINATOR)
    assert report.due("publish_report") == date(2020, 6, 24)  # 3 months after the visit


def test_an_equality_challenge_reports_within_three_weeks(case_at: CaseAt) -> None:
    case = case_at(Stage.RECOMMENDATIONS, "equality-framework-peer-challenge")
    assert case.facts.visit_to == date(2020, 3, 24)
    assert case.due("draft_report") == date(2020, 4, 14)


def test_a_draft_is_replaced_until_it_is_sent(report: Case) -> None:
    report.give("DraftReport", COORDINATOR, DRAFT)
    report.give("DraftReport", COORDINATOR, {**DRAFT, "recommendations": [{"text": "Set better targets."}]}, days=2)
    assert [owed.kind for owed in report.obligations()] == ["send_for_accuracy_check"]
    report.give("SendForAccuracyCheck", COORDINATOR)
    refusal = report.refused("DraftReport", COORDINATOR, DRAFT)
    assert isinstance(refusal, OutOfOrder)
    assert "finalise it with any changes" in str(refusal)


def test_the_authority_returns_factual_errors_or_none(report: Case) -> None:
    report.give("DraftReport", COORDINATOR, DRAFT)
    report.give("SendForAccuracyCheck", COORDINATOR)
    error = {"place": "R2", "correction": "There is no such policy."}
    report.give("ReturnAccuracyCheck", Role.AUTHORITY, corrections=[error])
    assert [one.place for one in report.rows(ReportCorrection)] == ["R2"]


def test_the_final_report_says_what_the_draft_said_or_better(report: Case, case_at: CaseAt) -> None:
    report.at_stage(Stage.FOLLOW_UP_PLAN)
    assert texts(report) == ["Set targets for audits.", "Link to the people strategy."]
    reworded = case_at(Stage.RECOMMENDATIONS)
    for name, role, fields in STEPS[:3]:
        reworded.give(name, role, fields)
    yearly = {"place": "R1", "text": "Set targets each year.", "reason": "So that they are counted."}
    gone = {"place": "R2", "reason": "The policy is linked by now."}
    reworded.give("FinaliseReport", COORDINATOR, changes=[yearly, gone])
    assert texts(reworded) == ["Set targets each year."]
    assert [owed.subject for owed in reworded.obligations() if owed.kind == "respond_to_recommendation"] == ["1"]


STEPS: list[tuple[str, Role, dict[str, object]]] = [
    ("DraftReport", Role.COORDINATOR, DRAFT),
    ("SendForAccuracyCheck", Role.COORDINATOR, {}),
    ("ReturnAccuracyCheck", Role.AUTHORITY, {}),
    ("FinaliseReport", Role.COORDINATOR, {}),
]


@pytest.mark.parametrize("done", [0, 1, 2])
def test_the_steps_of_a_report_come_in_their_order(report: Case, done: int) -> None:
    for name, role, fields in STEPS[:done]:
        report.give(name, role, fields)
    for name, role, fields in STEPS[done + 1 :]:
        assert isinstance(report.refused(name, role, fields), OutOfOrder)


@pytest.mark.parametrize("again", [1, 2])
def test_a_draft_is_sent_and_returned_once(report: Case, again: int) -> None:
    for name, role, fields in STEPS[: again + 1]:
        report.give(name, role, fields)
    name, role, fields = STEPS[again]
    assert isinstance(report.refused(name, role, fields), OutOfOrder)


def test_a_recommendation_names_a_line_of_enquiry_of_the_product(report: Case) -> None:
    for line, accepted in (("catering", False), (PROTECTION, True)):
        draft = {**DRAFT, "recommendations": [{"text": "Set targets.", "line_of_enquiry": line}]}
        if accepted:
            report.give("DraftReport", COORDINATOR, draft)
        else:
            refusal = report.refused("DraftReport", COORDINATOR, draft)
            assert isinstance(refusal, UnknownLineOfEnquiry)
            assert str(refusal).startswith("Recommendation 1 names the line of enquiry catering")


def test_a_report_is_published_once_final_on_a_day_that_has_come(case_at: CaseAt) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)  # final on Monday 27 April 2020
    [finalised] = case.rows(Report)
    for day in (date(2020, 4, 20), date(2020, 7, 1)):
        refusal = case.refused("PublishReport", Role.AUTHORITY, published_on=day, address=ADDRESS)
        assert isinstance(refusal, OutOfOrder)
        assert "Give the day of publication" in str(refusal)
    case.give("PublishReport", Role.AUTHORITY, days=5, published_on=finalised.finalised_on, address=ADDRESS)
    assert "publish_report" not in [owed.kind for owed in case.obligations()]
    refusal = case.refused("PublishReport", Role.AUTHORITY, published_on=case.today, address=ADDRESS)
    assert "already" in str(refusal)


def test_publication_may_follow_the_plan(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    assert "publish_report" in [owed.kind for owed in case.obligations()]
    case.give("PublishReport", Role.AUTHORITY, published_on=case.today, address=ADDRESS)
