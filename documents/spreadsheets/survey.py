"""What a workbook's own files tell of its cells and a reader of values does not: formulas, errors, merged, hidden."""

import io
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, iterparse

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

FORMULA = "holds a formula; paste its value instead (Paste Special, Values)"
MERGED = "is merged with others; unmerge the cells and fill in each"


@dataclass(slots=True)
class Surveyed:
    """A sheet: what is wrong with cells by (row, column) from 1, the hidden rows, and how far its values go."""

    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0

    def reaches(self, row: int, column: int) -> None:
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)


def letters(column: int) -> str:
    """The column as a spreadsheet names it: E for 5."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _place(ref: str) -> tuple[int, int]:
    """Row and column of E7."""
    name = ref.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(ref[len(name) :]), column


def survey_xlsx(parts: Mapping[str, bytes]) -> tuple[dict[str, Surveyed], bool]:
    """Each sheet by its name, and whether days count from 1904. Raises ParseError, KeyError and ValueError."""
    links = [link.attrib for link in _elements(parts["xl/_rels/workbook.xml.rels"])]
    targets = {link["Id"]: link["Target"] for link in links if "Target" in link}
    sheets: dict[str, Surveyed] = {}
    counts_from_1904 = False
    for element in _elements(parts["xl/workbook.xml"]):
        if _local(element) == "workbookPr":
            counts_from_1904 = element.get("date1904") in ("1", "true")
        elif _local(element) == "sheet":
            link = next(value for name, value in element.attrib.items() if name.endswith("}id"))
            path = posixpath.normpath(posixpath.join("/xl", targets[link])).lstrip("/")
            if path in parts:
                sheets[element.attrib["name"]] = _xlsx_sheet(parts[path])
    return sheets, counts_from_1904


def _xlsx_sheet(content: bytes) -> Surveyed:
    sheet, row, column = Surveyed(), 0, 0
    for event, element in iterparse(io.BytesIO(content), ("start", "end")):
        match event, _local(element):
            case "start", "row":
                row, column = int(element.get("r", row + 1)), 0
                if element.get("hidden") in ("1", "true"):
                    sheet.hidden.append(row)
            case "end", "c":
                row, column = _place(element.attrib["r"]) if "r" in element.attrib else (row, column + 1)
                _xlsx_cell(sheet, element, row, column)
                element.clear()
            case "end", "row":
                element.clear()
            case "end", "mergeCell":
                sheet.marks[_place(element.attrib["ref"].partition(":")[0])] = MERGED
    return sheet


def _xlsx_cell(sheet: Surveyed, cell: Element, row: int, column: int) -> None:
    inside = {_local(part): part.text for part in cell}
    if inside:
        sheet.reaches(row, column)
    if "f" in inside:
        sheet.marks[row, column] = FORMULA
    elif cell.get("t") == "e":
        sheet.marks[row, column] = f"holds the error {inside.get('v')}; type what belongs there"


def survey_ods(parts: Mapping[str, bytes]) -> dict[str, Surveyed]:
    """Each sheet by its name. Raises ParseError, KeyError and ValueError."""
    sheets: dict[str, Surveyed] = {}
    row, column, times = 0, 0, 1
    sheet = Surveyed()
    for event, element in iterparse(io.BytesIO(parts["content.xml"]), ("start", "end")):
        tag = element.tag.removeprefix(TABLE)
        if event == "start":
            if tag == "table":
                sheet = sheets[element.attrib[f"{TABLE}name"]] = Surveyed()
                row = 0
            elif tag == "table-row":
                row, column, times = row + 1, 0, int(element.get(f"{TABLE}number-rows-repeated", 1))
                if element.get(f"{TABLE}visibility") in ("collapse", "filter") and times < 1000:
                    sheet.hidden.extend(range(row, row + times))
        elif tag in ("table-cell", "covered-table-cell"):
            repeated = int(element.get(f"{TABLE}number-columns-repeated", 1))
            if f"{OFFICE}value-type" in element.attrib or len(element):
                sheet.reaches(row + times - 1, column + repeated)
            _ods_cell(sheet, element, row, column + 1)
            column += repeated
            element.clear()
        elif tag == "table-row":
            row += times - 1
            element.clear()
    return sheets


def _ods_cell(sheet: Surveyed, cell: Element, row: int, column: int) -> None:
    if f"{TABLE}formula" in cell.attrib:
        sheet.marks[row, column] = FORMULA
    elif any(int(cell.get(f"{TABLE}number-{way}-spanned", 1)) > 1 for way in ("columns", "rows")):
        sheet.marks[row, column] = MERGED


def _elements(content: bytes) -> Iterator[Element]:
    return (element for _, element in iterparse(io.BytesIO(content)))


def _local(element: Element) -> str:
    """A tag without its namespace: transitional and strict workbooks differ in that alone."""
    return element.tag.rpartition("}")[2]
