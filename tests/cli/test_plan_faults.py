"""A plan that cannot be imported as it is: each fault by row and column, what the rules refuse, nothing written."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config.vocabulary import Role
from engagements.state.plan import Finding
from tests.builders import Case
from tests.cli.conftest import Terminal
from tests.cli.plans import A1, ACTIONS, FINDINGS, FIRST, SECOND, answered, faults, ref, saved, usual
from tests.desk import everything


@pytest.fixture
def case(terminal: Terminal) -> Case:
    return answered(terminal)


WRITE_FINDINGS = "rite R1 for a recommendation, C1 a cause of concern, A1 an area for improvement, N1 a comment."


def test_every_fault_is_told_by_row_and_column_and_nothing_is_written(
    terminal: Terminal, case: Case, tmp_path: Path
) -> None:
    wrong: list[list[Any]] = [
        ["1", "Set targets.", "R1, Q7", "Head", None, date(2030, 3, 31)],
        ["2", "Set targets.", "R9", "Head", None, date(2030, 3, 31)],
        ["2", "Set targets.", "R2", "Head", None, date(2030, 3, 31)],
        ["3", "Set targets.", "R1", None, None, "31/02/2021"],
        ["4", "=A1", "R1", "Head", None, "01/31/2030"],
        ["5", "x" * 20_001, "R1", "Head", None, date(2020, 1, 6)],
        ["six!", "Set targets.", "R1", "Head", None, date(2019, 12, 31)],
        ["7", "Set targets.", "R1", "Head", None, date(2020, 1, 7)],
    ]
    findings: list[list[Any]] = [
        ["A1", "comment", "Understanding the risk", "Text."],
        ["X1", None, None, "Text."],
        ["R1", None, None, "Other."],
    ]
    file = saved(tmp_path, findings=[FINDINGS, *findings], actions=[ACTIONS[:6], *wrong])
    before = everything(terminal.engine)
    said = terminal("plan", "import", ref(case), file)
    assert everything(terminal.engine) == before
    assert faults(said) == [
        "Findings 2 B (Kind) A1 is a reference for an area for improvement, and the kind says comment.",
        "Findings 2 C (Question) The inspectorate asks no question Understanding the risk. "
        "Did you mean understanding risk?",
        f"Findings 3 A (Ref) X1 is not a finding's reference: w{WRITE_FINDINGS}",
        "Findings 4 D (Text) R1 reads otherwise in its report, and cannot be changed here.",
        f"Actions 2 C (Answers) W{WRITE_FINDINGS}",
        "Actions 3 C (Answers) Action 2 answers R9, which this engagement has not, or rejected.",
        "Actions 4 A (Ref) 2 is in row 3 already.",
        "Actions 5 D (Owner) This is missing: who answers for it: a post, not a name.",
        "Actions 5 F (Due) 31/02/2021 is not a date: February 2021 has 28 days.",
        "Actions 6 B (Action) B6 holds a formula; paste its value instead (Paste Special, Values).",
        "Actions 6 F (Due) 01/31/2030 has the month first. Write the day first: 31/01/2030.",
        "Actions 7 B (Action) String should have at most 20000 characters.",
        "Actions 8 A (Ref) Write letters, digits, dots and hyphens, at most 20 of them, as A1 or 2.1.",
        "Actions 9 F (Due) Action 7 is due on 7 January 2020; choose a day after today.",
    ]
    assert said.err == "Nothing was written: 14 things need mending.\n"
    told = terminal("plan", "import", ref(case), file, "--json").json
    assert told["refused"] == "NeedsMending"
    assert told["problems"][0] == {
        "sheet": "Findings",
        "row": 2,
        "column": "B (Kind)",
        "says": "A1 is a reference for an area for improvement, and the kind says comment.",
    }


def test_what_the_rules_refuse_of_the_whole_plan_leaves_no_finding_behind(
    terminal: Terminal, case: Case, tmp_path: Path
) -> None:
    file = usual(tmp_path, FIRST)
    assert terminal.refused("plan", "import", ref(case), file) == "No action answers R2. Add one for each."
    tried = terminal("plan", "import", ref(case), file, "--dry-run")
    assert (tried.code, tried.err) == (1, "No action answers R2. Add one for each.\n")
    assert "1 action would be added: 1." in tried.out
    assert case.rows(Finding) == []


def test_a_finding_on_record_is_never_rewritten(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    assert terminal("plan", "import", ref(case), usual(tmp_path)).code == 0
    other = saved(tmp_path, findings=[FINDINGS, [*A1[:3], "Another text."]], actions=[ACTIONS, FIRST, SECOND])
    assert faults(terminal("plan", "import", ref(case), other)) == [
        "Findings 2 A (Ref) A1 is on record with other words, and a finding is never rewritten. Use a new reference."
    ]


def test_a_plan_is_imported_by_those_who_may_propose_one_and_at_its_stage(
    terminal: Terminal, case: Case, tmp_path: Path
) -> None:
    file = usual(tmp_path)
    assert "coordinator may not give it" in terminal.refused("plan", "import", ref(case), file, "--as", "coordinator")
    assert "Nobody" not in terminal.refused("plan", "import", ref(case), file, "--as", "athority", code=2)
    assert "There is no engagement" in terminal.refused("plan", "import", "ESSEX-1999-1", file)
    assert terminal("plan", "import", ref(case), file, "--as", "authority:essex-authority").code == 0
    case.wait(days=5).give("ApprovePlan", Role.GOVERNANCE_BODY, board="A board", met_on=case.today)
    late = usual(tmp_path, FIRST, SECOND, ["3", *FIRST[1:]])
    assert "ProposePlan belongs to follow up plan" in terminal.refused("plan", "import", ref(case), late)


def test_an_approved_action_is_no_longer_changed_by_a_plan(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    assert terminal("plan", "import", ref(case), usual(tmp_path)).code == 0
    case.wait(days=5).give("ApprovePlan", Role.GOVERNANCE_BODY, board="A board", met_on=case.today)
    file = usual(tmp_path, [*FIRST[:3], "Somebody else", *FIRST[4:]], SECOND)
    assert faults(terminal("plan", "import", ref(case), file)) == [
        "Actions 2 D (Owner) Action 1 is open, and a plan no longer changes it."
    ]


def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.7")
    assert "is not a spreadsheet" in terminal.refused("plan", "import", ref(case), str(tmp_path / "plan.pdf"))
    assert "No such file" in terminal.refused("plan", "import", ref(case), str(tmp_path / "nowhere.xlsx"), code=2)
    two = saved(tmp_path, one=[["x"]], two=[["x"]])
    assert "has no sheet Actions" in terminal.refused("plan", "import", ref(case), two)
    empty = saved(tmp_path, actions=[ACTIONS])
    assert "no action" in terminal.refused("plan", "import", ref(case), empty)


def test_a_file_that_is_there_is_not_written_over(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    (tmp_path / "out-findings.csv").write_text("mine")
    export = ("plan", "export", ref(case), "--to")
    assert "is there already" in terminal.refused(*export, str(tmp_path / "out.csv"), code=2)
    assert not (tmp_path / "out.csv").exists()
    assert "ends in .xlsx or .csv" in terminal.refused(*export, str(tmp_path / "out.docx"), code=2)
    assert "cannot be written" in terminal.refused(*export, str(tmp_path / "nowhere" / "out.xlsx"), code=2)
