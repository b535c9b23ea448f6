"""A plan that goes out in a spreadsheet comes back whole: its findings, its actions, and every word of them."""

import string
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.calendar import FIRST_YEAR, LAST_YEAR
from config.reference import QUESTIONS
from documents.spreadsheets.opening import opened
from documents.spreadsheets.plan import PlanRead, read_plan
from documents.spreadsheets.plan_written import text_refs, written_plan
from documents.spreadsheets.writing import Written, comma_separated, workbook
from engagements.engagement import Engagement
from engagements.state.engagement import CauseOfConcern, EngagementFacts
from engagements.state.plan import Action, Finding, Recommendation
from tests.builders import REVIEW
from tests.desk import MONDAY, world
from tests.documents.spreadsheets.published import published

TEXTS = (
    (
        st.text(
            st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd\ufffe\uffff")
            | st.sampled_from("\n\r\t"),
            min_size=1,
            max_size=60,
        )
        | st.sampled_from(
            ["=1+1", "+44", "-5", "@home", "'=x", "''", "#REF!", "TRUE", "1.0", "31/01/2021", "_x0041_", "a;b,c\td"]
        )
    )
    .map(str.strip)
    .filter(bool)
)
REFS = st.text(string.ascii_letters + string.digits + ".-", min_size=1, max_size=20).filter(
    lambda ref: ref[0] not in ".-"
)
FINDINGS = st.builds(lambda letter, number: f"{letter}{number}", st.sampled_from("AN"), st.integers(1, 9999))
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))

PLANS = st.fixed_dictionaries(
    {
        "findings": st.lists(
            st.fixed_dictionaries(
                {"ref": FINDINGS, "question": st.none() | st.sampled_from(sorted(QUESTIONS)), "text": TEXTS}
            ),
            max_size=3,
            unique_by=lambda finding: str(finding["ref"]),
        ),
        "actions": st.lists(
            st.fixed_dictionaries(
                {
                    "ref": REFS,
                    "text": TEXTS,
                    "findings": st.lists(FINDINGS, min_size=1, max_size=4, unique=True).map(tuple),
                    "owner": TEXTS,
                    "lead": st.none() | TEXTS,
                    "due_on": DAYS,
                    "success_measure": st.none() | TEXTS,
                    "evidence_expected": st.none() | TEXTS,
                }
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda action: str(action["ref"]),
        ),
    }
)


def standing(plan: dict[str, Any]) -> tuple[Engagement, dict[str, str]]:
    """An engagement that has the plan, and its texts by reference."""
    texts: dict[str, str] = {}

    def kept(text: str | None) -> str | None:
        if text is None:
            return None
        texts[f"{len(texts) + 1}"] = text
        return str(len(texts))

    findings = [
        Finding(engagement_id=1, recorded_on=MONDAY, **{**one, "text": kept(one["text"])}) for one in plan["findings"]
    ]
    actions = []
    for one in plan["actions"]:
        told = {name: kept(one[name]) for name in ("text", "owner", "lead", "success_measure", "evidence_expected")}
        given = {**one, **told, "findings": list(one["findings"]), "due_first": one["due_on"]}
        actions.append(Action(engagement_id=1, plan=1, rating="not_started", rated_on=MONDAY, **given))
    rows: dict[Any, Any] = {kind: {} for kind in (Recommendation, CauseOfConcern)}
    rows |= {Finding: {one.identity: one for one in findings}, Action: {one.identity: one for one in actions}}
    facts = EngagementFacts(id=1, ref="ESSEX-2020-1", authority="essex", product=REVIEW, product_version=1)
    return Engagement(facts, world(), rows), texts


def as_workbook(sheets: list[Written]) -> PlanRead:
    return read_plan(opened(workbook(sheets), "plan.xlsx"))


def as_csv(sheets: list[Written]) -> PlanRead:
    findings, actions = sheets
    return read_plan(
        opened(comma_separated(actions), "plan.csv"), opened(comma_separated(findings), "plan-findings.csv")
    )


@pytest.mark.parametrize("sent", [as_workbook, as_csv])
@given(plan=PLANS)
@settings(max_examples=60, deadline=None)
def test_a_plan_comes_back_as_it_went_out(sent: Any, plan: dict[str, Any]) -> None:
    engagement, texts = standing(plan)
    assert set(text_refs(engagement)) == set(texts)
    read = sent(written_plan(engagement, texts))
    assert list(read.problems) == []
    by_ref = {action.ref: action.model_dump() for _, action in read.actions}
    assert by_ref == {action["ref"]: action for action in plan["actions"]}
    found = {finding.ref: finding.model_dump() for _, finding in read.findings}
    assert found == {finding["ref"]: finding for finding in plan["findings"]}


@pytest.mark.parametrize("sent", [as_workbook, as_csv])
def test_a_plan_as_large_as_a_published_one_comes_back_whole_and_in_order(sent: Any) -> None:
    plan = published()
    engagement, texts = standing(plan)
    read = sent(written_plan(engagement, texts))
    assert list(read.problems) == []
    assert [finding.model_dump() for _, finding in read.findings] == plan["findings"]
    assert [action.model_dump() for _, action in read.actions] == plan["actions"]
