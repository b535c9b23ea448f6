"""Findings of an inspection: recorded, answered by actions, and told both ways."""

from datetime import date
from typing import Any

import pytest

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.engagement import Engagement
from engagements.findings import answered_by, answering, findings
from engagements.loading import load_whole
from engagements.stages.follow_up_plan import UnknownFinding
from engagements.stages.inspectorate import FindingRefTaken, UnknownQuestion
from tests.builders import BOARD, Case, CaseAt
from tests.cast import COORDINATOR

DUE = date(2021, 3, 31)


@pytest.fixture
def planning(case_at: CaseAt) -> Case:
    """The report is final, with two recommendations, both accepted."""
    case = case_at(Stage.FOLLOW_UP_PLAN)
    case.respond()
    return case


def found(*refs: str, **fields: Any) -> dict[str, Any]:
    return {"findings": [{"ref": ref, "text": f"What {ref} says.", **fields} for ref in refs]}


def whole(case: Case) -> Engagement:
    with reading(case.engine) as connection:
        return load_whole(connection, str(case.ref), case.world)


def test_an_inspection_that_found_much_goes_into_a_plan_whole(planning: Case) -> None:
    """24 areas for improvement, 20 comments and 88 actions, as one published plan has them."""
    areas, comments = ([f"{kind}{n}" for n in range(1, many + 1)] for kind, many in (("A", 24), ("N", 20)))
    planning.give("RecordFindings", COORDINATOR, found(*areas, *comments))
    answers = [
        ["R1", "R2"],
        *([ref] for ref in areas * 2),
        *([ref] for ref in comments),
        *([ref] for ref in areas[:19]),
    ]
    text = {"text": "Do what was found. " * 20, "owner": "Head of Protection", "lead": "Audit manager", "due_on": DUE}
    expected = {"success_measure": "Seen in the figures.", "evidence_expected": "The published figures."}
    actions = [{"ref": f"P{n}", "findings": refs, **text, **expected} for n, refs in enumerate(answers, 1)]
    assert len(actions) == 88
    planning.give("ProposePlan", Role.AUTHORITY, actions=actions)
    planning.give("ApprovePlan", Role.CLERK, board=BOARD, met_on=planning.today)
    by_finding = answering(whole(planning))
    assert len(by_finding) == 46
    assert [action.ref for action in by_finding["A1"]] == ["P2", "P26", "P70"]
    assert {action.ref for of in by_finding.values() for action in of} == {f"P{n}" for n in range(1, 89)}
    assert planning.verify().problems == []


def test_findings_and_actions_are_told_both_ways(planning: Case) -> None:
    planning.give("RecordFindings", Role.AUTHORITY, found("A1", question="understanding risk"))
    plan = [{**planning.action("P1", "R1", DUE), "findings": ["R1", "R2", "A1"]}, planning.action("P2", "A1", DUE)]
    planning.give("ProposePlan", Role.AUTHORITY, actions=plan)
    record = whole(planning)
    assert [one.ref for one in answered_by(record, "P1")] == ["R1", "R2", "A1"]
    assert [action.ref for action in answering(record)["A1"]] == ["P1", "P2"]
    area = findings(record)["A1"]
    assert (area.kind, area.question) == ("area for improvement", "understanding risk")


def test_findings_are_added_and_never_changed(planning: Case) -> None:
    planning.give("RecordFindings", COORDINATOR, found("A1"))
    planning.give("RecordFindings", COORDINATOR, found("A2", "N1"))
    for again in (found("N1", "A3"), found("A4", "A4")):
        assert isinstance(planning.refused("RecordFindings", COORDINATOR, again), FindingRefTaken)
    assert list(findings(whole(planning))) == ["R1", "R2", "A1", "A2", "N1"]


def test_a_finding_is_about_a_question_of_the_inspectorate(planning: Case) -> None:
    refusal = planning.refused("RecordFindings", COORDINATOR, found("A1", question="catering"))
    assert isinstance(refusal, UnknownQuestion)


def test_an_action_answers_only_what_was_recorded(planning: Case) -> None:
    plan = [{**planning.action("P1", "R1", DUE), "findings": ["R1", "R2", "A7"]}]
    refusal = planning.refused("ProposePlan", Role.AUTHORITY, actions=plan)
    assert isinstance(refusal, UnknownFinding)
    assert "answers A7" in str(refusal)
