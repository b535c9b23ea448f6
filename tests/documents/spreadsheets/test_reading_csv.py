"""CSV comes in many encodings and with many separators; where it cannot be told what it says, that is said."""

import pytest

from documents.spreadsheets.book import read_book
from documents.spreadsheets.cells import Held
from documents.spreadsheets.columns import Column
from documents.spreadsheets.opening import opened
from documents.spreadsheets.problems import Unreadable
from documents.spreadsheets.writing import Written, comma_separated

HEADINGS = ("Ref", "Action")
CAFE = "Ref,Action\r\nA1,“Café” costs £5 and it\N{RIGHT SINGLE QUOTATION MARK}s naïve\r\n"


def read(data: bytes) -> list[list[Held]]:
    [sheet] = read_book(opened(data, "plan.csv"), HEADINGS).sheets
    return sheet.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encodings_that_spreadsheets_save_in_are_read(encoding: str) -> None:
    assert read(CAFE.encode(encoding)) == [
        ["Ref", "Action"],
        ["A1", "“Café” costs £5 and it\N{RIGHT SINGLE QUOTATION MARK}s naïve"],
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_are_separated_by_commas_semicolons_or_tabs(separator: str) -> None:
    lines = (separator.join(("ref", "ACTION")), separator.join(("A1", '"One; two, three\tfour"')))
    assert read("\n".join(lines).encode()) == [["ref", "ACTION"], ["A1", "One; two, three\tfour"]]


def test_a_heading_with_a_comma_does_not_hide_that_semicolons_separate() -> None:
    assert read(b"Ref;Action, in words, in full\nA1;Do it") == [["Ref", "Action, in words, in full"], ["A1", "Do it"]]


def test_the_line_that_excel_adds_to_say_its_separator_is_no_row() -> None:
    assert read(b"sep=;\r\nRef;Action\r\nA1;Do it\r\n")[1] == ["A1", "Do it"]


def test_a_quoted_cell_may_hold_line_breaks_and_rows_are_counted_as_a_spreadsheet_does() -> None:
    assert read(b'Ref,Action\n\nA1,"Do this\r\nthen ""that"""\nA2,x') == [
        ["Ref", "Action"],
        [],
        ["A1", 'Do this\r\nthen "that"'],
        ["A2", "x"],
    ]


@pytest.mark.parametrize(
    "data",
    [
        CAFE.encode("mac-roman"),
        "Ref,Action\nA1,日本語のテキスト".encode("shift-jis"),
        CAFE.encode("utf-32"),
        CAFE.encode("utf-16")[:-1],
        CAFE.encode()[:25] + b"\xff" + CAFE.encode()[25:],
        b"Ref,Action\nA1,\x81\x8d",
        b"\x00\x01\x02\x03\x04\x05 nothing that is a text",
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"It cannot be told in which encoding plan\.csv is written"):
        read(data)


def test_a_file_that_lost_characters_on_its_way_is_refused_with_the_line() -> None:
    with pytest.raises(Unreadable, match=r"plan\.csv lost characters before it came here, first on line 2"):
        read("Ref,Action\nA1,Caf\ufffd".encode())


def test_a_quote_that_never_ends_is_refused_with_the_line() -> None:
    with pytest.raises(Unreadable, match=r"plan\.csv is not CSV from line 3 on: unexpected end of data"):
        read(b'Ref,Action\nA1,"Do it\nA2,x')


COLUMNS = (Column("text", "Text", "What is done."),)


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20 7946 0000", "-5", "@here", "\tx", "\rx", "'=1", "''=1", "'quoted'", "x"]
)
def test_what_begins_like_a_formula_is_written_so_that_no_spreadsheet_runs_it_and_comes_back_as_it_was(
    text: str,
) -> None:
    data = comma_separated(Written("Texts", COLUMNS, [{"text": text}]))
    cell = data.decode("utf-8-sig").split("\r\n", 1)[1].lstrip('"')
    assert cell[0] not in "=+-@\t\r"
    [sheet] = read_book(opened(data, "texts.csv"), ["Text"]).sheets
    assert sheet.rows[1] == [text]
