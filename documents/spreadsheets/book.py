"""A file as sheets of cells: CSV by the standard library, workbooks by calamine and our own survey."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from documents.spreadsheets.cells import FIRST_DAY_1900, FIRST_DAY_1904, Held
from documents.spreadsheets.columns import named_alike
from documents.spreadsheets.comma_separated import read_csv
from documents.spreadsheets.opening import SAVE_AS, Kind, Opened
from documents.spreadsheets.problems import Unreadable
from documents.spreadsheets.survey import Surveyed, survey_ods, survey_xlsx
from documents.spreadsheets.survey_xls import survey_xls

MOST_ROWS = 5000
MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from row 1, cells from column A. ``marks``: what is wrong with a cell, by row and column from 1."""

    name: str
    rows: list[list[Held]]
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    first_day: date = FIRST_DAY_1900

    @property
    def width(self) -> int:
        return max((*map(len, self.rows), *(column for _, column in self.marks)), default=0)

    def held(self, number: int, place: int) -> Held:
        """What is in a cell, by row and column from 1."""
        row = self.rows[number - 1]
        return row[place - 1] if place <= len(row) else None

    def occupied(self, number: int, place: int) -> bool:
        """Whether there is anything in a cell, be it a formula or an error."""
        held = self.held(number, place)
        blank = held is None or (isinstance(held, str) and not held.strip())
        return not blank or (number, place) in self.marks


@dataclass(frozen=True, slots=True)
class Book:
    """The visible sheets of a file, and the names of the hidden ones, which are not read."""

    name: str
    kind: Kind
    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, whatever its case and spacing."""
        return next((sheet for sheet in self.sheets if named_alike(sheet.name, name)), None)


def read_book(file: Opened, headings: Iterable[str]) -> Book:
    """The file's sheets; ``headings`` tell which separator a CSV file uses. Raises Unreadable."""
    if file.kind is Kind.CSV:
        known = list(headings)

        def fits(row: list[str]) -> int:
            return sum(any(named_alike(cell, heading) for heading in known) for cell in row)

        cells: list[list[Held]] = [list(row) for row in read_csv(file.data, file.name, fits)]
        _within_limits(file.name, file.name, len(cells), max(map(len, cells), default=0))
        return Book(file.name, file.kind, (Sheet(file.name, cells),))
    try:
        return _workbook(file)
    except PasswordError:
        raise Unreadable(f"{file.name} is protected by a password. Remove the password and try again.") from None
    except (CalamineError, ParseError, KeyError, ValueError, StopIteration) as broken:
        raise Unreadable(f"{file.name} is damaged and cannot be read. {SAVE_AS}") from broken
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # how calamine meets some damaged files; it cannot be imported
            raise
        raise Unreadable(f"{file.name} is damaged and cannot be read. {SAVE_AS}") from None


def _workbook(file: Opened) -> Book:
    surveyed, first_day = _survey(file)
    for name, found in surveyed.items():
        _within_limits(file.name, name, found.last_row, found.last_column)
    visible, hidden = [], []
    with CalamineWorkbook.from_filelike(io.BytesIO(file.data)) as workbook:
        for sheet in workbook.sheets_metadata:
            if sheet.visible is not SheetVisibleEnum.Visible:
                hidden.append(sheet.name)
            elif sheet.typ is SheetTypeEnum.WorkSheet:
                told = surveyed[sheet.name]
                cells = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                rows: list[list[Held]] = [list(row) for row in cells]
                rows += [[] for _ in range(told.last_row - len(rows))]  # those with formulas that were never computed
                visible.append(Sheet(sheet.name, rows, told.marks, tuple(told.hidden), first_day))
    return Book(file.name, file.kind, tuple(visible), tuple(hidden))


def _survey(file: Opened) -> tuple[dict[str, Surveyed], date]:
    if file.kind is Kind.ODS:
        return survey_ods(file.parts), FIRST_DAY_1900
    sheets, counts_from_1904 = survey_xlsx(file.parts) if file.kind is Kind.XLSX else survey_xls(file.data)
    return sheets, FIRST_DAY_1904 if counts_from_1904 else FIRST_DAY_1900


def _within_limits(file: str, sheet: str, rows: int, columns: int) -> None:
    """Before the cells are laid out: one stray cell in the last corner would ask for memory for all before it."""
    where = file if sheet == file else f"The sheet {sheet} of {file}"
    if rows > MOST_ROWS + 1:
        raise Unreadable(f"{where} has values down to row {rows:,}; {MOST_ROWS:,} rows are read at most.")
    if columns > MOST_COLUMNS:
        raise Unreadable(f"{where} has values in more than {MOST_COLUMNS} columns. Delete those that do not belong.")
