"""Commands that belong together are all recorded, each on what the one before left, or none of them is."""

from typing import Any
from uuid import UUID

import pytest

from config.vocabulary import Role, Stage
from engagements.handling import Outcome, read_command
from engagements.refusals import Refused, StaleVersion
from engagements.state.plan import Action, Finding
from engagements.together import handle_together
from tests.builders import Case, CaseAt
from tests.cast import contact_of
from tests.desk import everything

ONCE = UUID(int=1)
FINDINGS = {"findings": [{"ref": "A1", "text": "The service should know its risks."}]}


def plan(case: Case, *answers: str) -> dict[str, Any]:
    due = case.world.calendar.after(case.today, 200)
    return {"actions": [case.action(f"{n}", answer, due) for n, answer in enumerate(answers, 1)]}


def together(case: Case, *commands: tuple[str, dict[str, Any]], **options: Any) -> list[Outcome]:
    read = [read_command(name, fields) for name, fields in commands]
    options = {"ref": str(case.ref), "expected_version": case.facts.version, **options}
    return handle_together(case.engine, case.world, read, contact_of("essex", Role.AUTHORITY), case.now, **options)


@pytest.fixture
def case(case_at: CaseAt) -> Case:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    case.respond()
    return case


def test_a_later_command_builds_on_an_earlier_one(case: Case) -> None:
    before = case.facts.version
    outcomes = together(case, ("RecordFindings", FINDINGS), ("ProposePlan", plan(case, "R1", "R2", "A1")))
    assert [outcome.version for outcome in outcomes] == [before + 1, before + 2]
    assert ([one.ref for one in case.rows(Finding)], len(case.rows(Action))) == (["A1"], 3)
    assert case.verify().holds


def test_what_the_last_one_is_refused_for_leaves_nothing_of_the_first(case: Case) -> None:
    before = everything(case.engine)
    with pytest.raises(Refused, match=r"No action answers R2\."):
        together(case, ("RecordFindings", FINDINGS), ("ProposePlan", plan(case, "R1", "A1")))
    assert everything(case.engine) == before


def test_what_is_only_tried_answers_the_same_and_writes_nothing(case: Case) -> None:
    before = everything(case.engine)
    commands = (("RecordFindings", FINDINGS), ("ProposePlan", plan(case, "R1", "R2")))
    tried = together(case, *commands, keep=False)
    assert everything(case.engine) == before
    given = together(case, *commands)
    assert [(one.version, len(one.events)) for one in tried] == [(one.version, len(one.events)) for one in given]


def test_commands_made_for_an_engagement_that_has_moved_on_are_refused(case: Case) -> None:
    before = everything(case.engine)
    with pytest.raises(StaleVersion, match="has changed since you looked"):
        together(case, ("RecordFindings", FINDINGS), expected_version=1)
    assert everything(case.engine) == before


def test_nothing_to_do_is_done_at_once(case: Case) -> None:
    assert together(case) == []


def test_the_same_commands_under_the_same_id_count_once(case: Case) -> None:
    commands = (("RecordFindings", FINDINGS), ("ProposePlan", plan(case, "R1", "R2", "A1")))
    first = together(case, *commands, command_id=ONCE)
    again = together(case, *commands, command_id=ONCE, expected_version=None)
    assert [outcome.replayed for outcome in again] == [True, True]
    assert [outcome.version for outcome in again] == [outcome.version for outcome in first]
    assert case.facts.version == first[-1].version
