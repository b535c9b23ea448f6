"""Papers are made from what the journal tells: for each board, as things stood when they were asked for."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config.vocabulary import Characteristic, Role, Stage
from documents.drafting import NothingToReport, drafted
from documents.facts.board import BoardPaper
from documents.kinds import Kind
from documents.making import Drafted, made
from documents.wanted import Wanted
from engagements.database import reading
from engagements.outbox import followed
from engagements.refusals import UnknownEngagement
from engagements.state.journal import FreeTextEntry, JournalEntry
from tests.builders import BOARD, Case, CaseAt
from tests.cast import COORDINATOR
from tests.desk import at_ten
from tests.documents.reading import lines

Q1, QUARTER = "2020-21-Q1", "April to June 2020"
SLT_MEETS, BOARD_MEETS = [date(2020, 9, 1), date(2020, 10, 6)], [date(2020, 9, 28), date(2020, 11, 30)]


@pytest.fixture
def reporting(case_at: CaseAt) -> Case:
    """Reports to its SLT and then to its board; the first quarter's return says that A1 is off track."""
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.report_through("slt", "board", meetings={"slt": SLT_MEETS, "board": BOARD_MEETS})
    case.give("OpenPeriod", Role.SYSTEM, {"period": Q1}, on=date(2020, 7, 1))
    updates = [{"action": "A1", "rating": "off_track", "text": "Two inspectors left."}]
    updates.append({"action": "A2", "rating": "on_track"})
    case.give("FileReturn", Role.AUTHORITY, {"period": Q1, "updates": updates}, on=date(2020, 7, 10))
    exception = {"period": Q1, "action": "A1", "cause": "Two inspectors left.", "response": "Posts are advertised."}
    case.give("RaiseException", Role.AUTHORITY, exception)
    case.give("AcceptReturn", COORDINATOR, {"period": Q1}, on=date(2020, 8, 10))
    return case


def papers(case: Case, kind: Kind, **which: Any) -> tuple[Drafted, ...]:
    with reading(case.engine) as connection:
        return drafted(connection, Wanted(kind, str(case.ref), case.now, **which), case.world)


def facts(paper: Drafted) -> BoardPaper:
    assert isinstance(paper.facts, BoardPaper)
    return paper.facts


def test_each_board_of_the_route_gets_its_own_cover_on_the_same_facts(reporting: Case) -> None:
    slt, board = papers(reporting, Kind.QUARTERLY_REPORT, period=Q1)
    assert [(p.board, p.facts.cover.board, p.facts.cover.meeting_date) for p in (slt, board)] == [
        ("slt", "SLT", "1 September 2020"),
        ("board", BOARD, "28 September 2020"),
    ]
    assert slt.name == f"{Q1} quarterly report, SLT"
    assert facts(slt).exceptions is facts(board).exceptions


def test_without_a_route_there_is_one_paper_for_no_board_in_particular(case_at: CaseAt) -> None:
    [paper] = papers(case_at(Stage.QUARTERLY_REPORTING), Kind.QUARTERLY_REPORT)
    assert (paper.board, paper.facts.cover.board, paper.facts.cover.meeting_date) == ("", "", "")


def test_everything_exceptional_about_an_action_stands_together(reporting: Case) -> None:
    [matter] = facts(papers(reporting, Kind.QUARTERLY_REPORT, period=Q1)[0]).exceptions
    assert (matter.what, matter.action) == ("Off track; raised by the authority", "A1")
    assert (matter.cause, matter.response) == ("Two inspectors left.", "Posts are advertised.")
    assert (matter.owner, matter.since) == ("Head of Protection", QUARTER)


def test_a_report_is_as_things_stood_when_it_was_asked_for_whatever_happened_since(reporting: Case) -> None:
    with reading(reporting.engine) as connection:
        positions = connection.execute(JournalEntry.table.select()).all()
        [accepted] = [
            each
            for each in followed(connection, [row.position for row in positions])
            if type(each.event).__name__ == "ReturnAccepted"
        ]
    ref, as_of = str(reporting.ref), accepted.sequence
    wanted = Wanted(Kind.QUARTERLY_REPORT, ref, accepted.at, sequence=as_of, period=Q1)
    with reading(reporting.engine) as connection:
        before = drafted(connection, wanted, reporting.world)
    reporting.settle()
    with reading(reporting.engine) as connection:
        assert drafted(connection, wanted, reporting.world) == before


