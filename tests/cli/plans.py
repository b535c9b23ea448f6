"""Plans in workbooks for the tests of ``plan`` and ``return``, and a case whose plan is still to come."""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.workbook.workbook import Workbook

from config.vocabulary import Stage
from tests.builders import Case
from tests.cli.conftest import Said, Terminal

FINDINGS = ["Ref", "Kind", "Question", "Text"]
ACTIONS = ["Ref", "Action", "Answers", "Owner", "Lead", "Due", "Success measure", "Evidence expected"]
A1: list[Any] = ["A1", "area for improvement", "Understanding risk", "The service should know its risks."]
N1: list[Any] = ["N1", "Comment", None, "The service consults well."]
FIRST: list[Any] = [
    "1",
    "Set targets for audits.",
    "R1, A1",
    "Head of Protection",
    None,
    date(2030, 3, 31),
    "Targets are met.",
    None,
]
SECOND: list[Any] = [
    "2",
    "Write a people strategy.",
    "R2; N1",
    "Head of People",
    "HR adviser",
    date(2030, 6, 30),
    None,
    "The strategy",
]


def saved(folder: Path, name: str = "plan.xlsx", **sheets: list[list[Any]]) -> str:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title.capitalize())
        for row in rows:
            page.append(row)
    book.save(folder / name)
    return str(folder / name)


def usual(folder: Path, *actions: list[Any]) -> str:
    return saved(folder, findings=[FINDINGS, A1, N1], actions=[ACTIONS, *(actions or (FIRST, SECOND))])


def answered(terminal: Terminal) -> Case:
    """A case whose recommendations are answered, and whose plan is still to come."""
    case = terminal.case().at_stage(Stage.FOLLOW_UP_PLAN)
    case.respond()
    terminal.follow(case)
    return case


def ref(case: Case) -> str:
    return str(case.ref)


def faults(said: Said) -> list[str]:
    """The table of faults, each line with single spaces."""
    assert said.code == 1
    return [" ".join(line.split()) for line in said.out.splitlines()[1:]]
