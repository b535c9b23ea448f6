"""Looks through an office file, which is a zip, without trusting what it says of itself: bombs, macros, programs."""

import io
import zlib
from zipfile import BadZipFile, ZipFile, ZipInfo

LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes of everything in it, unpacked: about the largest honest document with pictures."""

MOST_PARTS = 5_000
STEEPEST = 200
"""How many times larger than packed all of it may be: text packs to a tenth or a twentieth."""
DEEPEST = 2
"""A chart in a document holds its sheet as a file of its own; nothing honest goes deeper."""

PROGRAMS = (
    ".exe",
    ".dll",
    ".com",
    ".scr",
    ".msi",
    ".js",
    ".jse",
    ".vbs",
    ".vbe",
    ".bat",
    ".cmd",
    ".ps1",
    ".jar",
    ".sh",
)
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar")
CHUNK = 1024 * 1024


def look_through(data: bytes, depth: int = 1) -> tuple[dict[str, bytes], str | None]:
    """Its parts by name with the beginning of each, and what is wrong with it in words, if anything."""
    if depth > DEEPEST:
        return {}, "holds files within files within files"
    try:
        with ZipFile(io.BytesIO(data)) as package:
            return _parts(package, len(data), depth)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError):
        return {}, "is damaged: what it packs cannot be unpacked"


def _parts(package: ZipFile, packed: int, depth: int) -> tuple[dict[str, bytes], str | None]:
    listed = package.infolist()
    if len(listed) > MOST_PARTS:
        return {}, f"holds more than {MOST_PARTS:,} parts"
    parts: dict[str, bytes] = {}
    total = 0
    for part in listed:
        if fault := _by_its_name(part):
            return parts, fault
        content = io.BytesIO()
        with package.open(part) as unpacked:
            while chunk := unpacked.read(CHUNK):
                total += len(chunk)
                if total > LARGEST_UNPACKED or total > max(STEEPEST * packed, CHUNK):
                    return parts, "unpacks to far more than it is: that is how a zip bomb works"
                content.write(chunk)
        body = content.getvalue()
        parts[part.filename] = body[:4096]
        if b"macroEnabled" in body and part.filename == "[Content_Types].xml":
            return parts, "holds macros: save it without them, or as PDF"
        if body.startswith(b"PK\x03\x04") and (fault := look_through(body, depth + 1)[1]):
            return parts, fault
    return parts, None


def _by_its_name(part: ZipInfo) -> str | None:
    name = part.filename.lower()
    if part.flag_bits & 1:
        return "is locked with a password: save it without"
    if name.startswith("/") or ".." in name.split("/") or "\\" in part.orig_filename or ":" in name or len(name) > 255:
        return "holds a part whose name leads out of it"
    if name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")):
        return "holds macros: save it without them, or as PDF"
    if name.endswith(PROGRAMS):
        return "holds a program"
    return "holds an archive: add what is in it on its own" if name.endswith(ARCHIVES) else None
