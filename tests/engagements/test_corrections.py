"""The accuracy check, place by place, and what becomes of each correction."""

from datetime import date

import pytest

from config.vocabulary import CorrectionOutcome, Role, Stage
from documents.facts.comparison import Compared, comparison
from documents.facts.wording import Texts
from engagements.database import reading
from engagements.reports.draft_and_final import as_drafted
from engagements.stages.corrections import (
    CorrectionDecided,
    NotInTheDraft,
    OutOfOrder,
    ReasonToDecline,
    SamePlaceTwice,
    WordingNeeded,
)
from engagements.stages.inspectorate import UnknownQuestion
from engagements.stages.recommendations import CorrectedAlready, CorrectionUndecided
from engagements.stages.scoping import UnknownLineOfEnquiry
from engagements.state.plan import Recommendation
from engagements.state.report import Report, ReportCorrection
from engagements.texts import of_engagement
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, PROTECTION

DRAFT: dict[str, object] = {
    "summary": "What the peers saw.",
    "paragraphs": [
        {"text": "There are 12 stations.", "line_of_enquiry": PROTECTION},
        {"text": "There is no plan."},
        {"text": "They are staffed day and night."},
    ],
    "recommendations": [{"text": "Set targets.", "line_of_enquiry": PROTECTION}, {"text": "Link the policy."}],
}
REWORDED = {"outcome": "reworded", "wording": "There are 13 stations."}


@pytest.fixture
def sent(case_at: CaseAt) -> Case:
    """A draft of three paragraphs and two recommendations is at the authority."""
    case = case_at(Stage.RECOMMENDATIONS)
    case.give("DraftReport", COORDINATOR, DRAFT, on=date(2020, 4, 6))
    case.give("SendForAccuracyCheck", COORDINATOR)
    return case


@pytest.fixture
def corrected(sent: Case) -> Case:
    """The authority corrected the first two paragraphs on Wednesday 15 April 2020."""
    sent.give("ReturnAccuracyCheck", Role.AUTHORITY, on=date(2020, 4, 15), corrections=wrong("P1", "P2"))
    return sent


def wrong(*places: str) -> list[dict[str, str]]:
    return [{"place": place, "correction": f"{place} is wrong."} for place in places]


def compared(case: Case) -> dict[str, Compared]:
    """Every place of the report as it stands, by its name in the draft."""
    [report], corrections = case.rows(Report), case.rows(ReportCorrection)
    with reading(case.engine) as connection:
        texts = Texts(of_engagement(connection, case.facts.id))
    return {place.piece.place: place for place in comparison(report, corrections, texts)}


def decided(case: Case) -> list[CorrectionOutcome | None]:
    return [one.outcome for one in case.rows(ReportCorrection)]


def test_a_recommendation_bears_on_the_question_of_its_line(sent: Case) -> None:
    [report] = sent.rows(Report)
    questions = [piece.question for piece in as_drafted(report) if piece.place.startswith("R")]
    assert questions == ["protecting the public through fire regulation", None]


def test_lines_and_questions_of_a_draft_are_known_ones(case_at: CaseAt) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    paragraph = {**DRAFT, "paragraphs": [{"text": "Fine.", "line_of_enquiry": "catering"}]}
    refusal = case.refused("DraftReport", COORDINATOR, paragraph)
    assert isinstance(refusal, UnknownLineOfEnquiry)
    assert str(refusal).startswith("Paragraph 1 names the line of enquiry catering")
    question = {**DRAFT, "recommendations": [{"text": "Eat better.", "question": "catering"}]}
    assert isinstance(case.refused("DraftReport", COORDINATOR, question), UnknownQuestion)


@pytest.mark.parametrize("place", ["P4", "R3"])
def test_a_correction_names_a_place_that_the_draft_has(sent: Case, place: str) -> None:
    refusal = sent.refused("ReturnAccuracyCheck", Role.AUTHORITY, corrections=wrong("P1", place))
    assert isinstance(refusal, NotInTheDraft)
    assert "3 paragraphs" in str(refusal)
    assert decided(sent) == []


def test_what_is_wrong_at_one_place_is_one_correction(sent: Case) -> None:
    refusal = sent.refused("ReturnAccuracyCheck", Role.AUTHORITY, corrections=wrong("R1", "R1"))
    assert isinstance(refusal, SamePlaceTwice)


