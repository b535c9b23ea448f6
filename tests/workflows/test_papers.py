"""Papers follow from events: written for each board, kept with the event that asked for them, told to the clerk."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from sqlalchemy import Engine, delete

from config.vocabulary import Role, Stage
from documents.kinds import Kind
from documents.ledger import Document, listed
from engagements import outbox as waiting
from engagements.database import reading, writing
from engagements.state.journal import OutboxEntry
from tests.builders import BOARD, Case, CaseAt
from tests.cast import COORDINATOR
from tests.workflows.relays import drained, messages, outbox, relay_for, run
from workflows.papers import rebuild_paper, write_national_report

pytestmark = pytest.mark.usefixtures("one_loop")
Q1 = "2020-21-Q1"


@pytest.fixture
def accepted(case_at: CaseAt) -> Case:
    """An authority with two boards, whose return for the first quarter has just been accepted."""
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.report_through("slt", "board")
    case.give("OpenPeriod", Role.SYSTEM, {"period": Q1}, on=date(2020, 7, 1))
    case.give("FileNilReturn", Role.AUTHORITY, {"period": Q1}, on=date(2020, 7, 10))
    with writing(case.engine) as connection:
        connection.execute(delete(OutboxEntry.table))  # what came before was followed
    case.give("AcceptReturn", COORDINATOR, {"period": Q1}, days=2)
    return case


def papers(engine: Engine) -> list[Document]:
    with reading(engine) as connection:
        return listed(connection)


def tasks_of(relay: str, expected: set[str]) -> set[str]:
    """The names of the tasks that Prefect knows of. It hears of them in the background: wait for those expected."""

    async def read() -> set[str]:
        tagged = FlowRunFilter(tags=FlowRunFilterTags(all_=[f"relay:{relay}"]))
        known = set[str]()
        async with get_client() as client:
            for _ in range(100):
                known = {task.name for task in await client.read_task_runs(flow_run_filter=tagged)}
                if expected <= known:
                    break
                await asyncio.sleep(0.1)
        return known

    return run(read())


def test_an_accepted_return_gives_each_board_its_report(accepted: Case, tmp_path: Path) -> None:
    drained(relay_for(accepted, tmp_path, name="papers"))
    assert [(paper.kind, paper.board, paper.period) for paper in papers(accepted.engine)] == [
        (Kind.QUARTERLY_REPORT, "slt", Q1),
        (Kind.QUARTERLY_REPORT, "board", Q1),
    ]
    for board in ("SLT", BOARD):
        for suffix in ("docx", "pdf"):
            assert (tmp_path / "papers" / str(accepted.ref) / f"{Q1} quarterly report, {board}.{suffix}").is_file()
    wrote = {"write the quarterly report for SLT", f"write the quarterly report for {BOARD}"}
    assert wrote <= tasks_of("papers", wrote)
    [told] = [message for message in messages(accepted.engine) if message.template == "papers-written"]
    assert told.audience is Role.CLERK
    assert f"{accepted.ref}/{Q1} quarterly report, SLT" in told.text


def test_following_it_again_writes_nothing_twice(accepted: Case, tmp_path: Path) -> None:
    relay = drained(relay_for(accepted, tmp_path))
    before = papers(accepted.engine)
    files = sorted(tmp_path.rglob("papers/**/*"))
    with writing(accepted.engine) as connection:
        for cause in {paper.cause or 0 for paper in before}:
            waiting.put_back(connection, cause)
    drained(relay)
    assert papers(accepted.engine) == before
    assert sorted(tmp_path.rglob("papers/**/*")) == files
    assert outbox(accepted.engine) == []


def test_a_faulty_template_holds_up_no_paper_and_is_named_beside_it(accepted: Case, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "quarterly-report.docx"
    own.parent.mkdir()
    own.write_bytes(b"Dear board,")
    drained(relay_for(accepted, tmp_path))
    remarks = {paper.remark for paper in papers(accepted.engine)}
    [remark] = remarks
    assert "quarterly-report.docx is no Word document (.docx)." in remark
    assert outbox(accepted.engine) == []


def test_each_stage_gives_its_people_their_papers_when_it_happens(case_at: CaseAt, tmp_path: Path) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    drained(relay_for(case, tmp_path))
    found = papers(case.engine)
    assert [paper.kind for paper in found] == [
        *(Kind.SCOPE, Kind.SCOPE, Kind.INVITATION_LETTER, Kind.INVITATION_LETTER, Kind.TEAM_BRIEF),
        *(Kind.TEAM_BRIEF, Kind.TEAM_BRIEF, Kind.TIMETABLE, Kind.FEEDBACK_NOTE),
        *(Kind.DRAFT_REPORT, Kind.FINAL_REPORT, Kind.LETTER_TO_CHAIR),
    ], "The brief is written anew when the days are set, and when the self-assessment is there."
    assert (tmp_path / "papers" / str(case.ref) / "final report.docx").is_file()
    [told] = [message for message in messages(case.engine) if message.template == "letter-to-chair"]
    assert told.recipient == "essex-chair"


def test_a_closed_engagement_has_its_closure_report(accepted: Case, tmp_path: Path) -> None:
    accepted.settle()
    for board in ("slt", "board"):
        decided = {"board": board, "met_on": accepted.today, "about": "closure", "decision": "approved"}
        accepted.give("RecordBoardDecision", Role.CLERK, decided)
    accepted.give("CloseEngagement", Role.COORDINATOR, days=2, summary="All but one delivered.")
    drained(relay_for(accepted, tmp_path))
    closed = [paper for paper in papers(accepted.engine) if paper.kind is Kind.CLOSURE_REPORT]
    assert [paper.board for paper in closed] == ["slt", "board"]
    [told] = [m for m in messages(accepted.engine) if m.template == "engagement-closed" and m.audience is Role.CLERK]
    assert f"{accepted.ref}/closure report, SLT" in told.text


def test_the_national_report_of_a_quarter_is_written_once(accepted: Case, tmp_path: Path) -> None:
    relay_for(accepted, tmp_path)
    for _ in range(2):
        run(write_national_report())
    [paper] = papers(accepted.engine)
    assert (paper.kind, paper.period, paper.cause) == (Kind.NATIONAL_REPORT, Q1, None)
    assert (tmp_path / "papers" / "national" / f"{Q1} national report.pdf").is_file()


def test_an_operator_rebuilds_a_paper_by_its_number(accepted: Case, tmp_path: Path) -> None:
    drained(relay_for(accepted, tmp_path))
    before = papers(accepted.engine)
    run(rebuild_paper(1))
    assert papers(accepted.engine) == before, "Nothing has changed, so that the paper is the same."
    before_files = sorted(tmp_path.rglob("papers/**/*"))
    run(rebuild_paper(2))
    assert sorted(tmp_path.rglob("papers/**/*")) == before_files
