"""Downloads: what browsers are told of a file."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.settings import Settings
from documents import files
from documents.kinds import Kind
from documents.ledger import Document
from portal.downloads import Media, download, paper
from portal.mishaps import NotThere
from portal.office import Office
from tests.builders import Case


def test_a_file_is_kept_and_never_shown_as_a_page() -> None:
    answer = download(b"<script>alert(1)</script>", "plan.csv", Media.CSV)
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", ['a"b\r\nSet-Cookie: x=y.pdf', "../../etc/passwd", "Übersicht, Q1.docx", "", "."])
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    named = download(b"", name, Media.UNKNOWN).headers["content-disposition"]
    assert named.isprintable()
    assert named.isascii()
    assert named.count('"') == 2
    assert "/" not in named


def office(case: Case, data_dir: Path) -> Office:
    return Office(Settings(data_dir=data_dir), case.engine, case.world, ("k" * 43,), lambda: case.now)


def kept_paper(data_dir: Path) -> Document:
    return Document(
        kind=Kind.DECISION_PAPER,
        title="Closure",
        path="ESSEX-2020-1/paper 1, decision paper, SLT",
        docx=files.keep(b"a letter", "docx", data_dir / "papers"),
        docx_size=8,
        pdf=files.keep(b"%PDF", "pdf", data_dir / "papers"),
        pdf_size=4,
        made_at=datetime(2020, 1, 6, tzinfo=ZoneInfo("Europe/London")),
    )


def test_a_paper_comes_in_both_forms_under_the_name_that_people_read(case: Case, tmp_path: Path) -> None:
    document = kept_paper(tmp_path)
    word, pdf = (paper(office(case, tmp_path), document, form) for form in ("docx", "pdf"))
    assert (word.body, pdf.body) == (b"a letter", b"%PDF")
    assert pdf.headers["content-type"] == "application/pdf"
    assert 'filename="ESSEX-2020-1, paper 1, decision paper, SLT.docx"' in word.headers["content-disposition"]


def test_a_paper_that_was_changed_on_disk_is_not_handed_out(case: Case, tmp_path: Path) -> None:
    document = kept_paper(tmp_path)
    files.kept(document.pdf, "pdf", tmp_path / "papers").write_bytes(b"something else")
    with pytest.raises(NotThere):
        paper(office(case, tmp_path), document, "pdf")
    with pytest.raises(NotThere):
        paper(office(case, tmp_path), document, "exe")
