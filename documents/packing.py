"""Packs a Word file so that the same content gives the same bytes: a zip otherwise keeps the time of its making."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold."""


def repacked(content: bytes) -> bytes:
    """The same files, in the same order, without the time."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name in given.namelist():
            file.writestr(ZipInfo(name, LONG_AGO), given.read(name), ZIP_DEFLATED)
    return packed.getvalue()
