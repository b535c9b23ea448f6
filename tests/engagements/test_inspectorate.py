"""What the inspectorate does, beside the engagement and after it."""

from datetime import date

import pytest

from config.vocabulary import Stage
from engagements.stages.inspectorate import InspectorateDate, UnknownQuestion
from engagements.state.engagement import CauseOfConcern
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR

QUESTION = "protecting the public through fire regulation"
ISSUED = date(2019, 12, 17)
CONCERN = {"question": QUESTION, "issued_on": ISSUED, "text": "Too few audits."}


@pytest.fixture
def concerned(case_at: CaseAt) -> Case:
    case = case_at(Stage.SCOPING)
    case.give("RecordCauseOfConcern", COORDINATOR, CONCERN)
    return case


@pytest.mark.parametrize("stage", Stage)
def test_the_inspectorate_may_speak_at_any_time(case_at: CaseAt, stage: Stage) -> None:
    case = case_at(stage)
    case.give("RecordCauseOfConcern", ADVISER, CONCERN)
    assert [concern.question for concern in case.rows(CauseOfConcern)] == [QUESTION]


def test_the_inspectorate_speaks_to_an_engagement_on_hold_too(concerned: Case) -> None:
    concerned.give("PutOnHold", COORDINATOR, reason="An inspection comes first.")
    concerned.give("RecordRevisit", ADVISER, number=1, revisited_on=concerned.today, outcome="Not enough.")


def test_a_concern_is_about_a_question_that_the_inspectorate_asks(concerned: Case) -> None:
    refusal = concerned.refused("RecordCauseOfConcern", ADVISER, CONCERN, question="catering")
    assert isinstance(refusal, UnknownQuestion)
    assert QUESTION in str(refusal)


def test_what_the_inspectorate_did_is_recorded_once_it_did_it(concerned: Case) -> None:
    still_to_come = date(2020, 2, 1)
    for name, fields in (
        ("RecordCauseOfConcern", {**CONCERN, "issued_on": still_to_come}),
        ("RecordRevisit", {"number": 1, "revisited_on": still_to_come, "outcome": "Not enough."}),
        ("RecordConcernRemoved", {"number": 1, "removed_on": still_to_come}),
    ):
        refusal = concerned.refused(name, ADVISER, fields)
        assert isinstance(refusal, InspectorateDate)
        assert str(refusal) == "1 February 2020 is still to come; record it once it has happened."


def test_a_concern_is_issued_before_it_is_revisited_or_removed(concerned: Case) -> None:
    before = date(2019, 12, 16)
    for name, fields in (
        ("RecordRevisit", {"number": 1, "revisited_on": before, "outcome": "Not enough."}),
        ("RecordConcernRemoved", {"number": 1, "removed_on": before}),
    ):
        refusal = concerned.refused(name, ADVISER, fields)
        assert isinstance(refusal, InspectorateDate)
        assert "before the concern was issued on 17 December 2019" in str(refusal)


def test_a_concern_that_was_removed_is_over(concerned: Case) -> None:
    concerned.give("RecordConcernRemoved", ADVISER, number=1, removed_on=concerned.today)
    for name, fields in (
        ("RecordRevisit", {"revisited_on": concerned.today, "outcome": "Not enough."}),
        ("RecordConcernRemoved", {"removed_on": concerned.today}),
    ):
        refusal = concerned.refused(name, ADVISER, fields, number=1)
        assert "removed on 8 January 2020 already" in str(refusal)


def test_the_same_question_may_be_a_concern_again(concerned: Case) -> None:
    concerned.give("RecordConcernRemoved", ADVISER, number=1, removed_on=concerned.today)
    concerned.give("RecordCauseOfConcern", ADVISER, {**CONCERN, "issued_on": concerned.today})
    assert [(c.number, c.removed_on is None) for c in concerned.rows(CauseOfConcern)] == [(1, False), (2, True)]
