"""Workbooks of three kinds: what they hold is read alike, and what could mislead is refused by its cell."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.workbook import Workbook

from documents.spreadsheets.book import Book, read_book
from documents.spreadsheets.columns import Column, Holds
from documents.spreadsheets.opening import opened
from documents.spreadsheets.problems import Problem, Problems
from documents.spreadsheets.reading import Row, read_rows
from tests.documents.spreadsheets import old_excel, open_document
from tests.documents.spreadsheets.old_excel import old_workbook
from tests.documents.spreadsheets.open_document import row

COLUMNS = (
    Column("ref", "Ref", "the action's reference", required=True),
    Column("text", "Action", "what is done"),
    Column("due_on", "Due", "the day by which it is done", Holds.DAY, also=("Due date",)),
    Column("findings", "Answers", "the findings that it answers", Holds.REFERENCES, also=("Findings",)),
    Column("rating", "Rating", "how it stands", shown_only=True),
)
DAY = date(2021, 1, 31)
HEADINGS = ["Ref", "Action", "Due", "Answers"]


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def excel(*rows: list[Any], arrange: Callable[[Any], None] = lambda page: None) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Actions"
    for cells in rows:
        page.append(cells)
    arrange(page)
    return saved(book)


def read(data: bytes, name: str = "plan.xlsx") -> tuple[list[Row], list[Problem], Book]:
    book, problems = read_book(opened(data, name), HEADINGS), Problems()
    rows = read_rows(book.sheets[0], COLUMNS, problems)
    return rows, list(problems), book


def told(data: bytes, name: str = "plan.xlsx") -> list[tuple[int | None, str, str]]:
    return [(problem.row, problem.column, problem.says) for problem in read(data, name)[1]]


WHOLE: dict[str, bytes] = {
    "plan.xlsx": excel(HEADINGS, ["A1", "Do it", DAY, "R1, R2"], [2, 1.5, 44227, "R1"], [], [None, " "], []),
    "plan.xls": old_workbook(
        {"Actions": [HEADINGS, ["A1", "Do it", DAY, "R1, R2"], [2, 1.5, 44227, "R1"], [], ["", " "]]}
    ),
    "plan.ods": open_document.open_document(
        {"Actions": [row(*HEADINGS), row("A1", "Do it", DAY, "R1, R2"), row(2, 1.5, 44227, "R1"), row(), row("", " ")]}
    ),
    "plan.csv": b'Ref,Action,Due,Answers\nA1,Do it,31/01/2021,"R1, R2"\n2,1.5,44227,R1\n,,,\n, \n',
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_same_sheet_is_read_alike_from_every_kind_of_file(name: str) -> None:
    rows, problems, _ = read(WHOLE[name], name)
    assert problems == []
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].values == {"ref": "A1", "text": "Do it", "due_on": DAY, "findings": ("R1", "R2")}
    assert rows[1].values == {"ref": "2", "text": "1.5", "due_on": DAY, "findings": ("R1",)}


def test_headings_are_matched_by_name_in_any_order_case_and_spacing() -> None:
    rows, problems, _ = read(excel(["due  DATE:", "rating", "REF*", "findings"], [DAY, "On track", "A1", "R1"]))
    assert problems == []
    assert rows[0].values == {"due_on": DAY, "ref": "A1", "findings": ("R1",)}
    assert rows[0].problem("due_on", "x") == Problem("Actions", 2, "A (Due)", "x")
    assert rows[0].problem("text", "x").column == ""


def test_headings_need_not_be_in_the_first_row() -> None:
    rows, problems, _ = read(excel([], [], HEADINGS, ["A1"]))
    assert ([row.number for row in rows], problems) == ([4], [])


@pytest.mark.parametrize(
    ("headings", "place", "says"),
    [
        (["Ref", "Acton"], "B", "There is no column Acton. Did you mean action?"),
        (["Ref", "Colour"], "B", "There is no column Colour. The columns are: Ref, Action, Due, Answers, Rating."),
        (["Ref", "Due", "due date"], "C", "due date stands for Due, which is in column B already."),
        (["Action"], "", "The column Ref is missing: the action's reference."),
        (["Ref", DAY], "B", "this holds a date where a text belongs; format the cell as text and type it again"),
    ],
)
def test_headings_that_cannot_be_right_are_refused(headings: list[Any], place: str, says: str) -> None:
    assert (1, place, says) in told(excel(headings))


def test_a_value_without_a_heading_is_refused_rather_than_lost() -> None:
    assert told(
        excel(["Ref", None, "Action"], ["A1", None, "x", None, "stray"], ["A2", "stray", "y", None, "stray"])
    ) == [
        (3, "B", "B3 holds a value, and its column has no heading."),
        (2, "E", "E2 holds a value, and its column has no heading."),
    ]


def test_a_needed_cell_that_is_empty_is_refused_by_row_and_column() -> None:
    assert told(excel(HEADINGS, [None, "Do it"])) == [(2, "A (Ref)", "This is missing: the action's reference.")]


def test_a_sheet_without_anything_is_refused_with_the_columns_that_it_needs() -> None:
    assert told(excel()) == [(None, "", "The sheet is empty. Its columns are: Ref, Action, Due, Answers, Rating.")]


FORMULA = "holds a formula; paste its value instead (Paste Special, Values)."
FAULTY = {
    "plan.xlsx": excel(
        HEADINGS,
        ["A1", "=1+1", "31/02/2021"],
        ["A2", "#REF!", "01/31/2021"],
        ["A3", "x"],
        [None, None, "=TODAY()"],
        arrange=lambda page: page.merge_cells("B4:B5"),
    ),
    "plan.xls": old_workbook(
        {
            "Actions": [
                HEADINGS,
                ["A1", old_excel.FORMULA, "31/02/2021"],
                ["A2", old_excel.ERROR, "01/31/2021"],
                ["A3", "x"],
                ["", "", old_excel.FORMULA],
            ]
        },
        merged=((3, 4, 1, 1),),
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_formulas_errors_merged_cells_and_wrong_days_are_all_told_by_row_and_column(name: str) -> None:
    assert told(FAULTY[name], name) == [
        (2, "B (Action)", f"B2 {FORMULA}"),
        (2, "C (Due)", "31/02/2021 is not a date: February 2021 has 28 days."),
        (3, "B (Action)", "B3 holds the error #REF!; type what belongs there."),
        (3, "C (Due)", "01/31/2021 has the month first. Write the day first: 31/01/2021."),
        (4, "B (Action)", "B4 is merged with others; unmerge the cells and fill in each."),
        (5, "A (Ref)", "This is missing: the action's reference."),
        (5, "C (Due)", f"C5 {FORMULA}"),
    ]


def test_formulas_and_merged_cells_are_seen_in_open_documents_too() -> None:
    rows = [row(*HEADINGS), row(attributes='table:number-rows-repeated="3"'), row("A1", open_document.FORMULA)]
    rows.append(row("A2", open_document.MERGED, open_document.COVERED, "R1"))
    assert told(open_document.open_document({"Actions": rows}), "plan.ods") == [
        (5, "B (Action)", f"B5 {FORMULA}"),
        (6, "B (Action)", "B6 is merged with others; unmerge the cells and fill in each."),
    ]


def test_a_formula_under_no_heading_is_not_passed_over() -> None:
    assert told(excel(["Ref"], ["A1", "=1+1"])) == [(2, "B", "B2 holds a value, and its column has no heading.")]


def test_a_workbook_of_the_1904_date_system_gives_the_same_days() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for cells in (HEADINGS, ["A1", "Shown as a date", DAY], ["A2", "Shown as a number", 42765]):
        book.worksheets[0].append(cells)
    assert [row.values["due_on"] for row in read(saved(book))[0]] == [DAY, DAY]
    old = old_workbook({"Actions": [HEADINGS, ["A1", "x", DAY], ["A2", "x", 42765]]}, from_1904=True)
    assert [row.values["due_on"] for row in read(old, "plan.xls")[0]] == [DAY, DAY]


def test_hidden_rows_are_read_and_hidden_sheets_are_not_and_both_are_named() -> None:
    def arrange(page: Any) -> None:
        page.row_dimensions[3].hidden = True
        page.parent.create_sheet("Old plan").sheet_state = "hidden"

    rows, _, book = read(excel(HEADINGS, ["A1"], ["A2"], arrange=arrange))
    assert [row.values["ref"] for row in rows] == ["A1", "A2"]
    assert (book.sheets[0].hidden_rows, book.hidden_sheets) == ((3,), ("Old plan",))
    old = old_workbook(
        {"Actions": [HEADINGS, ["A1"], ["A2"]], "Old plan": [["x"]]}, hidden=("Old plan",), hidden_rows=(2,)
    )
    _, _, book = read(old, "plan.xls")
    assert (book.sheets[0].hidden_rows, book.hidden_sheets) == ((3,), ("Old plan",))
    hidden = row("A2", attributes='table:visibility="collapse"')
    _, _, book = read(open_document.open_document({"Actions": [row(*HEADINGS), row("A1"), hidden]}), "plan.ods")
    assert book.sheets[0].hidden_rows == (3,)


def test_a_sheet_is_found_whatever_its_case_and_spacing() -> None:
    _, _, book = read(excel(HEADINGS))
    assert book.sheet(" ACTIONS ") is book.sheets[0]
    assert book.sheet("Findings") is None
