"""``return`` writes a return to fill in and files it whole: every fault by row and column, and nothing half-written."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.reader.excel import load_workbook

from config.vocabulary import Role, Stage
from engagements.state.plan import Action, ActionUpdate, ExtensionRequest, QuarterlyReturn
from tests.builders import Case
from tests.cli.conftest import Terminal
from tests.cli.plans import faults, ref
from tests.desk import everything

Q2, Q3 = "2020-21-Q2", "2020-21-Q3"


@pytest.fixture
def case(terminal: Terminal) -> Case:
    """A case whose first quarter is open for a return, with A1 on track and A2 not started."""
    case = terminal.case().at_stage(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 10, 1), period=Q2)
    case.give(
        "FileReturn",
        Role.AUTHORITY,
        period=Q2,
        updates=[{"action": "A1", "rating": "on_track"}, {"action": "A2"}],
    )
    case.give("OpenPeriod", Role.SYSTEM, on=date(2021, 1, 4), period=Q3)
    terminal.follow(case)
    return case


@pytest.fixture
def template(terminal: Terminal, case: Case, tmp_path: Path) -> Path:
    file = tmp_path / "return.xlsx"
    said = terminal("return", "template", ref(case), Q3, "--to", str(file))
    assert (said.code, said.out) == (0, f"Wrote 2 open actions to {file}.\n")
    return file


def filled(file: Path, **cells: Any) -> str:
    """The template with some cells filled in: E2="At risk"."""
    book = load_workbook(file)
    for place, value in cells.items():
        book["Return"][place] = value
    book.save(file)
    return str(file)


def test_the_template_has_a_row_for_each_open_action_and_the_ratings_to_choose_from(template: Path, case: Case) -> None:
    book = load_workbook(template)
    page = book["Return"]
    due = {action.ref: action.due_on for action in case.rows(Action)}
    assert [cell.value for cell in page[1]] == [
        "Ref", "Action", "Due", "Last rating", "Rating", "Cause", "New date asked for", "Return",
    ]  # fmt: skip
    assert [[cell.value for cell in row][:2] for row in page.iter_rows(min_row=2)] == [
        ["A1", "Do what R1 asks."],
        ["A2", "Do what R2 asks."],
    ]
    assert [page[f"C{row}"].value.date() for row in (2, 3)] == [due["A1"], due["A2"]]
    assert [page[f"D{row}"].value for row in (2, 3)] == ["On track", "Not started"]
    [choice] = page.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("E2:E3", "=Ratings!$A$2:$A$5")
    assert [book["Ratings"][f"A{row}"].value for row in range(2, 6)] == [
        "On track",
        "Not started",
        "At risk",
        "Off track",
    ]
    assert all(book["Ratings"][f"B{row}"].value for row in range(2, 6))


def test_a_filled_in_template_is_filed_whole(terminal: Terminal, case: Case, template: Path) -> None:
    later = date(2022, 3, 31)
    file = filled(template, E2="At risk", F2="= two posts are vacant", G2=later, E3="not  STARTED")
    load = load_workbook(file)
    load["Return"]["F2"].data_type = "s"
    load.save(file)
    said = terminal("return", "file", ref(case), Q3, file)
    assert (said.code, said.err) == (0, "")
    assert said.out == "Filed: 2 open actions, 2 rated anew, 1 later date asked for.\n"
    assert {action.ref: action.rating for action in case.rows(Action)} == {"A1": "at_risk", "A2": "not_started"}
    assert [request.due_to for request in case.rows(ExtensionRequest)] == [later]
    assert case.verify().holds


def test_a_template_that_is_filed_untouched_keeps_every_rating(terminal: Terminal, case: Case, template: Path) -> None:
    assert terminal("return", "file", ref(case), Q3, str(template)).code == 0
    assert {update.action: update.rating for update in case.rows(ActionUpdate) if update.period == Q3} == {
        "A1": "on_track",
        "A2": "not_started",
    }


def test_a_dry_run_files_nothing(terminal: Terminal, case: Case, template: Path) -> None:
    before = everything(terminal.engine)
    said = terminal("return", "file", ref(case), Q3, str(template), "--dry-run")
    assert everything(terminal.engine) == before
    assert said.out == (
        "The return for 2020-21-Q3 would be filed: 2 open actions, 0 rated anew, 0 later dates asked for. "
        "Nothing was written.\n"
    )
    told = terminal("return", "file", ref(case), Q3, str(template), "--dry-run", "--json").json
    assert (told["dry_run"], told["actions"], told["period"]) == (True, 2, Q3)
    assert everything(terminal.engine) == before


def test_every_fault_is_told_by_row_and_column_the_rules_own_among_them(
    terminal: Terminal, case: Case, template: Path
) -> None:
    file = filled(
        template,
        E2="At risk",
        G2=date(2020, 1, 1),
        A3="A9",
        E3="Of track",
        A4="A1",
        E4="On trak",
        G4="31/02/2021",
        H4="OTHER-1 Q1",
    )
    before = everything(terminal.engine)
    said = terminal("return", "file", ref(case), Q3, file)
    assert everything(terminal.engine) == before
    assert faults(said) == [
        "Return There is no row for action A2, which is open.",
        "Return 2 F (Cause) Say why A1 went from on track to at risk: fill in its text.",
        "Return 3 A (Ref) A9 is not an open action of the plan.",
        "Return 4 G (New date asked for) 31/02/2021 is not a date: February 2021 has 28 days.",
        f"Return 4 H (Return) This row belongs to the return OTHER-1 Q1, and this is {case.ref} {Q3}.",
        "Return 4 E (Rating) On trak is not how a return rates an action. Did you mean on track or off track?",
        "Return 4 A (Ref) A1 is in row 2 already.",
    ]
    assert said.err == "Nothing was written: 7 things need mending.\n"


def test_a_date_that_is_no_later_is_refused_at_its_cell(terminal: Terminal, case: Case, template: Path) -> None:
    file = filled(template, F2="It takes longer.", G2=date(2020, 1, 1))
    [fault] = faults(terminal("return", "file", ref(case), Q3, file))
    assert fault.startswith("Return 2 G (New date asked for) Action A1 is due on ")


def test_what_a_return_may_not_rate_is_refused_with_what_it_may(terminal: Terminal, case: Case, template: Path) -> None:
    assert faults(terminal("return", "file", ref(case), Q3, filled(template, E2="Complete"))) == [
        "Return 2 E (Rating) Complete is not how a return rates an action. "
        "Choose one of: on track, not started, at risk, off track."
    ]


def test_a_return_for_another_quarter_is_refused(terminal: Terminal, case: Case, template: Path) -> None:
    told = faults(terminal("return", "file", ref(case), Q2, str(template)))
    assert (
        told[0]
        == f"Return 2 H (Return) This row belongs to the return {case.ref} {Q3}, and this is {case.ref} 2020-21-Q2."
    )
    unopened = filled(template, H2=None, H3=None)
    assert "is not open for a return" in terminal.refused("return", "file", ref(case), "2021-22-Q1", unopened)
    assert "is not a reporting period" in terminal.refused("return", "file", ref(case), "Q3", unopened)


def test_a_return_after_acceptance_or_closure_is_refused(terminal: Terminal, case: Case, template: Path) -> None:
    assert terminal("return", "file", ref(case), Q3, str(template)).code == 0
    case.give("AcceptReturn", Role.COORDINATOR, period=Q3)
    assert "was accepted already" in terminal.refused("return", "file", ref(case), Q3, str(template))
    case.at_stage(Stage.CLOSED)
    assert "has no open action to report on" in terminal.refused("return", "template", ref(case), Q3, "--to", "x.xlsx")


def test_a_return_comes_as_csv_too(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    file = tmp_path / "return.csv"
    assert terminal("return", "template", ref(case), Q3, "--to", str(file)).code == 0
    text = file.read_text(encoding="utf-8-sig").replace("Not started,,", "Not started,On track,", 1)
    file.write_text(text, encoding="utf-8-sig")
    assert terminal("return", "file", ref(case), Q3, str(file)).code == 0
    assert {action.ref: action.rating for action in case.rows(Action)} == {"A1": "on_track", "A2": "on_track"}
    assert {one.period: one.status for one in case.rows(QuarterlyReturn)}[Q3] == "filed"


def test_the_returns_of_an_engagement_are_listed(terminal: Terminal, case: Case) -> None:
    _, second, third = (" ".join(line.split()) for line in terminal("return", "list", ref(case)).out.splitlines())
    assert (second, third) == ("2020-21-Q2 21 October 2020 1 October 2020 filed", "2020-21-Q3 22 January 2021 due")
    listed = terminal("return", ref(case), "--json").json
    assert [(one["period"], one["filings"], one["nil"]) for one in listed] == [(Q2, 1, False), (Q3, 0, False)]
    early = terminal.case()
    early.request()
    assert terminal("return", ref(early)).out == f"No return of {early.ref} has been asked for yet.\n"
