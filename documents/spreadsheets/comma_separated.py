"""CSV as spreadsheets and databases save it: in several encodings, with several separators."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from documents.spreadsheets.opening import SAVE_AS
from documents.spreadsheets.problems import Unreadable

SEPARATORS = (",", ";", "\t")
LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would take for a formula, were it not for the apostrophe that we put before it."""

NOT_WINDOWS = re.compile(
    rb"[\x81\x83\x88\x8d\x8f\x90\x98\x9d\xa4\xa6\xa8\xac\xaf\xb8\xd0\xd2]"
    rb"|[a-z][\xc0-\xd6\xd8-\xde][a-z]|[\xc0-\xc5][\x80-\xbf]"
)
"""Signs that bytes are not cp1252, though nearly any could be: symbols that nobody types, a capital inside a word (as a
Macintosh's apostrophe becomes), traces of broken UTF-8."""


def read_csv(data: bytes, name: str, fits: Callable[[list[str]], int]) -> list[list[str]]:
    """The rows as a spreadsheet shows them, the first of them row 1. Raises Unreadable.

    ``fits`` says how well a first row does for headings: the separator is the one with which it does best.
    """
    text = _decoded(data, name)
    separator = None
    if told := re.match(r"sep=([,;\t])\r?\n", text):  # as Excel says it to itself; not a row that it shows
        separator, text = told[1], text[told.end() :]
    first = text.lstrip("\r\n")
    separator = separator or max(SEPARATORS, key=lambda tried: _fit(first, tried, fits))
    return [[_unguarded(cell) for cell in row] for row in _rows(text, separator, name)]


def _fit(text: str, separator: str, fits: Callable[[list[str]], int]) -> tuple[int, int]:
    try:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    except csv.Error:
        return 0, 0
    return fits(first), len(first)


def _rows(text: str, separator: str, name: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as problem:
        raise Unreadable(f"{name} is not CSV from line {reader.line_num} on: {problem}.") from None
    return rows


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _checked(_tried(data, encoding), name)
    zeros = data.count(0)
    if zeros:  # UTF-16 without its mark: every other byte of a Western text is zero
        return _checked(_tried(data, "utf-16-le" if data[1::2].count(0) > zeros // 2 else "utf-16-be"), name)
    text = _tried(data, "utf-8")
    if text is None and not NOT_WINDOWS.search(data):
        text = _tried(data, "cp1252")
    return _checked(text, name)


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _checked(text: str | None, name: str) -> str:
    if text is None or "\x00" in text:
        raise Unreadable(f"It cannot be told in which encoding {name} is written. Save it as CSV UTF-8 and try again.")
    if "\N{REPLACEMENT CHARACTER}" in text:
        line = text[: text.index("\N{REPLACEMENT CHARACTER}")].count("\n") + 1
        raise Unreadable(f"{name} lost characters before it came here, first on line {line}. {SAVE_AS}")
    return text


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with its mark, so that Excel reads it as such; no cell of it is taken for a formula."""
    return b"".join(csv_in_parts(rows))


def csv_in_parts(rows: Iterable[Sequence[str]], at_once: int = 500) -> Iterator[bytes]:
    """The same, so many rows at a time, for a file that nobody wants to hold in memory."""
    mark, coming = codecs.BOM_UTF8, iter(rows)
    while some := list(islice(coming, at_once)):
        text = io.StringIO(newline="")
        csv.writer(text).writerows([_guarded(cell) for cell in row] for row in some)
        yield mark + text.getvalue().encode()
        mark = b""


def _guarded(cell: str) -> str:
    return f"'{cell}" if LIKE_A_FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and LIKE_A_FORMULA.match(cell) else cell
