"""Making a paper: its facts filled into both forms, and kept."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from documents import files
from documents.facts.data import as_data
from documents.kinds import Kind
from documents.ledger import Document
from documents.needed import Facts
from documents.portable import pdf
from documents.template import own_template, shipped
from documents.word import UnfitTemplate, word
from engagements.journal import SWEEP, Actor


@dataclass(frozen=True, slots=True)
class Drafted:
    """A paper whose facts are there, and which is not made yet.

    ``authority``: whose templates it may take. ``folder``: the engagement's reference, or ``national``. ``name``: what
    people call its files. ``cause``, ``sequence``, ``engagement_id`` and ``names`` as in the ledger.
    """

    kind: Kind
    facts: Facts
    made_at: datetime
    folder: str
    name: str
    authority: str = ""
    board: str = ""
    peer: str = ""
    period: str = ""
    cause: int | None = None
    sequence: int | None = None
    engagement_id: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A paper in both forms. ``remark``: why it is in our template where there is another, broken one."""

    docx: bytes
    pdf: bytes
    remark: str = ""


def made(drafted: Drafted, data_dir: Path) -> Made:
    """Both forms, from the same facts. A template that was broken by its editor gives way to ours."""
    data = as_data(drafted.facts)
    docx, remark = _in_word(drafted, data, data_dir)
    return Made(docx, pdf(drafted.kind, data, drafted.made_at), remark)


def _in_word(drafted: Drafted, data: dict[str, Any], data_dir: Path) -> tuple[bytes, str]:
    cover, ours = drafted.facts.cover, shipped(drafted.kind)
    described = (data, cover.title, cover.authority, drafted.made_at)
    remark = ""
    if own := own_template(drafted.kind, drafted.authority, data_dir):
        called = str(own.relative_to(data_dir))
        try:
            return word(own.read_bytes(), called, *described), ""
        except UnfitTemplate as unfit:
            remark = f"{unfit} The paper is in the template that comes with the system."
    return word(ours.read_bytes(), ours.name, *described), remark


def keep(drafted: Drafted, data_dir: Path, by: Actor = SWEEP, at: datetime | None = None) -> Document:
    """Make the paper and keep its files; the row for the ledger, which says that it is there, is the caller's to write.

    To do it again gives the same files. ``by``: who had it made, ``at`` which time; unless said, when its event
    happened.
    """
    paper, papers = made(drafted, data_dir), data_dir / "papers"
    docx, pdf_kept = files.keep(paper.docx, "docx", papers), files.keep(paper.pdf, "pdf", papers)
    name = f"{drafted.folder}/{files.readable(drafted.name)}"
    told_apart = f"event {drafted.cause}" if drafted.cause else f"{drafted.made_at:%Y-%m-%d %H.%M.%S}"
    path = files.copy_as(name, f"{name} ({told_apart})", paper.docx, "docx", papers, drafted.made_at)
    files.copy_as(path, path, paper.pdf, "pdf", papers, drafted.made_at)
    return Document(
        cause=drafted.cause,
        sequence=drafted.sequence,
        engagement_id=drafted.engagement_id,
        kind=drafted.kind,
        board=drafted.board,
        peer=drafted.peer,
        period=drafted.period,
        title=drafted.facts.cover.title,
        path=path,
        docx=docx,
        docx_size=len(paper.docx),
        pdf=pdf_kept,
        pdf_size=len(paper.pdf),
        facts=_fingerprint(drafted.facts),
        names=list(drafted.names),
        remark=paper.remark,
        made_at=drafted.made_at,
        made_by=str(by),
        kept_at=at or drafted.made_at,
    )


def _fingerprint(facts: Facts) -> str:
    """The SHA-256 of everything that the paper was given to say."""
    return sha256(json.dumps(as_data(facts), sort_keys=True).encode()).hexdigest()


def put(drafted: Drafted, paper: Made, folder: Path) -> tuple[Path, Path]:
    """Put both forms into a folder, under the name that people read. Where they are."""
    name = files.readable(drafted.folder, drafted.name)
    for suffix, content in (("docx", paper.docx), ("pdf", paper.pdf)):
        files.place(folder / f"{name}.{suffix}", content)
    return folder / f"{name}.docx", folder / f"{name}.pdf"
