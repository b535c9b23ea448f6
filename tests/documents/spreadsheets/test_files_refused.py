"""Files that are too large, protected, dangerous or not spreadsheets at all: each refused in a sentence, unopened."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook

from documents.spreadsheets.book import read_book
from documents.spreadsheets.opening import LARGEST_FILE, LARGEST_UNPACKED, MOST_PARTS, opened
from documents.spreadsheets.problems import Unreadable
from tests.documents.spreadsheets.old_excel import compound, old_workbook
from tests.documents.spreadsheets.open_document import EVERYWHERE, open_document, row


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read_book(opened(data, name), ["Ref"])
    return str(refused.value)


def excel(**places: object) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for place, value in places.items():
        book.worksheets[0][place] = value
    book.save(out)
    return out.getvalue()


def packed(**files: bytes | str) -> bytes:
    """An Excel workbook with more files in it, or others."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(excel(A1="Ref"))) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.namelist():
            if part not in files:
                after.writestr(part, before.read(part))
        for name, content in files.items():
            after.writestr(name, content)
    return out.getvalue()


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"", "plan.csv") == "plan.csv is empty."
    assert refusal(b" \r\n ", "plan.csv") == "plan.csv is empty."


def test_a_file_over_ten_megabytes_is_refused() -> None:
    assert refusal(b"x" * (LARGEST_FILE + 1), "plan.csv").startswith("plan.csv is larger than 10 MB.")


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    bomb = packed(**{"xl/media/image.png": bytes(LARGEST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    assert refusal(bomb, "plan.xlsx") == "plan.xlsx unpacks to more than 64 MB and was not opened."


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = packed(**{"xl/media/image.png": bytes(5_000_000)})
    lying = honest.replace((5_000_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    assert lying != honest
    assert "cannot be unpacked" in refusal(lying, "plan.xlsx")


def test_a_workbook_of_countless_files_is_refused() -> None:
    assert "was not opened" in refusal(packed(**{f"xl/{n}.xml": "" for n in range(MOST_PARTS)}), "plan.xlsx")


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.ods", "plan.xls", "plan.csv"])
def test_more_than_five_thousand_rows_or_a_hundred_columns_are_refused(name: str) -> None:
    long = [["Ref"], *([f"A{n}"] for n in range(5001))]
    wide = [["Ref"] * 101]
    for rows, says in (
        (long, "values down to row 5,002; 5,000 rows are read at most"),
        (wide, "more than 100 columns"),
    ):
        match name.partition(".")[2]:
            case "xlsx":
                book, out = Workbook(), io.BytesIO()
                for cells in rows:
                    book.worksheets[0].append(cells)
                book.save(out)
                data = out.getvalue()
            case "ods":
                data = open_document({"Actions": [row(*cells) for cells in rows]})
            case "xls":
                data = old_workbook({"Actions": [list(cells) for cells in rows]})
            case _:
                data = "\n".join(",".join(cells) for cells in rows).encode()
        assert says in refusal(data, name)


def test_one_cell_in_the_last_corner_does_not_fill_the_memory() -> None:
    assert "down to row 1,048,576" in refusal(excel(A1="Ref", XFD1048576="x"), "plan.xlsx")
    everywhere = row(EVERYWHERE, attributes='table:number-rows-repeated="1048576"')
    assert "down to row 1,048,576" in refusal(open_document({"Actions": [everywhere]}), "plan.ods")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (compound("EncryptedPackage", b"x" * 5000), "plan.xlsx"),
        (old_workbook({"Actions": [["Ref"]]}, password=True), "plan.xls"),
        (open_document({}, more={"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}), "plan.ods"),
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_a_workbook_with_a_password_is_refused(data: bytes, name: str) -> None:
    assert refusal(data, name) == f"{name} is protected by a password. Remove the password and try again."


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (packed(**{"xl/vbaProject.bin": b"x"}), "plan.xlsm"),
        (compound("_VBA_PROJECT", b"x" * 5000), "plan.xls"),
        (open_document({}, more={"Basic/Standard/Module1.xml": "<x/>"}), "plan.ods"),
    ],
    ids=["xlsm", "xls", "ods"],
)
def test_a_workbook_with_macros_is_refused(data: bytes, name: str) -> None:
    assert refusal(data, name) == f"{name} holds macros. Save it without them, as an Excel workbook (.xlsx)."


def test_a_workbook_that_declares_entities_is_refused() -> None:
    sheet = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert "declarations" in refusal(packed(**{"xl/worksheets/sheet1.xml": sheet}), "plan.xlsx")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...",
        b"<html><table><tr><td>Ref</td></tr></table></html>",
        b"\xef\xbb\xbf<?xml version='1.0'?><x/>",
        compound("WordDocument", b"x" * 5000),
    ],
)
def test_what_is_no_spreadsheet_is_refused_whatever_its_name(data: bytes) -> None:
    assert "Save it as an Excel workbook (.xlsx)" in refusal(data, "plan.xls")


def test_another_packed_file_is_no_workbook() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "not a workbook that can be read here" in refusal(out.getvalue(), "plan.xlsx")


WHOLE = {
    "plan.xlsx": excel(A1="Ref", B1="Due", A2="A1", B2="=1+1"),
    "plan.xls": old_workbook({"Actions": [["Ref", "Due"], ["A1", 44227]]}),
    "plan.ods": open_document({"Actions": [row("Ref", "Due"), row("A1", 44227)]}),
}


@given(
    name=st.sampled_from(sorted(WHOLE)),
    cut=st.floats(0.01, 1),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(name="plan.xls", cut=0.5, changes=[])
@example(name="plan.xlsx", cut=0.5, changes=[])
def test_a_damaged_file_is_read_or_refused_and_never_a_fault(
    name: str, cut: float, changes: list[tuple[float, int]]
) -> None:
    data = bytearray(WHOLE[name][: int(len(WHOLE[name]) * cut)])
    for where, byte in changes:
        data[int(where * len(data))] = byte
    try:
        read_book(opened(bytes(data), name), ["Ref"])
    except Unreadable as refused:
        assert str(refused).startswith(("plan", "It cannot", "The sheet"))  # noqa: PT017
