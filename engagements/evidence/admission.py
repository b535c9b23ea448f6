"""What may be evidence: a document, a sheet, slides, a picture or plain text, whose content agrees with its name."""

import unicodedata
from pathlib import Path

from config.nearest import shown
from engagements.evidence.packages import look_through
from engagements.refusals import Refused

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
}
"""By the file's extension, without the dot."""

PACKED = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
"""The part without which an office file is not what it says."""

MACROS = {"docm", "xlsm", "pptm", "dotm", "xltm", "xlsb", "xlam"}


class NotEvidence(Refused):
    """The file is not one that may be evidence: too large, of another kind, or unsafe to open."""


def admitted(file: Path, largest: int) -> tuple[bytes, str]:
    """The content of a file and its media type. ``largest``: in bytes. Raises NotEvidence."""
    extension = file.suffix.lower().removeprefix(".")
    if extension in MACROS:
        raise NotEvidence(f"{shown(file.name)} may hold macros. Save it as a document without them, or as PDF.")
    if extension not in MEDIA_TYPES:
        raise NotEvidence(f"{shown(file.name)} cannot be evidence. Give one of {', '.join(MEDIA_TYPES)}.")
    data = _read(file, largest)
    if extension in ("txt", "csv"):
        _is_text(file, data)
    else:
        _is_what_it_says(file, data, extension)
    return data, MEDIA_TYPES[extension]


def _read(file: Path, largest: int) -> bytes:
    """Never more than may be: a file that is too large is not read, and one that grows meanwhile is cut off."""
    too_large = f"{shown(file.name)} is larger than {largest // 1024**2} MB. Make it smaller, or give a link."
    try:
        if file.stat().st_size > largest:
            raise NotEvidence(too_large)
        with file.open("rb") as opened:
            data = opened.read(largest + 1)
    except OSError as error:
        raise NotEvidence(f"{shown(file.name)} cannot be read: {error.strerror}.") from None
    if len(data) > largest:
        raise NotEvidence(too_large)
    if not data:
        raise NotEvidence(f"{shown(file.name)} is empty.")
    return data


def _is_text(file: Path, data: bytes) -> None:
    text = _decoded(data)
    if text is None or any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t\f" for c in text):
        raise NotEvidence(f"{shown(file.name)} is called plain text, and holds something else.")
    if text.startswith("#!"):
        raise NotEvidence(f"{shown(file.name)} is a program. Evidence is a document, a picture or plain text.")


def _decoded(data: bytes) -> str | None:
    """Text in UTF-8, in UTF-16 with its mark, or as Windows used to write it."""
    for encoding in ("utf-16", "utf-8-sig") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_what_it_says(file: Path, data: bytes, extension: str) -> None:
    import puremagic  # reads a thousand signatures, which the command line's help cannot spare

    try:
        found = {match.mime_type for match in puremagic.magic_string(data)}
    except puremagic.PureError:
        found = set()
    packed = extension in PACKED or extension in ("odt", "ods")
    if data.startswith(bytes.fromhex("D0CF11E0")) and packed:
        raise NotEvidence(f"{shown(file.name)} is locked with a password, or of an old kind. Save it anew, or as PDF.")
    if MEDIA_TYPES[extension] not in found and not (packed and data.startswith(b"PK\x03\x04")):
        raise NotEvidence(f"{shown(file.name)} is called {extension}, and its content is something else.")
    if packed:
        parts, fault = look_through(data)
        if fault:
            raise NotEvidence(f"{shown(file.name)} {fault}.")
        main = MEDIA_TYPES[extension].encode() if extension in ("odt", "ods") else None
        if (main and parts.get("mimetype") != main) or PACKED.get(extension, "mimetype") not in parts:
            raise NotEvidence(f"{shown(file.name)} is called {extension}, and its content is something else.")
