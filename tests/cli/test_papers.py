"""What was written for boards, from the command line; and papers written into a folder, with nothing put on record."""

from datetime import date
from pathlib import Path

import pytest

from config.vocabulary import Role, Stage
from documents import ledger
from documents.drafting import drafted
from documents.kinds import Kind
from documents.making import keep
from documents.rebuilding import drafted_again
from documents.templates import SHIPPED
from documents.wanted import Wanted
from engagements.database import reading, writing
from tests.builders import Case
from tests.cli.conftest import Terminal
from tests.desk import everything

Q1 = "2020-21-Q1"


@pytest.fixture
def case(terminal: Terminal) -> Case:
    """An engagement that reports to two boards, on 13 July 2020."""
    case = terminal.case().at_stage(Stage.QUARTERLY_REPORTING)
    case.report_through("slt", "board")
    case.give("OpenPeriod", Role.SYSTEM, {"period": Q1}, on=date(2020, 7, 13))
    terminal.follow(case)
    return case


@pytest.fixture
def written(case: Case, data_dir: Path) -> ledger.Document:
    """The SLT's report, as a flow would have put it on record for the last event."""
    with reading(case.engine) as connection:
        wanted = Wanted(Kind.QUARTERLY_REPORT, str(case.ref), case.now, period=Q1, board="slt")
        [paper] = drafted(connection, wanted, case.world)
    with writing(case.engine) as connection:
        ledger.record(connection, [keep(paper, data_dir)])
    with reading(case.engine) as connection:
        return ledger.find(connection, 1)


def test_before_any_paper_the_list_says_where_they_come_from(empty: Terminal) -> None:
    assert empty("papers").out == "No paper was written yet. The first follows from the scope.\n"
    assert empty("papers", "list", "--json").json == []


def test_papers_are_listed_and_shown_by_number(
    terminal: Terminal, written: ledger.Document, data_dir: Path, tmp_path: Path
) -> None:
    assert "ESSEX-2020-1/2020-21-Q1 quarterly report, SLT" in terminal("papers", "list", "--ref", "ESSEX-2020-1").out
    [listed] = terminal("papers", "list", "--json").json
    assert [Path(file).is_file() for file in listed["files"]] == [True, True]
    put = terminal("papers", "show", "1", "--to", str(tmp_path / "for the clerk")).out.splitlines()
    assert [Path(file).name for file in put] == [f"{Q1} quarterly report, SLT.{suffix}" for suffix in ("docx", "pdf")]
    one = tmp_path / "report.pdf"
    assert terminal("papers", "show", "1", "--to", str(one)).out == f"{one}\n"
    assert one.read_bytes().startswith(b"%PDF")
    assert len(terminal("papers", "show", "1").out.splitlines()) == 3
    assert "There is no paper 7" in terminal.refused("papers", "show", "7")
    assert "cannot be written" in terminal.refused("papers", "show", "1", "--to", str(one / "below a file"))


def test_a_file_that_somebody_changed_is_not_given_out_as_the_paper(
    terminal: Terminal, written: ledger.Document, data_dir: Path, tmp_path: Path
) -> None:
    [kept] = (data_dir / "papers" / "by-content").rglob("*.pdf")
    kept.write_bytes(b"another")
    assert "is not there as it was written" in terminal.refused("papers", "show", "1", "--to", str(tmp_path / "a.pdf"))


def test_a_paper_may_be_written_into_a_folder_as_of_a_day_without_a_trace(
    terminal: Terminal, case: Case, tmp_path: Path
) -> None:
    before = everything(terminal.engine)
    to = str(tmp_path / "out")
    said = terminal("papers", "make", "quarterly-report", "ESSEX-2020-1", "--period", Q1, "--to", to, "--json")
    assert [Path(file).name for file in said.json["files"]][::2] == [
        f"ESSEX-2020-1, {Q1} quarterly report, SLT.docx",
        f"ESSEX-2020-1, {Q1} quarterly report, Performance and Resources Board.docx",
    ]
    slt = ("--board", "slt", "--on", "2020-07-01", "--to", to)
    assert len(terminal("papers", "make", "closure-report", "ESSEX-2020-1", *slt).out.splitlines()) == 2
    assert everything(terminal.engine) == before
    too_early = ("--on", "2019-01-01", "--to", to)
    assert "Choose a later day." in terminal.refused("papers", "make", "closure-report", "ESSEX-2020-1", *too_early)
    wrong = ("--period", "2020-Q1", "--to", to)
    assert "is not a reporting period" in terminal.refused("papers", "make", "quarterly-report", "ESSEX-2020-1", *wrong)
    assert "oversight-report" in terminal.refused("papers", "make", "national-report", "ESSEX-2020-1", "--to", to)


def test_the_national_report_is_written_for_a_quarter_that_has_ended(
    terminal: Terminal, case: Case, tmp_path: Path
) -> None:
    said = terminal("oversight-report", "--to", str(tmp_path))
    assert said.out.splitlines() == [str(tmp_path / f"national, {Q1} national report.{s}") for s in ("docx", "pdf")]
    refusal = terminal.refused("oversight-report", "--period", "2020-21-Q2", "--to", str(tmp_path))
    assert refusal == "2020-21-Q2 lasts until 30 September 2020; the report is made after that."


def test_a_template_is_tried_before_it_is_used(nowhere: Terminal, tmp_path: Path) -> None:
    own = tmp_path / "closure-report.docx"
    own.write_bytes((SHIPPED / "closure-report.docx").read_bytes())
    assert nowhere("papers", "check", str(own)).out == f"{own} fits a closure report.\n"
    renamed = own.rename(tmp_path / "ours.docx")
    assert nowhere("papers", "check", str(renamed), "--kind", "closure-report").code == 0
    for arguments, why in (
        (("--kind", "national-report"), "names a fact that there is not"),
        ((), "is not called after a paper"),
    ):
        said = nowhere("papers", "check", str(renamed), *arguments)
        assert (said.code, said.out) == (1, "")
        assert why in said.err


def test_a_paper_that_is_made_again_takes_the_place_of_the_one_before(
    terminal: Terminal, case: Case, written: ledger.Document, data_dir: Path
) -> None:
    own = data_dir / "templates" / "quarterly-report.docx"
    own.parent.mkdir()
    own.write_bytes((SHIPPED / "decision-paper.docx").read_bytes())
    with reading(case.engine) as connection:
        again = drafted_again(connection, 1, case.now, case.world)
    made = keep(again, data_dir)
    with writing(case.engine) as connection:
        ledger.replaced(connection, 1, made)
        [now] = ledger.listed(connection)
    assert (now.id, now.path, now.cause) == (1, written.path, written.cause)
    assert now.docx != written.docx
    assert now.pdf == written.pdf, "The facts are those of the event: only the Word template differs."


def test_a_paper_for_no_board_stays_one_when_the_authority_has_a_route_by_now(
    terminal: Terminal, data_dir: Path
) -> None:
    case = terminal.case().at_stage(Stage.QUARTERLY_REPORTING)
    with reading(case.engine) as connection:
        wanted = Wanted(Kind.CLOSURE_REPORT, str(case.ref), case.now)
        [paper] = drafted(connection, wanted, case.world)
    with writing(case.engine) as connection:
        ledger.record(connection, [keep(paper, data_dir)])
    case.report_through("slt", "board")
    with reading(case.engine) as connection:
        again = drafted_again(connection, 1, case.now, case.world)
    assert (again.board, again.facts) == ("", paper.facts)
