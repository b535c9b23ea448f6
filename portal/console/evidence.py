"""Evidence files as downloads: never opened as a page of ours, and of the type that was found when they were added."""

from collections.abc import Iterable
from mimetypes import guess_extension

from sqlalchemy import Connection, select
from starlette.responses import Response

from engagements.loading import plain
from engagements.state.evidence import EvidenceFile
from portal.downloads import download


def on_file(connection: Connection, digests: Iterable[str]) -> dict[str, EvidenceFile]:
    """The register's entries, by the SHA-256 of their content."""
    table = EvidenceFile.table
    found = plain(connection.execute(select(table).where(table.c.sha256.in_(list(digests)))), EvidenceFile)
    return {one.sha256: one for one in found}


def named_file(content: bytes, name: str, media_type: str) -> Response:
    """``name``: without a suffix; the type says which it has."""
    return download(content, f"{name}{guess_extension(media_type) or ''}", media_type)
