"""``plan`` takes a plan from a spreadsheet and gives it back: whole, and in the shape that people work in."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.reader.excel import load_workbook

from documents.spreadsheets.opening import read_file
from documents.spreadsheets.plan import ACTIONS as PLAN
from documents.spreadsheets.plan import FINDINGS as PLAN_FINDINGS
from documents.spreadsheets.plan import read_plan
from documents.spreadsheets.writing import Written, workbook
from engagements.state.plan import Action, Finding
from tests.builders import Case
from tests.cli.conftest import Terminal
from tests.cli.plans import A1, ACTIONS, FIRST, N1, SECOND, answered, ref, saved, usual
from tests.desk import everything
from tests.documents.spreadsheets.published import published


@pytest.fixture
def case(terminal: Terminal) -> Case:
    return answered(terminal)


def test_findings_and_actions_are_imported_in_one_go(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    said = terminal("plan", "import", ref(case), usual(tmp_path))
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == ["2 findings were recorded: A1, N1.", "2 actions were added: 1, 2."]
    assert {action.ref: action.findings for action in case.rows(Action)} == {"1": ["R1", "A1"], "2": ["R2", "N1"]}
    assert [finding.question for finding in case.rows(Finding)] == ["understanding risk", None]
    assert case.verify().holds


def test_a_dry_run_says_what_would_change_and_writes_nothing(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    assert terminal("plan", "import", ref(case), usual(tmp_path)).code == 0
    second = [*SECOND[:5], date(2030, 9, 30), *SECOND[6:]]
    third = ["3", "Do what R1 asks.", "R1", "Head of Protection", None, date(2030, 3, 31), None, None]
    again = usual(tmp_path, second, third)
    before = everything(terminal.engine)
    said = terminal("plan", "import", ref(case), again, "--dry-run")
    assert everything(terminal.engine) == before
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "1 action would be added: 3.",
        "1 action would be changed: 2 (due).",
        "1 action would be dropped: 1.",
        "No rule stands against it. Nothing was written.",
    ]
    told = terminal("plan", "import", ref(case), again, "--dry-run", "--json").json
    assert (told["added"], told["changed"], told["replaced"]) == (["3"], {"2": ["due_on"]}, ["1"])
    assert terminal("plan", "import", ref(case), again).code == 0
    assert {action.ref: action.status for action in case.rows(Action)} == {
        "1": "replaced",
        "2": "proposed",
        "3": "proposed",
    }


def test_importing_the_same_plan_again_changes_nothing(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    file = usual(tmp_path)
    assert terminal("plan", "import", ref(case), file).code == 0
    before = everything(terminal.engine)
    said = terminal("plan", "import", ref(case), file)
    assert everything(terminal.engine) == before
    assert said.out.splitlines() == [
        "2 actions stay as they are: 1, 2.",
        "Nothing differs from what stands: there is nothing to propose.",
    ]


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_what_is_exported_is_what_an_import_reads(terminal: Terminal, case: Case, tmp_path: Path, name: str) -> None:
    assert terminal("plan", "import", ref(case), usual(tmp_path)).code == 0
    said = terminal("plan", "export", ref(case), "--to", str(tmp_path / name))
    assert said.code == 0
    assert said.out.startswith("Wrote 4 findings and 2 actions to ")
    beside = ("--findings", str(tmp_path / "out-findings.csv")) if name.endswith("csv") else ()
    again = terminal("plan", "import", ref(case), str(tmp_path / name), *beside, "--json").json
    assert (again["same"], again["added"], again["changed"], again["findings"]) == (["1", "2"], [], {}, [])


def test_a_plan_as_large_as_a_published_one_goes_in_and_comes_out_whole(
    terminal: Terminal, case: Case, tmp_path: Path
) -> None:
    plan = published()
    plan["actions"][0]["findings"] = ("R1", "R2")
    findings, actions = Written("Findings", PLAN_FINDINGS, plan["findings"]), Written("Actions", PLAN, plan["actions"])
    (tmp_path / "plan.xlsx").write_bytes(workbook([findings, actions]))
    assert terminal("plan", "import", ref(case), str(tmp_path / "plan.xlsx")).code == 0
    assert (len(case.rows(Finding)), len(case.rows(Action))) == (44, 88)
    assert case.verify().holds
    said = terminal("plan", "export", ref(case), "--to", str(tmp_path / "out.xlsx"))
    assert said.out.startswith("Wrote 46 findings and 88 actions to ")
    read = read_plan(read_file(tmp_path / "out.xlsx"))
    assert list(read.problems) == []
    assert [action.model_dump() for _, action in read.actions] == plan["actions"]
    assert [finding.model_dump() for _, finding in read.findings] == plan["findings"]


def test_an_exported_workbook_is_fit_to_be_worked_in(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    equals = ["1", "=SUM(A1) is what we do", "R1, R2", "Head of Protection", None, date(2030, 3, 31), None, None]
    assert terminal("plan", "import", ref(case), saved_as_text(tmp_path, equals)).code == 0
    terminal("plan", "export", ref(case), "--to", str(tmp_path / "out.xlsx"))
    page = load_workbook(tmp_path / "out.xlsx")["Actions"]
    assert (page["A1"].font.bold, page.freeze_panes) == (True, "A2")
    assert (page["B2"].value, page["B2"].data_type) == ("=SUM(A1) is what we do", "s")
    assert page["B2"].alignment.wrap_text
    assert (page["F2"].value.date(), page["F2"].number_format) == (date(2030, 3, 31), "dd/mm/yyyy")


def saved_as_text(folder: Path, row: list[Any]) -> str:
    """A workbook in which a text begins with an equals sign, as somebody who formats the cell as text may type it."""
    file = saved(folder, actions=[ACTIONS, row])
    book = load_workbook(file)
    book["Actions"]["B2"].data_type = "s"
    book.save(file)
    return file


def test_the_template_is_empty_and_says_what_to_write(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    assert terminal("plan", "template", "--to", str(file)).out == f"Wrote {file}.\n"
    book = load_workbook(file)
    assert book.sheetnames == ["Findings", "Actions", "How to fill in"]
    assert [cell.value for cell in book["Actions"][1]][: len(ACTIONS)] == ACTIONS
    assert book["How to fill in"].max_row == 1 + 4 + 12


def test_a_filled_in_template_is_imported(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    terminal("plan", "template", "--to", str(file))
    book = load_workbook(file)
    for number, row in enumerate((FIRST, SECOND), 2):
        for place, value in enumerate(row, 1):
            book["Actions"].cell(number, place, value)
    for number, row in enumerate((A1, N1), 2):
        for place, value in enumerate(row, 1):
            book["Findings"].cell(number, place, value)
    book.save(file)
    assert terminal("plan", "import", ref(case), str(file)).code == 0
    assert len(case.rows(Action)) == 2


def test_hidden_rows_and_sheets_are_named(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    file = usual(tmp_path)
    book = load_workbook(file)
    book["Actions"].row_dimensions[3].hidden = True
    book.create_sheet("Old plan").sheet_state = "hidden"
    book.save(file)
    said = terminal("plan", "import", ref(case), file, "--dry-run")
    assert said.out.splitlines()[:2] == [
        "Please note: The sheet Old plan is hidden, and was not read.",
        "Please note: In the sheet Actions row 3 is hidden, and was read all the same.",
    ]


def test_the_plan_is_shown_with_its_dates_and_ratings(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    assert f"peer-support plan import {case.ref} FILE" in terminal("plan", "show", ref(case)).out
    terminal("plan", "import", ref(case), usual(tmp_path))
    heading, first, _ = terminal("plan", "show", ref(case)).out.splitlines()
    assert heading.split() == ["Ref", "Action", "Answers", "Owner", "Due", "Rating", "Stands"]
    assert " ".join(first.split()) == (
        "1 Set targets for audits. R1, A1 Head of Protection 31 March 2030 Not started proposed"
    )
    [first_row, _] = terminal("plan", "show", ref(case), "--json").json
    assert (first_row["ref"], first_row["due_on"], first_row["findings"]) == ("1", "2030-03-31", ["R1", "A1"])
