"""Making a paper: its facts filled into both forms, and kept."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from documents import files
from documents.facts.board import BoardPaper
from documents.facts.data import as_data
from documents.facts.national import NationalReport
from documents.kinds import Kind
from documents.ledger import Document
from documents.portable import pdf
from documents.template import template_for
from documents.word import word


@dataclass(frozen=True, slots=True)
class Drafted:
    """A paper whose facts are there, and which is not made yet.

    ``authority``: whose templates it may take. ``folder``: the engagement's reference, or ``national``. ``name``: what
    people call its files. ``cause`` and ``engagement_id`` as in the ledger.
    """

    kind: Kind
    facts: BoardPaper | NationalReport
    made_at: datetime
    folder: str
    name: str
    authority: str = ""
    board: str = ""
    period: str = ""
    cause: int | None = None
    engagement_id: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A paper in both forms."""

    docx: bytes
    pdf: bytes


def made(drafted: Drafted, data_dir: Path) -> Made:
    """Both forms, from the same facts. Raises UnfitTemplate, and then neither is there."""
    data, cover = as_data(drafted.facts), drafted.facts.cover
    template = template_for(drafted.kind, drafted.authority, data_dir)
    return Made(
        word(template.read_bytes(), str(template), data, cover.title, cover.authority, drafted.made_at),
        pdf(drafted.kind, data, drafted.made_at),
    )


def keep(drafted: Drafted, data_dir: Path) -> Document:
    """Make the paper and keep its files; the row for the ledger, which says that it is there, is the caller's to write.

    To do it again gives the same files.
    """
    paper, papers = made(drafted, data_dir), data_dir / "papers"
    docx, pdf_kept = files.keep(paper.docx, "docx", papers), files.keep(paper.pdf, "pdf", papers)
    name = f"{drafted.folder}/{files.readable(drafted.name)}"
    told_apart = f"event {drafted.cause}" if drafted.cause else f"{drafted.made_at:%Y-%m-%d %H.%M.%S}"
    path = files.copy_as(name, f"{name} ({told_apart})", paper.docx, "docx", papers, drafted.made_at)
    files.copy_as(path, path, paper.pdf, "pdf", papers, drafted.made_at)
    return Document(
        cause=drafted.cause,
        engagement_id=drafted.engagement_id,
        kind=drafted.kind,
        board=drafted.board,
        period=drafted.period,
        title=drafted.facts.cover.title,
        path=path,
        docx=docx,
        docx_size=len(paper.docx),
        pdf=pdf_kept,
        pdf_size=len(paper.pdf),
        made_at=drafted.made_at,
    )


def put(drafted: Drafted, paper: Made, folder: Path) -> tuple[Path, Path]:
    """Put both forms into a folder, under the name that people read. Where they are."""
    name = files.readable(drafted.folder, drafted.name)
    for suffix, content in (("docx", paper.docx), ("pdf", paper.pdf)):
        files.place(folder / f"{name}.{suffix}", content)
    return folder / f"{name}.docx", folder / f"{name}.pdf"
