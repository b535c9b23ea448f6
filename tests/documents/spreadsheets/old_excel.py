"""Writes old Excel workbooks (.xls) for the tests: the records of [MS-XLS] in a compound file of [MS-CFB]."""

from collections.abc import Mapping, Sequence
from datetime import date
from struct import pack

END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR, SMALL, CUTOFF = 512, 64, 4096

FORMULA, ERROR = object(), object()
"""Cells that hold one: 1, and #REF!."""


def old_workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    *,
    from_1904: bool = False,
    hidden: tuple[str, ...] = (),
    hidden_rows: tuple[int, ...] = (),
    merged: tuple[tuple[int, int, int, int], ...] = (),
    password: bool = False,
) -> bytes:
    """Rows of texts, numbers and days. ``merged``: first and last row, first and last column, all from 0."""
    begin = [_begin(0x0005), *([_record(0x002F, bytes(54))] if password else []), _record(0x0042, pack("<H", 1200))]
    begin += [_record(0x0022, pack("<H", from_1904)), _style(0), _style(14)]
    pages = [
        _sheet(rows, hidden_rows, merged, date(1904, 1, 1) if from_1904 else date(1899, 12, 30))
        for rows in sheets.values()
    ]
    headers = [8 + len(name.encode("utf-16-le")) + 4 for name in sheets]
    at = sum(map(len, begin)) + sum(headers) + 4
    for (name, _), page in zip(sheets.items(), pages, strict=True):
        told = pack("<IBBBB", at, name in hidden, 0, len(name), 1) + name.encode("utf-16-le")
        begin.append(_record(0x0085, told))
        at += len(page)
    return compound("Workbook", b"".join([*begin, _record(0x000A, b""), *pages]))


def _record(kind: int, body: bytes) -> bytes:
    return pack("<HH", kind, len(body)) + body


def _begin(what: int) -> bytes:
    return _record(0x0809, pack("<HHHHII", 0x0600, what, 0x0DBB, 0x07CC, 0, 6))


def _style(shown_as: int) -> bytes:
    return _record(0x00E0, pack("<HH", 0, shown_as) + bytes(16))


def _sheet(
    rows: Sequence[Sequence[object]],
    hidden: tuple[int, ...],
    merged: tuple[tuple[int, int, int, int], ...],
    first_day: date,
) -> bytes:
    records = [_begin(0x0010)]
    records += [_record(0x0208, pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x20)) for row in hidden]
    for row, cells in enumerate(rows):
        records += [_cell(pack("<HH", row, column), cell, first_day) for column, cell in enumerate(cells) if cell != ""]
    if merged:
        records.append(_record(0x00E5, pack("<H", len(merged)) + b"".join(pack("<4H", *area) for area in merged)))
    return b"".join([*records, _record(0x000A, b"")])


def _cell(place: bytes, cell: object, first_day: date) -> bytes:
    if cell is FORMULA:
        return _record(0x0006, place + pack("<HdHIH", 0, 1.0, 0, 0, 3) + b"\x1e\x01\x00")
    if cell is ERROR:
        return _record(0x0205, place + pack("<HBB", 0, 23, 1))
    if isinstance(cell, date):
        return _record(0x0203, place + pack("<Hd", 1, (cell - first_day).days))
    if isinstance(cell, int | float):
        return _record(0x0203, place + pack("<Hd", 0, cell))
    text = str(cell)
    return _record(0x0204, place + pack("<HHB", 0, len(text), 1) + text.encode("utf-16-le"))


def compound(name: str, content: bytes) -> bytes:
    """A compound file with one stream: in sectors of its own, or in small ones inside the root's where it is short."""
    short = len(content) < CUTOFF
    whole = _padded(content, SMALL if short else SECTOR)
    held = _padded(whole, SECTOR)
    small_table = _padded(_chain(len(whole) // SMALL), SECTOR, 0xFF) if short else b""
    sectors = (len(held) + len(small_table)) // SECTOR
    tables = next(n for n in range(1, 100) if n * SECTOR // 4 >= n + 1 + sectors)
    first_held, first_small = tables + 1, tables + 1 + len(held) // SECTOR
    used = pack("<I", TABLE) * tables + pack("<I", END) + _chain(len(held) // SECTOR, first_held)
    used += _chain(len(small_table) // SECTOR, first_small)
    root = _entry("Root Entry", 5, first_held if short else END, len(whole) if short else 0, child=1)
    stream = _entry(name, 2, 0 if short else first_held, len(content))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables)
    header += pack("<IIIIIII", tables, 0, CUTOFF, first_small if short else END, len(small_table) // SECTOR, END, 0)
    header += b"".join(pack("<I", n if n < tables else FREE) for n in range(109))
    return header + _padded(used, SECTOR, 0xFF) + _padded(root + stream, SECTOR) + held + small_table


def _chain(sectors: int, first: int = 0) -> bytes:
    return b"".join(pack("<I", END if n == sectors - 1 else first + n + 1) for n in range(sectors))


def _padded(content: bytes, size: int, filling: int = 0) -> bytes:
    return content + bytes([filling]) * (-len(content) % size)


def _entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    named = encoded.ljust(64, b"\x00") + pack("<HBBIII", len(encoded), kind, 1, FREE, FREE, child)
    return named + bytes(36) + pack("<IQ", first, size)
