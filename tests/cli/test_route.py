"""``route`` puts an authority's boards and their meetings on record: a file whole or not at all."""

from pathlib import Path

import pytest

from tests.cli.conftest import Terminal

TWO_BODIES = """
[[bodies]]
slug = "slt"
name = "SLT"
decides = false
[[bodies.meetings]]
met_on = 2021-04-13
agenda_item = "4h"

[[bodies]]
slug = "board"
name = "Performance and Resources Board"
[[bodies.meetings]]
met_on = 2021-04-26
papers_by = 2021-04-15
"""
HEADER = "Body,Name,Decides,Meeting,Papers by,Agenda item"
SLT = "slt,SLT,no,13/04/2021,,4h"
BOARD = "board,Performance and Resources Board,yes,26/04/2021,15/04/2021,"


def written(folder: Path, *lines: str, name: str = "route.csv") -> str:
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


def test_a_newcomer_is_told_how_to_give_an_authority_a_route(terminal: Terminal) -> None:
    assert "peer-support route set essex FILE" in terminal("route", "show", "essex").out
    assert terminal("route", "show", "essex", "--json").json == {"authority": "essex", "bodies": []}


def test_a_route_in_a_file_is_shown_as_it_was_given(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal("route", "set", "essex", written(tmp_path, TWO_BODIES, name="route.toml"))
    told = "Papers of essex go to SLT, then Performance and Resources Board, with 2 meetings on record."
    assert (said.code, said.out) == (0, f"{told} The last one decides.\n")
    shown = terminal("route", "show", "essex").out
    assert "1. SLT (slt), which notes" in shown
    assert "13 April 2021  by the product's clock  4h" in shown
    assert "2. Performance and Resources Board (board), which decides closure" in shown
    assert "26 April 2021  15 April 2021" in shown


def test_a_spreadsheet_says_the_same(terminal: Terminal, tmp_path: Path) -> None:
    terminal("route", "set", "essex", written(tmp_path, TWO_BODIES, name="route.toml"))
    by_toml = terminal("route", "show", "essex", "--json").json
    assert terminal("route", "set", "essex", written(tmp_path, HEADER, SLT, BOARD)).code == 0
    assert terminal("route", "show", "essex", "--json").json == by_toml


def test_a_dry_run_writes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal("route", "set", "essex", written(tmp_path, HEADER, SLT, BOARD), "--dry-run")
    assert said.out.startswith("Papers of essex would go to SLT, then ")
    assert terminal("route", "show", "essex", "--json").json["bodies"] == []


def test_a_meeting_is_added_and_its_agenda_item_given_later(terminal: Terminal, tmp_path: Path) -> None:
    terminal("route", "set", "essex", written(tmp_path, HEADER, SLT, BOARD))
    for options in ((), ("--agenda-item", "7", "--papers-by", "2021-05-30")):
        assert terminal("route", "meeting", "essex", "slt", "2021-06-08", *options).code == 0
    [slt, _] = terminal("route", "show", "essex", "--json").json["bodies"]
    assert [(one["met_on"], one["agenda_item"], one["papers_by"]) for one in slt["meetings"]] == [
        ("2021-04-13", "4h", None),
        ("2021-06-08", "7", "2021-05-30"),
    ]


def test_a_meeting_that_moves_leaves_its_old_day(terminal: Terminal, tmp_path: Path) -> None:
    terminal("route", "set", "essex", written(tmp_path, HEADER, SLT, BOARD))
    told = terminal.refused("route", "meeting", "essex", "slt", "2021-04-15", "--instead-of", "2021-04-14")
    assert told.startswith("slt has no meeting on 14 April 2021.")
    assert terminal("route", "meeting", "essex", "slt", "2021-04-15", "--instead-of", "2021-04-13").code == 0
    [slt, _] = terminal("route", "show", "essex", "--json").json["bodies"]
    assert [one["met_on"] for one in slt["meetings"]] == ["2021-04-15"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((HEADER,), "Bodies: too few entries."),
        ((HEADER, "slt,SLT,,,,"), "Row 2, column D (Meeting): This is missing"),
        ((HEADER, SLT, "board,Board,maybe,26/04/2021,,"), "Row 3, column C (Decides): maybe is neither yes nor no."),
        ((HEADER, SLT, "board,Board,,31/02/2021,,"), "Row 3, column D (Meeting): 31/02/2021 is not a date"),
        (
            (HEADER, "slt,SLT,,26/04/2021,27/04/2021,"),
            "Row 2: papers_by 27 April 2021 is after the meeting of",
        ),
        ((HEADER, "slt,,,26/04/2021,,"), "Row 2: name: this field is missing."),
        ((HEADER, "slt,SLT,,26/04/2021,,", "slt,,,13/04/2021,,"), "Row 2: slt meets on 13 April 2021 after 26 April"),
        ((HEADER, BOARD, SLT), "The last body, slt, must be one that decides"),
        ((HEADER, SLT, "board,SLT,,26/04/2021,,"), "he body slt is there 2 times: name each once"),
        ((HEADER, "A Board,SLT,,26/04/2021,,"), "Row 2: slug: String should match pattern"),
    ],
)
def test_what_a_spreadsheet_gets_wrong_is_told_by_row(
    terminal: Terminal, tmp_path: Path, lines: tuple[str, ...], reason: str
) -> None:
    said = terminal("route", "set", "essex", written(tmp_path, *lines))
    first, *told = said.err.splitlines()
    assert (said.code, first.startswith("Nothing was written; ")) == (1, True)
    assert any(reason in line for line in told), told
    assert terminal("route", "show", "essex", "--json").json["bodies"] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TWO_BODIES.replace("[[bodies.meetings]]\nmet_on = 2021-04-26\n", ""), "Body 2 (board): papers_by: unknown"),
        (TWO_BODIES.split("[[bodies.meetings]]")[0], "Body 1 (slt): slt names no meeting."),
        (TWO_BODIES.replace("2021-04-15", "2021-04-27"), "Body 2 (board), meeting 1: papers_by 27 April 2021 is after"),
        (TWO_BODIES.replace('"board"', '"slt"'), "he body slt is there 2 times"),
        ("bodies = 1", "Bodies: Input should be a valid tuple."),
        ("bodies = [1]", "Body 1: Input should be"),
    ],
)
def test_what_a_toml_file_gets_wrong_is_told_by_body_and_meeting(
    terminal: Terminal, tmp_path: Path, text: str, reason: str
) -> None:
    said = terminal("route", "set", "essex", written(tmp_path, text, name="route.toml"))
    assert said.code == 1
    assert reason in said.err


