"""Evidence files: kept once by what they contain, and only what people can open safely."""

import hashlib
import io
import struct
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from openpyxl.workbook.workbook import Workbook
from sqlalchemy import Engine

from config.vocabulary import Role, Stage
from engagements import evidence
from engagements.database import reading
from engagements.evidence import NotEvidence, NotOnFile
from engagements.stages.actions import FileNotAdded
from engagements.state.evidence import EvidenceFile
from tests.builders import CaseAt

TODAY = date(2020, 9, 1)
MB = 1024 * 1024
PNG = bytes.fromhex("89504E470D0A1A0A0000000D49484452000000010000000108060000001F15C489")
JPEG = bytes.fromhex("FFD8FFE000104A46494600010100000100010000FFD9")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
TYPES = '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document{}"/></Types>'


def packed(**parts: str | bytes) -> bytes:
    """A zip of these parts; ``__`` in a name stands for a slash, and ``_dot_`` for a dot."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return held.getvalue()


def document(**more: str | bytes) -> bytes:
    return packed(word__document_dot_xml="<w/>", **more)


def of_word() -> bytes:
    held = io.BytesIO()
    written = Document()
    written.add_paragraph("The targets as published.")
    written.save(held)
    return held.getvalue()


def of_excel() -> bytes:
    held = io.BytesIO()
    Workbook().save(held)
    return held.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def add(sqlite: Engine, folder: Path, tmp_path: Path) -> Callable[[str, bytes], EvidenceFile]:
    """Adds a file of that name and content; 2 MB is the most."""

    def added(name: str, content: bytes) -> EvidenceFile:
        file = tmp_path / name
        file.write_bytes(content)
        return evidence.add(sqlite, folder, file, 2 * MB, TODAY)

    return added


Add = Callable[[str, bytes], EvidenceFile]

HONEST: dict[str, bytes] = {
    "targets.pdf": PDF,
    "targets.docx": of_word(),
    "targets.xlsx": of_excel(),
    "targets.pptx": packed(ppt__presentation_dot_xml="<p/>"),
    "targets.odt": packed(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml="<x/>"),
    "targets.ods": packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<x/>"),
    "photo.png": PNG,
    "photo.JPG": JPEG,
    "notes.txt": "Targets, as agreed: 1 000 £ a month.\r\n".encode("cp1252"),
    "figures.csv": "ref,done\nA1,ja\n".encode("utf-16"),
}


@pytest.mark.parametrize("name", HONEST)
def test_documents_sheets_slides_pictures_and_text_may_be_evidence(add: Add, folder: Path, name: str) -> None:
    added = add(name, HONEST[name])
    sha256 = hashlib.sha256(HONEST[name]).hexdigest()
    assert (added.sha256, added.size, added.added_on) == (sha256, len(HONEST[name]), TODAY)
    assert (folder / sha256[:2] / sha256).read_bytes() == HONEST[name]


BOMB = document(word__media__zeros_dot_bin=bytes(300 * MB // 4))
LOCKED = bytearray(document())
LOCKED[6:8] = struct.pack("<H", 1)
LOCKED[LOCKED.index(b"PK\x01\x02") + 8 : LOCKED.index(b"PK\x01\x02") + 10] = struct.pack("<H", 1)

REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a program": ("tool.exe", b"MZ" + bytes(200), "cannot be evidence"),
    "a program called PDF": ("tool.pdf", b"MZ" + bytes(200), "is called pdf, and its content is something else"),
    "a script called text": ("tool.txt", b"#!/bin/sh\nrm -r /\n", "is a program"),
    "a program called text": ("tool.csv", b"\x7fELF" + bytes(100), "is called plain text, and holds something else"),
    "a picture called PDF": ("photo.pdf", PNG, "is called pdf"),
    "a sheet called a document": ("targets.docx", of_excel(), "is called docx"),
    "a zip called a document": ("targets.docx", packed(a_dot_txt="x"), "is called docx"),
    "a zip": ("targets.zip", packed(a_dot_txt="x"), "cannot be evidence"),
    "nothing": ("targets.pdf", b"", "is empty"),
    "no extension": ("targets", PDF, "cannot be evidence"),
    "a file with macros by its name": ("targets.docm", document(), "may hold macros"),
    "macros": ("targets.docx", document(word__vbaProject_dot_bin=b"x"), "holds macros"),
    "macros announced": (
        "targets.docx",
        packed(**{"[Content_Types]_dot_xml": TYPES.format(".macroEnabled"), "word__document_dot_xml": "<w/>"}),
        "holds macros",
    ),
    "macros of LibreOffice": (
        "targets.odt",
        packed(mimetype="application/vnd.oasis.opendocument.text", Basic__Standard__Module1_dot_xml="<x/>"),
        "holds macros",
    ),
    "a program within": ("targets.docx", document(word__embeddings__tool_dot_exe=b"MZ"), "holds a program"),
    "an archive within": ("targets.docx", document(word__media__more_dot_zip=b"PK"), "holds an archive"),
    "a zip bomb": ("targets.docx", BOMB, "that is how a zip bomb works"),
    "files within files": (
        "targets.docx",
        document(word__embeddings__a_dot_docx=document(word__embeddings__b_dot_docx=document())),
        "holds files within files within files",
    ),
    "a bomb within": ("targets.docx", document(word__embeddings__a_dot_docx=BOMB), "that is how a zip bomb works"),
    "too many parts": ("targets.docx", document(**{f"part{n}": b"" for n in range(5001)}), "more than 5,000 parts"),
    "a name that leads out": ("targets.docx", document(**{"..__..__etc__passwd": b"x"}), "leads out of it"),
    "a password": ("targets.docx", bytes(LOCKED), "is locked with a password"),
    "an old format": ("targets.docx", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(100), "of an old kind"),
    "half of a document": ("targets.docx", of_word()[:-200], "is damaged"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_people_cannot_open_safely_is_refused(add: Add, folder: Path, what: str) -> None:
    name, content, words = REFUSED[what]
    assert len(content) < 2 * MB
    with pytest.raises(NotEvidence, match=words) as refusal:
        add(name, content)
    assert str(refusal.value)[-1] == "."
    assert not folder.exists(), "something was kept"


def test_a_part_that_lies_about_its_size_is_damaged(add: Add) -> None:
    zeros = zlib.compress(bytes(MB))
    honest = bytearray(document(word__zeros=bytes(MB)))
    place = honest.index(b"PK\x01\x02", honest.index(b"PK\x01\x02") + 4) + 24
    honest[place : place + 4] = struct.pack("<L", 10)
    assert len(zeros) < 2 * MB
    with pytest.raises(NotEvidence, match="is damaged"):
        add("targets.docx", bytes(honest))


def test_a_file_that_is_too_large_is_refused_unread(sqlite: Engine, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "film.pdf"
    with file.open("wb") as sparse:
        sparse.truncate(100 * MB)
    file.chmod(0o000)  # reading it would fail with another sentence, unless by a superuser
    with pytest.raises(NotEvidence, match=r"larger than 25 MB\. Make it smaller, or give a link"):
        evidence.add(sqlite, folder, file, 25 * MB, TODAY)


def test_a_file_that_is_not_there_is_refused(sqlite: Engine, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotEvidence, match="cannot be read: No such file"):
        evidence.add(sqlite, folder, tmp_path / "targets.pdf", MB, TODAY)


def test_the_same_content_is_kept_once_under_whatever_name(add: Add, sqlite: Engine, folder: Path) -> None:
    assert add("first.pdf", PDF) == add("second.pdf", PDF)
    with reading(sqlite) as connection:
        [kept] = evidence.listed(connection)
        assert evidence.fetched(connection, folder, kept.sha256) == PDF
    assert [file.name for file in folder.rglob("*") if file.is_file()] == [kept.sha256]


def test_a_file_that_changed_or_is_missing_is_found_and_not_handed_out(add: Add, sqlite: Engine, folder: Path) -> None:
    pdf, png = add("targets.pdf", PDF), add("photo.png", PNG)
    with reading(sqlite) as connection:
        assert list(evidence.checked(connection, folder)) == []
        (folder / pdf.sha256[:2] / pdf.sha256).write_bytes(b"%PDF-1.7 something else")
        (folder / png.sha256[:2] / png.sha256).unlink()
        told = sorted(evidence.checked(connection, folder), key=lambda sentence: "missing" in sentence)
        assert [pdf.sha256 in told[0], "has changed since" in told[0]] == [True, True]
        assert [png.sha256 in told[1], "is missing" in told[1]] == [True, True]
        with pytest.raises(NotOnFile, match="Restore it from a backup"):
            evidence.fetched(connection, folder, pdf.sha256)
    add("targets.pdf", PDF)  # adding it again mends it
    with reading(sqlite) as connection:
        assert evidence.fetched(connection, folder, pdf.sha256) == PDF


def test_an_action_is_completed_with_a_file_that_was_added_and_no_other(
    case_at: CaseAt, folder: Path, tmp_path: Path
) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    sha256 = hashlib.sha256(PDF).hexdigest()
    proof = {"action": "A1", "evidence": [{"title": "The targets", "sha256": sha256}]}
    refusal = case.refused("CompleteAction", Role.AUTHORITY, proof)
    assert isinstance(refusal, FileNotAdded)
    assert "peer-support evidence add" in str(refusal)
    (tmp_path / "targets.pdf").write_bytes(PDF)
    evidence.add(case.engine, folder, tmp_path / "targets.pdf", MB, case.today)
    case.give("CompleteAction", Role.AUTHORITY, proof)
    assert case.verify().problems == []