def test_the_coordinator_owes_a_decision_on_each_correction(corrected: Case) -> None:
    owed = [(one.subject, one.due_on) for one in corrected.obligations() if one.kind == "decide_correction"]
    assert owed == [("1", date(2020, 4, 22)), ("2", date(2020, 4, 22))]  # 5 working days
    corrected.give("DecideCorrection", COORDINATOR, REWORDED, number=1)
    assert [one.subject for one in corrected.obligations() if one.kind == "decide_correction"] == ["2"]


def test_the_last_decision_knows_that_it_is_so_that_the_authority_hears_of_all_at_once(corrected: Case) -> None:
    corrected.give("DecideCorrection", COORDINATOR, REWORDED, number=2)
    corrected.give("DecideCorrection", COORDINATOR, number=1, outcome="taken_out")
    assert [event.left for event in corrected.events() if isinstance(event, CorrectionDecided)] == [1, 0]


def test_declining_needs_a_reason_and_rewording_needs_words(corrected: Case) -> None:
    for fields, rule in (
        ({"outcome": "declined"}, ReasonToDecline),
        ({"outcome": "reworded"}, WordingNeeded),
        ({"outcome": "declined", "reason": "Counted again.", "wording": "There are 13."}, WordingNeeded),
    ):
        assert isinstance(corrected.refused("DecideCorrection", COORDINATOR, fields, number=1), rule)


def test_the_report_is_not_final_while_a_correction_is_undecided(corrected: Case) -> None:
    corrected.give("DecideCorrection", COORDINATOR, REWORDED, number=1)
    refusal = corrected.refused("FinaliseReport", COORDINATOR)
    assert isinstance(refusal, CorrectionUndecided)
    assert "correction 2" in str(refusal)


def test_a_decision_may_be_taken_again_until_the_report_is_final(corrected: Case) -> None:
    corrected.give("DecideCorrection", COORDINATOR, REWORDED, number=1)
    corrected.give("DecideCorrection", COORDINATOR, number=1, outcome="declined", reason="We counted again.")
    corrected.give("DecideCorrection", COORDINATOR, number=2, outcome="taken_out")
    assert decided(corrected) == [CorrectionOutcome.DECLINED, CorrectionOutcome.TAKEN_OUT]
    corrected.give("FinaliseReport", COORDINATOR)
    refusal = corrected.refused("DecideCorrection", COORDINATOR, REWORDED, number=1)
    assert "belongs to recommendations" in str(refusal)


def test_nothing_is_decided_before_the_check_is_returned(sent: Case) -> None:
    assert isinstance(sent.refused("DecideCorrection", COORDINATOR, REWORDED, number=1), OutOfOrder)


def test_the_final_report_is_numbered_anew_and_knows_its_draft(corrected: Case) -> None:
    corrected.give("DecideCorrection", COORDINATOR, REWORDED, number=1)
    corrected.give("DecideCorrection", COORDINATOR, number=2, outcome="taken_out")
    gone = {"place": "R1", "reason": "It is in place by now."}
    corrected.give("FinaliseReport", COORDINATOR, changes=[gone])
    [report] = corrected.rows(Report)
    assert [one["drafted"] for one in report.final_paragraphs] == [1, 3]
    assert [(one.number, one.drafted) for one in corrected.rows(Recommendation)] == [(1, 2)]
    places = compared(corrected)
    assert [places[place].number for place in ("P1", "P2", "P3", "R1", "R2")] == [1, None, 2, None, 1]
    assert [places[place].taken_out for place in ("P1", "P2", "P3", "R1", "R2")] == [False, True, False, True, False]
    assert (places["R1"].correction, places["R1"].reason) == (None, "It is in place by now.")


def test_what_nobody_asked_for_is_changed_with_a_reason_and_not_where_a_correction_stands(corrected: Case) -> None:
    corrected.give("DecideCorrection", COORDINATOR, REWORDED, number=1)
    corrected.give("DecideCorrection", COORDINATOR, number=2, outcome="declined", reason="There is none.")
    change = {"place": "P2", "text": "There is no published plan.", "reason": "To be exact."}
    refusal = corrected.refused("FinaliseReport", COORDINATOR, changes=[change])
    assert isinstance(refusal, CorrectedAlready)
    assert "decide on correction 2 again" in str(refusal)
    without_a_reason = {"place": "P3", "text": "They are staffed by day."}
    assert "changes.0.reason" in str(corrected.refused("FinaliseReport", COORDINATOR, changes=[without_a_reason]))
    corrected.give("FinaliseReport", COORDINATOR, changes=[without_a_reason | {"reason": "As the timetable says."}])
    assert compared(corrected)["P3"].after == "They are staffed by day."
