"""Sheets written for people: as an Excel workbook, or one of them as CSV. Texts stay texts and days are days."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles.alignment import Alignment
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from documents.spreadsheets.columns import Column, Holds
from documents.spreadsheets.comma_separated import write_csv
from documents.spreadsheets.survey import letters

AS_TEXT, AS_DAY = "@", "dd/mm/yyyy"
HEADING = Font(bold=True)
SHADE = PatternFill("solid", fgColor="E7E6E6")
"""Behind what is shown only: nothing to fill in."""

TOP = Alignment(wrap_text=True, vertical="top")
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|\r")
"""What a workbook writes as _xHHHH_: a carriage return, and an underscore that looks as if it began such a thing."""

NO_CHARACTERS = re.compile("[\ufffe\uffff]")
"""What XML cannot hold, and nobody types."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet to write: rows of values by field. ``choices``: the drop-down list of a field, as a range of cells."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Any]] = ()
    choices: Mapping[str, str] = field(default_factory=dict)


def workbook(sheets: Sequence[Written]) -> bytes:
    """An Excel workbook (.xlsx)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def comma_separated(sheet: Written) -> bytes:
    """CSV in UTF-8, headings first."""
    headings = [column.heading for column in sheet.columns]
    return write_csv([headings, *([_as_text(row.get(c.field)) for c in sheet.columns] for row in sheet.rows)])


def about(sheets: Sequence[Written]) -> Written:
    """A sheet that says what each column is for."""
    columns = (
        Column("sheet", "Sheet", "", width=12),
        Column("heading", "Column", "", width=22),
        Column("needed", "Needed", "", width=12),
        Column("about", "What to write", "", width=90),
    )
    rows = [
        {"sheet": sheet.name, "heading": column.heading, "needed": _needed(column), "about": column.about}
        for sheet in sheets
        for column in sheet.columns
    ]
    return Written("How to fill in", columns, rows)


def _needed(column: Column) -> str:
    return "shown only" if column.shown_only else "yes" if column.required else "no"


def _fill(page: Worksheet, sheet: Written) -> None:
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for place, column in enumerate(sheet.columns, 1):
        whole = page.column_dimensions[letters(place)]
        whole.width, whole.alignment = column.width, TOP
        whole.number_format = AS_DAY if column.holds is Holds.DAY else AS_TEXT
        heading = _put(page.cell(1, place), column.heading)
        heading.font = HEADING
        for number, row in enumerate(sheet.rows, 2):
            cell = _put(page.cell(number, place), row.get(column.field))
            if column.shown_only:
                cell.fill = SHADE
        if column.field in sheet.choices:
            _offer(page, letters(place), len(sheet.rows) + 1, sheet.choices[column.field])


def _put(cell: Cell, value: Any) -> Cell:
    """A day as a day; anything else as text, whatever it begins with."""
    cell.alignment = TOP
    if isinstance(value, date):
        cell.value, cell.number_format = value, AS_DAY
        return cell
    cell.number_format = AS_TEXT
    if value is not None and value != ():
        plain = NO_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", _as_text(value))
        cell.value = ESCAPED.sub(_escape, plain)
        cell.data_type = "s"  # or openpyxl would see a formula in =1+1 and an error in #REF!
    return cell


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case date():
            return f"{value:%d/%m/%Y}"
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)


def _offer(page: Worksheet, column: str, last: int, choices: str) -> None:
    """A drop-down list in the rows that are there; anything else is refused as it is typed."""
    listed = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True)
    listed.error, listed.errorTitle = "Choose one from the list, or leave the cell empty.", "Not in the list"
    page.add_data_validation(listed)
    listed.add(f"{column}2:{column}{last}")
