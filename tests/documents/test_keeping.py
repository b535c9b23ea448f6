"""Papers are kept whole or not at all, once for each event and board, by content and under a name that people read."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.vocabulary import Stage
from documents import files, ledger
from documents.drafting import drafted
from documents.kinds import Kind
from documents.making import Drafted, keep
from documents.wanted import Wanted
from engagements.database import reading, writing
from tests.builders import Case


@pytest.fixture
def closed(engine: Engine) -> Drafted:
    """The closure report of an engagement, for its first event of all."""
    case = Case(engine)
    case.at_stage(Stage.CLOSED)
    with reading(engine) as connection:
        [paper] = drafted(connection, Wanted(Kind.CLOSURE_REPORT, str(case.ref), case.now), case.world)
    return paper


def stored(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_a_paper_is_on_record_once_however_often_its_event_is_followed(
    closed: Drafted, engine: Engine, tmp_path: Path
) -> None:
    for new in (1, 0, 0):
        with writing(engine) as connection:
            assert ledger.record(connection, [keep(closed, tmp_path)]) == new
    with reading(engine) as connection:
        [paper] = ledger.listed(connection)
    assert len(stored(tmp_path)) == 4, "To follow it again gives the same files."
    for suffix, digest, size in (("docx", paper.docx, paper.docx_size), ("pdf", paper.pdf, paper.pdf_size)):
        readable = tmp_path / "papers" / f"{paper.path}.{suffix}"
        assert readable.read_bytes() == files.kept(digest, suffix, tmp_path / "papers").read_bytes()
        assert readable.stat().st_size == size
    assert paper.path == f"{closed.folder}/closure report"


def test_a_run_that_is_cut_off_leaves_no_paper_on_record_and_no_half_file(
    closed: Drafted, engine: Engine, tmp_path: Path
) -> None:
    with engine.connect() as connection:
        ledger.record(connection, [keep(closed, tmp_path)])
        connection.rollback()  # the power fails before the transaction ends
    with reading(engine) as connection:
        assert ledger.listed(connection) == []
    whole = stored(tmp_path)
    keep(closed, tmp_path)
    assert stored(tmp_path) == whole


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            files.keep(b"a paper", "docx", tmp_path)
    assert stored(tmp_path) == []


def test_what_staff_changed_in_their_copy_is_not_written_over(closed: Drafted, tmp_path: Path) -> None:
    first = keep(closed, tmp_path)
    edited = tmp_path / "papers" / f"{first.path}.docx"
    edited.write_bytes(b"as the clerk has edited it")
    again = keep(closed, tmp_path)
    assert edited.read_bytes() == b"as the clerk has edited it"
    assert again.path == f"{first.path} (event {closed.cause})"
    assert again.docx == first.docx


def test_a_template_broken_by_its_editor_gives_way_to_ours_and_the_ledger_says_why(
    closed: Drafted, tmp_path: Path
) -> None:
    whole = keep(closed, tmp_path)
    own = tmp_path / "templates" / "essex" / "closure-report.docx"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"Dear board,")
    made = keep(closed, tmp_path)
    assert (made.docx, made.pdf) == (whole.docx, whole.pdf)
    assert made.remark == (
        "templates/essex/closure-report.docx is no Word document (.docx). The paper is in the template that comes with "
        "the system."
    )
    assert not whole.remark


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (("2020-21-Q1 quarterly report", "SLT"), "2020-21-Q1 quarterly report, SLT"),
        (("closure report", "../../etc/passwd"), "closure report, ..-..-etc-passwd"),
        (("", "\n"), "paper"),
        (("x" * 500,), "x" * 120),
    ],
)
def test_a_readable_name_is_one_that_every_file_system_takes(given: tuple[str, ...], name: str) -> None:
    assert files.readable(*given) == name


def test_two_boards_two_papers_of_one_event(closed: Drafted, engine: Engine, tmp_path: Path) -> None:
    slt, board = (
        replace(closed, board=slug, name=files.readable("closure report", slug), cause=2) for slug in ("slt", "board")
    )
    with writing(engine) as connection:
        assert ledger.record(connection, [keep(slt, tmp_path), keep(board, tmp_path)]) == 2
        assert [paper.board for paper in ledger.of_cause(connection, 2)] == ["slt", "board"]


def test_a_later_making_takes_the_readable_name_and_an_earlier_one_never_takes_it_back(
    closed: Drafted, tmp_path: Path
) -> None:
    facts = closed.facts
    later = replace(
        closed,
        facts=replace(facts, cover=replace(facts.cover, agenda_item="10")),
        made_at=closed.made_at + timedelta(days=1),
        cause=2,
    )
    assert keep(closed, tmp_path).path == keep(later, tmp_path).path
    newest = (tmp_path / "papers" / closed.folder / "closure report.docx").read_bytes()
    assert keep(closed, tmp_path).path.endswith(f"(event {closed.cause})")
    assert (tmp_path / "papers" / closed.folder / "closure report.docx").read_bytes() == newest
