"""The survey of an old Excel workbook (.xls), record by record, after Microsoft's [MS-XLS]."""

from collections.abc import Iterator
from struct import error, unpack_from

from python_calamine import PasswordError

from documents.spreadsheets.compound_file import stream
from documents.spreadsheets.survey import FORMULA, MERGED, Surveyed

BEGIN, END, ENCRYPTED, DATE_MODE, SHEET, ROW, MERGED_CELLS = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085, 0x0208, 0x00E5
FORMULA_CELL, TRUTH_OR_ERROR = 0x0006, 0x0205
VALUES = (0x00FD, 0x0204, 0x0203, 0x027E, 0x00D6, FORMULA_CELL, TRUTH_OR_ERROR)
SEVERAL_VALUES = 0x00BD
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
HIDDEN = 0x20

Record = tuple[int, bytes]


def survey_xls(data: bytes) -> tuple[dict[str, Surveyed], bool]:
    """Each sheet by its name, and whether days count from 1904. Raises KeyError, ValueError and PasswordError."""
    try:
        workbook = stream(data, "Workbook")
        sheets: dict[str, Surveyed] = {}
        counts_from_1904 = False
        for kind, body in _records(workbook, 0):
            if kind == ENCRYPTED:
                raise PasswordError("the records that follow are encrypted")
            if kind == DATE_MODE:
                counts_from_1904 = unpack_from("<H", body)[0] == 1
            elif kind == SHEET:
                sheets[_name(body)] = _sheet(_records(workbook, unpack_from("<I", body)[0]))
        return sheets, counts_from_1904
    except error as short:
        raise ValueError("a record is shorter than it says") from short


def _records(workbook: bytes, at: int) -> Iterator[Record]:
    """The records from a beginning to its end; what is nested in it, such as a chart, is passed over."""
    depth = 0
    while at < len(workbook):
        kind, length = unpack_from("<HH", workbook, at)
        depth += (kind == BEGIN) - (kind == END)
        if depth < 1:
            return
        if depth == 1:
            yield kind, workbook[at + 4 : at + 4 + length]
        at += 4 + length


def _name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")


def _sheet(records: Iterator[Record]) -> Surveyed:
    sheet = Surveyed()
    for kind, body in records:
        if kind in VALUES:
            row, column = (place + 1 for place in unpack_from("<HH", body))
            sheet.reaches(row, column)
            if kind == FORMULA_CELL:
                sheet.marks[row, column] = FORMULA
            elif kind == TRUTH_OR_ERROR and body[7]:
                sheet.marks[row, column] = f"holds the error {ERRORS.get(body[6], '#?')}; type what belongs there"
        elif kind == SEVERAL_VALUES:
            sheet.reaches(unpack_from("<H", body)[0] + 1, unpack_from("<H", body, len(body) - 2)[0] + 1)
        elif kind == ROW and unpack_from("<H", body, 12)[0] & HIDDEN:
            sheet.hidden.append(unpack_from("<H", body)[0] + 1)
        elif kind == MERGED_CELLS:
            for number in range(unpack_from("<H", body)[0]):
                row, _, column, _ = unpack_from("<4H", body, 2 + 8 * number)
                sheet.marks[row + 1, column + 1] = MERGED
    return sheet
