"""What kind of file this is, told from its content; what is too large, encrypted or holds macros is not opened."""

import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from documents.spreadsheets.problems import Unreadable

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes: a plan of 500 actions with long texts takes a twentieth of it."""

LARGEST_UNPACKED = 64 * 1024 * 1024
"""Bytes of everything in a packed workbook: a zip bomb is refused before anything reads it."""

MOST_PARTS = 1000

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
SAVE_AS = "Save it as an Excel workbook (.xlsx) and try again."


class Kind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that may be read. ``data``: its bytes; of a packed one, packed anew from ``parts``, its files by name."""

    name: str
    kind: Kind
    data: bytes
    parts: Mapping[str, bytes] = field(default_factory=dict)


def read_file(file: Path) -> Opened:
    """A file from disk, as far as its limits. Raises OSError and Unreadable."""
    with file.open("rb") as source:
        return opened(source.read(LARGEST_FILE + 1), file.name)


def opened(data: bytes, name: str) -> Opened:
    """Bytes that somebody gave, with the name that they gave them. Raises Unreadable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"{name} is larger than {LARGEST_FILE // 1024**2} MB. Send only the plan or the return.")
    if not data.strip():
        raise Unreadable(f"{name} is empty.")
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, name)
    if data.startswith(OLE):
        return _compound(data, name)
    if data.startswith(b"%PDF") or data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise Unreadable(f"{name} is not a spreadsheet, whatever its name says. {SAVE_AS}")
    return Opened(name, Kind.CSV, data)


def _packed(data: bytes, name: str) -> Opened:
    parts = _unpacked(data, name)
    if any(part.lower().endswith("vbaproject.bin") or part.startswith("Basic/") for part in parts):
        raise Unreadable(f"{name} holds macros. Save it without them, as an Excel workbook (.xlsx).")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Unreadable(f"{name} is protected by a password. Remove the password and try again.")
    if "xl/workbook.xml" in parts:
        kind = Kind.XLSX
    elif b"opendocument.spreadsheet" in parts.get("mimetype", b""):
        kind = Kind.ODS
    else:
        raise Unreadable(f"{name} is not a workbook that can be read here. {SAVE_AS}")
    if any(b"<!DOCTYPE" in part[:1024] or b"<!ENTITY" in part for part in parts.values()):
        raise Unreadable(f"{name} holds declarations that no spreadsheet needs. {SAVE_AS}")
    anew = io.BytesIO()
    with ZipFile(anew, "w", ZIP_STORED) as packed:  # a reader finds in it what was measured here, and no more
        for part, content in parts.items():
            packed.writestr(part, content)
    return Opened(name, kind, anew.getvalue(), parts)


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    too_large = Unreadable(f"{name} unpacks to more than {LARGEST_UNPACKED // 1024**2} MB and was not opened.")
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            listed = [part for part in packed.infolist() if not part.is_dir()]
            if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > LARGEST_UNPACKED:
                raise too_large
            if any(part.flag_bits & 1 for part in listed):
                raise Unreadable(f"{name} is protected by a password. Remove the password and try again.")
            return {part.filename: packed.read(part) for part in listed}
    except (BadZipFile, EOFError, NotImplementedError, ValueError, OSError, zlib.error) as broken:
        raise Unreadable(f"{name} is damaged: it cannot be unpacked. {SAVE_AS}") from broken


def _compound(data: bytes, name: str) -> Opened:
    if _names(data, "EncryptedPackage"):
        raise Unreadable(f"{name} is protected by a password. Remove the password and try again.")
    if _names(data, "_VBA_PROJECT"):
        raise Unreadable(f"{name} holds macros. Save it without them, as an Excel workbook (.xlsx).")
    if not _names(data, "Workbook"):
        raise Unreadable(f"{name} is not a workbook that can be read here. {SAVE_AS}")
    return Opened(name, Kind.XLS, data)


def _names(data: bytes, stream: str) -> bool:
    """Whether a compound file has a stream or storage of that name: its directory holds names in UTF-16."""
    return stream.encode("utf-16-le") in data