def test_a_paper_as_of_a_day_knows_nothing_later(reporting: Case) -> None:
    with reading(reporting.engine) as connection:
        wanted = Wanted(Kind.QUARTERLY_REPORT, str(reporting.ref), at_ten(date(2020, 7, 5)), period=Q1)
        paper = drafted(connection, wanted, reporting.world)[0]
    assert "The authority has not sent its return for April to June 2020" in facts(paper).summary[1]
    assert not facts(paper).exceptions
    with reading(reporting.engine) as connection, pytest.raises(NothingToReport, match="Choose a later day"):
        drafted(connection, Wanted(Kind.CLOSURE_REPORT, str(reporting.ref), at_ten(date(2019, 1, 1))), reporting.world)
    with reading(reporting.engine) as connection, pytest.raises(UnknownEngagement):
        drafted(connection, Wanted(Kind.CLOSURE_REPORT, "NOWHERE-1", reporting.now), reporting.world)


def test_a_moved_date_shows_the_first_the_current_and_who_asked_and_decided(reporting: Case) -> None:
    first = facts(papers(reporting, Kind.DECISION_PAPER)[0]).actions[0].due_first
    for later in (date(2021, 6, 1), date(2021, 9, 1)):
        reporting.give("RequestExtension", Role.AUTHORITY, days=1, action="A1", due_to=later, reason="The vacancy.")
        reporting.give("DecideExtension", Role.PRINCIPAL_ADVISER, action="A1", grant=True, reason="As discussed.")
    paper = facts(papers(reporting, Kind.DECISION_PAPER)[0])
    assert (paper.actions[0].due_first, paper.actions[0].due_on, paper.actions[0].moved) == (
        first,
        "1 September 2021",
        "twice",
    )
    assert [(move.due_from, move.due_to) for move in paper.moves] == [
        (first, "1 June 2021"),
        ("1 June 2021", "1 September 2021"),
    ]
    assert paper.moves[1].asked.startswith("By the authority on ")
    assert (paper.moves[1].decided_by, paper.moves[1].decision_reason) == ("the principal adviser", "As discussed.")


def test_a_closure_report_names_what_was_transferred_and_what_stays_open_with_the_inspectorate(reporting: Case) -> None:
    concern = {"question": "protecting the public through fire regulation", "issued_on": reporting.today}
    reporting.give("RecordCauseOfConcern", COORDINATOR, {**concern, "text": "Too few audits."})
    reporting.close()
    paper = facts(papers(reporting, Kind.CLOSURE_REPORT)[0])
    [transferred] = paper.transferred
    assert (transferred.action, transferred.owner) == ("A2", "Head of Digital")
    assert transferred.reason == "Tied to the wider digital work."
    assert [action.ref for action in paper.verified] == ["A1"]
    assert [concern.stands for concern in paper.concerns] == ["Open: the inspectorate has not removed it"]
    assert paper.summary[0] == "All but one delivered."
    assert any("which nobody has verified" in ask for ask in paper.asks)


def test_a_decision_paper_says_what_its_author_wrote(reporting: Case, tmp_path: Path) -> None:
    answers = [{"characteristic": one, "impact": "no"} for one in Characteristic]
    answers[0] = {"characteristic": "race", "impact": "positive", "text": "Leaflets in more languages."}
    written = {
        "kind": "decision",
        "subject": "Reporting by exception",
        "asks": ["approve reporting by exception"],
        "background": "First paragraph.\n\nSecond paragraph.",
        "financial_implications": "None additional.",
        "equality": answers,
    }
    reporting.give("DraftPaper", Role.CLERK, written)
    submit = {"number": 1, "body": "board", "met_on": date(2020, 11, 30), "agenda_item": "10"}
    reporting.give("SubmitPaper", Role.CLERK, submit)
    [paper] = papers(reporting, Kind.DECISION_PAPER, paper=1, board="board")
    cover = paper.facts.cover
    assert (cover.board, cover.meeting_date, cover.agenda_item) == (BOARD, "30 November 2020", "10")
    assert (cover.title, cover.type) == ("Reporting by exception", "Decision")
    said = lines(made(paper, tmp_path).docx)
    assert said[said.index("Background") + 1 :][:2] == ["First paragraph.", "Second paragraph."]
    assert "Race | Yes, for the better | Leaflets in more languages." in said
    assert sum(line.endswith("| No | ") for line in said) == 8


def test_what_was_erased_is_said_to_be_erased(reporting: Case) -> None:
    with reporting.engine.begin() as connection:
        connection.execute(FreeTextEntry.table.delete())
    paper = facts(papers(reporting, Kind.QUARTERLY_REPORT, period=Q1)[0])
    assert paper.actions[0].text == "[this text has been erased]"
