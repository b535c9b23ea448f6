"""A sheet as rows of named values: headings matched by name, each cell read as its column asks, every fault told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.nearest import did_you_mean, shown
from documents.spreadsheets.book import Sheet
from documents.spreadsheets.cells import Held, as_day, as_references, as_text, as_time
from documents.spreadsheets.columns import Column, Holds, column_named
from documents.spreadsheets.problems import Problem, Problems
from documents.spreadsheets.survey import letters


@dataclass(frozen=True, slots=True)
class Row:
    """A row's values by field: text, a tuple of references, a day, or None. ``at``: where each field's column is."""

    sheet: str
    number: int
    values: Mapping[str, Any]
    at: Mapping[str, str]

    def problem(self, field: str, says: str) -> Problem:
        """A problem with one of its cells; with the row where the sheet has no such column."""
        return Problem(self.sheet, self.number, self.at.get(field, ""), says)


def read_rows(sheet: Sheet, columns: tuple[Column, ...], problems: Problems) -> list[Row]:
    """The rows under the headings, which are in the first row that is not empty; empty rows are passed over."""
    problems.begin(sheet.name)
    places = range(1, sheet.width + 1)
    filled = [n for n in range(1, len(sheet.rows) + 1) if any(sheet.occupied(n, place) for place in places)]
    if not filled:
        problems.add(Problem(sheet.name, None, "", f"The sheet is empty. Its columns are: {_listed(columns)}."))
        return []
    heading, *numbers = filled
    placed = _headings(sheet, heading, columns, problems)
    for place in places:
        if not sheet.occupied(heading, place):
            _no_heading(sheet, numbers, place, problems)
    at = {column.field: f"{letters(place)} ({column.heading})" for place, column in placed.items()}
    return [Row(sheet.name, number, _values(sheet, number, placed, problems), at) for number in numbers]


def _headings(sheet: Sheet, number: int, columns: tuple[Column, ...], problems: Problems) -> dict[int, Column]:
    """The column at each place, counted from 1."""
    placed: dict[int, Column] = {}
    for place in range(1, sheet.width + 1):
        try:
            if (column := _heading(sheet, number, place, columns, placed)) is not None:
                placed[place] = column
        except ValueError as wrong:
            problems.add(Problem(sheet.name, number, letters(place), str(wrong)))
    for column in columns:
        if column.required and column not in placed.values():
            problems.add(Problem(sheet.name, number, "", f"The column {column.heading} is missing: {column.about}."))
    return placed


def _heading(
    sheet: Sheet, number: int, place: int, columns: tuple[Column, ...], placed: Mapping[int, Column]
) -> Column | None:
    if mark := sheet.marks.get((number, place)):
        raise ValueError(f"{letters(place)}{number} {mark}.")
    heading = as_text(sheet.held(number, place))
    if not heading:
        return None
    column = column_named(heading, columns)
    if column is None:
        hint = did_you_mean(heading, [one.heading.lower() for one in columns])
        raise ValueError(f"There is no column {shown(heading)}.{hint or f' The columns are: {_listed(columns)}.'}")
    for other, known in placed.items():
        if known is column:
            raise ValueError(
                f"{shown(heading)} stands for {column.heading}, which is in column {letters(other)} already."
            )
    return column


def _no_heading(sheet: Sheet, numbers: Sequence[int], place: int, problems: Problems) -> None:
    """A value in a column without a heading would be lost: the first of them is told."""
    for number in numbers:
        if sheet.occupied(number, place):
            says = f"{letters(place)}{number} holds a value, and its column has no heading."
            problems.add(Problem(sheet.name, number, letters(place), says))
            return


def _values(sheet: Sheet, number: int, placed: Mapping[int, Column], problems: Problems) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place, column in placed.items():
        if column.shown_only:
            continue
        where = f"{letters(place)} ({column.heading})"
        try:
            if mark := sheet.marks.get((number, place)):
                raise ValueError(f"{letters(place)}{number} {mark}")
            values[column.field] = _read(sheet.held(number, place), column, sheet)
            if column.required and not values[column.field]:
                raise ValueError(f"This is missing: {column.about}")
        except ValueError as wrong:
            problems.add(Problem(sheet.name, number, where, f"{str(wrong).rstrip('.')}."))
    return values


def _read(held: Held, column: Column, sheet: Sheet) -> Any:
    match column.holds:
        case Holds.TEXT:
            return as_text(held) or None
        case Holds.REFERENCES:
            return as_references(held)
        case Holds.DAY:
            return as_day(held, sheet.first_day)
        case Holds.TIME:
            return as_time(held)


def _listed(columns: tuple[Column, ...]) -> str:
    return ", ".join(column.heading for column in columns)
