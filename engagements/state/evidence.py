"""The register of evidence files. Not derived: a file is added before anything in a journal names it."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from engagements.state.row import Row, kept_in


@kept_in("evidence_file", derived=False)
class EvidenceFile(Row):
    """A file that somebody added, by the SHA-256 of its content. ``size`` in bytes."""

    IDENTITY: ClassVar = ("sha256",)

    sha256: str = Field(primary_key=True)
    size: int
    media_type: str
    added_on: date
