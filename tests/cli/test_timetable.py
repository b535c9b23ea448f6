"""``timetable`` takes the sessions of a visit from a spreadsheet and gives them back: whole, or not at all."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from config.vocabulary import Stage
from documents.spreadsheets.book import read_book
from documents.spreadsheets.opening import read_file
from engagements.state.timetable import VisitSession
from tests.builders import Case
from tests.cast import LEAD, OPERATIONAL, PROTECTION
from tests.cli.conftest import Terminal
from tests.cli.plans import saved
from tests.desk import everything

HEADINGS = ["Session", "Day", "From", "To", "Kind", "Title", "Place", "With whom", "Lines of enquiry", "Peers"]
DAY = date(2020, 3, 20)
AUDITS: list[Any] = [None, DAY, time(10), "11.30", "Interview", "Audits", "Headquarters", None, PROTECTION, LEAD]
CREWS: list[Any] = [None, DAY, "14:00", "15:00", "focus group", "Crews", "North station", "A watch", None, OPERATIONAL]


@pytest.fixture
def case(terminal: Terminal) -> Case:
    case = terminal.case().at_stage(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    terminal.follow(case)
    return case


def test_sessions_are_planned_from_a_spreadsheet_in_one_go(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    file = saved(tmp_path, timetable=[HEADINGS, AUDITS, CREWS])
    before = everything(terminal.engine)
    tried = terminal("timetable", "import", str(case.ref), file, "--dry-run")
    assert everything(terminal.engine) == before
    assert tried.out.splitlines() == [
        "Sessions that would be planned: 2.",
        "No rule stands against it. Nothing was written.",
    ]
    assert terminal("timetable", "import", str(case.ref), file).out == "Sessions that were planned: 2.\n"
    first, second = case.rows(VisitSession)
    assert (first.starts_at.hour, first.ends_at.minute, first.lines, first.peers) == (10, 30, [PROTECTION], [LEAD])
    assert (second.kind.value, second.place, second.lines) == ("focus_group", "North station", [])
    assert case.verify().holds


def test_a_timetable_that_was_exported_comes_back_with_what_was_changed(
    terminal: Terminal, case: Case, tmp_path: Path
) -> None:
    terminal("timetable", "import", str(case.ref), saved(tmp_path, timetable=[HEADINGS, AUDITS, CREWS]))
    written = tmp_path / "again.csv"
    assert (
        terminal("timetable", "export", str(case.ref), "--to", str(written)).out == f"Wrote 2 sessions to {written}.\n"
    )
    assert terminal("timetable", "import", str(case.ref), str(written)).out == "Nothing differs from what stands.\n"
    written.write_bytes(written.read_bytes().replace(b"10:00", b"10:15").replace(b"North station", b"South station"))
    said = terminal("timetable", "import", str(case.ref), str(written))
    assert said.out.splitlines() == ["Session 1 was changed: starts.", "Session 2 was changed: place."]
    assert [one.revision for one in case.rows(VisitSession)] == [1, 1]


@pytest.mark.parametrize(
    ("spoilt", "column", "says"),
    [
        ({1: date(2020, 3, 25)}, "", "25 March 2020 is no day of the visit."),
        ({2: "half past"}, "C (Starts)", "half past is not a time. Write it as 09:30."),
        ({3: "09:00"}, "", "A session that starts at 10:00 cannot end at 09:00."),
        ({4: "interviews"}, "E (Kind)", "Did you mean interview?"),
        ({5: None}, "F (Title)", "This is missing: what it is about."),
        ({0: "7"}, "A (Session)", "There is no session 7. Leave it empty for a new one."),
        ({8: "catering"}, "", "The scope has no line of enquiry catering."),
        ({9: "nobody"}, "", "Peer nobody of session 1"),
        ({1: DAY, 2: "14:30", 3: "16:00", 9: OPERATIONAL}, "", f"Peer {OPERATIONAL} would be in two sessions at once"),
    ],
)
def test_what_needs_mending_is_listed_and_nothing_is_written(
    terminal: Terminal, case: Case, tmp_path: Path, spoilt: dict[int, Any], column: str, says: str
) -> None:
    row = [spoilt.get(place, cell) for place, cell in enumerate(AUDITS)]
    before = everything(terminal.engine)
    file = saved(tmp_path, timetable=[HEADINGS, CREWS, row])
    said = terminal("timetable", "import", str(case.ref), file, "--json")
    assert everything(terminal.engine) == before
    assert said.code == 1
    [problem] = said.json["problems"]
    assert problem["column"] == column
    assert says in problem["says"]


def test_a_workbook_says_which_lines_and_peers_there_are(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    written = tmp_path / "timetable.xlsx"
    assert terminal("timetable", "export", str(case.ref), "--to", str(written)).code == 0
    sheets = {sheet.name: sheet.rows for sheet in read_book(read_file(written), HEADINGS).sheets}
    assert sheets["Lines of enquiry"][1][0] == PROTECTION
    assert [row[0] for row in sheets["Team"][1:]] == [LEAD, OPERATIONAL]


def test_the_terminal_shows_the_sessions_and_what_stands_against_them(terminal: Terminal, case: Case) -> None:
    assert "has no sessions yet" in terminal("timetable", str(case.ref)).out
    case.plan_sessions({"peers": []})
    said = terminal("timetable", str(case.ref)).out
    assert "How audits are planned" in said
    assert "Session 1 (interview, 10:00 to 11:00 on 20 March 2020) has no peer." in said
    assert terminal("timetable", str(case.ref), "--json").json["against"][0]["sessions"] == [1]
