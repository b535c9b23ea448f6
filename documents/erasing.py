"""Papers that name somebody who is erased: made again without the name, and what was made before goes."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from sqlalchemy import Connection

from documents import files, ledger
from documents.ledger import Document
from documents.making import keep
from documents.rebuilding import drafted_again
from engagements.engagement import World
from engagements.erasing.traces import Traces

FORMS = ("docx", "pdf")
PARAGRAPH, TAG = re.compile(r"</w:p>|<w:(?:br|tab)\b[^>]*>"), re.compile(r"<[^>]+>")


SETTLED = timedelta(days=1)
"""After that long, a file that no paper on record is kept as was replaced: it is not just being written."""


@dataclass(frozen=True, slots=True)
class Naming:
    """``papers``: those on record that name the person. ``files``: whatever else goes with their name."""

    papers: tuple[Document, ...]
    files: tuple[Path, ...]


def naming(connection: Connection, person: str, traces: Traces, folder: Path, now: datetime) -> Naming:
    """What names the person in the folder of papers: by what the ledger knows, and by the text of the Word files.

    Besides the papers on record these are copies that somebody edited, and what was made before and replaced. Of the
    latter all goes: nobody can tell any more whom a replaced PDF names.
    """
    on_record = ledger.listed(connection)
    papers = tuple(
        one for one in on_record if person in one.names or _names(files.kept(one.docx, "docx", folder), traces)
    )
    kept = {files.kept(digest, form, folder) for one in on_record for form, digest in _forms(one)}
    others = []
    for file in sorted(folder.rglob("*")):
        if file.suffix[1:] not in FORMS or file in kept:
            continue
        by_content = folder / "by-content" in file.parents
        replaced = by_content and file.stat().st_mtime < (now - SETTLED).timestamp()
        if replaced or (file.suffix == ".docx" and _names(file, traces)):
            others.append(file)
    return Naming(papers, tuple(others))


def make_again(connection: Connection, found: Naming, data_dir: Path, world: World, now: datetime) -> None:
    """Make each paper again from what is known without the texts and names that went; then remove what named them.

    A PDF goes with the Word file of its name.
    """
    folder = data_dir / "papers"
    for paper in found.papers:
        for form, digest in _forms(paper):
            files.kept(digest, form, folder).unlink(missing_ok=True)
            (folder / f"{paper.path}.{form}").unlink(missing_ok=True)
    for file in found.files:
        file.unlink(missing_ok=True)
        file.with_suffix(".pdf").unlink(missing_ok=True)
    for paper in found.papers:
        ledger.replaced(connection, paper.id or 0, keep(drafted_again(connection, paper.id or 0, now, world), data_dir))


def _forms(paper: Document) -> tuple[tuple[str, str], ...]:
    return ("docx", paper.docx), ("pdf", paper.pdf)


def _names(file: Path, traces: Traces) -> bool:
    """Whether a Word file names the person. One that is not there has to be made again as well."""
    try:
        with ZipFile(BytesIO(file.read_bytes())) as packed:
            parts = [
                packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if name.endswith(".xml")
            ]
    except FileNotFoundError:
        return True
    except BadZipFile:
        return False
    words = (unescape(TAG.sub("", PARAGRAPH.sub("\n", part))) for part in parts)
    return any(traces.without(said) != said for said in words)