def test_meetings_that_are_over_are_no_route(terminal: Terminal, tmp_path: Path) -> None:
    gone = written(tmp_path, HEADER, "slt,SLT,,04/01/2019,,")
    for options in ((), ("--dry-run",)):
        told = terminal.refused("route", "set", "essex", gone, *options)
        assert told == "Body 1, slt, meets for the last time on 4 January 2019, which is over. Name a meeting to come."


def test_unknown_authorities_and_bodies_are_refused(terminal: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, SLT, BOARD)
    assert "Did you mean essex?" in terminal.refused("route", "set", "esex", file)
    assert terminal("route", "set", "essex", file).code == 0
    assert "Did you mean board?" in terminal.refused("route", "meeting", "essex", "bord", "2021-06-08")
    assert "It has no route." in terminal.refused("route", "meeting", "kent", "board", "2021-06-08")
    late = ("--papers-by", "2021-06-09")
    assert "is after the meeting" in terminal.refused("route", "meeting", "essex", "board", "2021-06-08", *late)


def test_what_is_no_such_file_is_misuse(terminal: Terminal, tmp_path: Path) -> None:
    assert "No such file" in terminal.refused("route", "set", "essex", str(tmp_path / "nowhere.csv"), code=2)
    assert "not a TOML file" in terminal.refused("route", "set", "essex", written(tmp_path, "= 1", name="x.toml"))
