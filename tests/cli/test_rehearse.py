"""``rehearse`` tells what will be asked of whom, and writes nothing."""

import pytest

from config.vocabulary import Role, Stage
from tests.cli.conftest import Terminal
from tests.desk import everything
from workflows.case import SHIPPED

ESSEX = str(SHIPPED / "essex-protection-2021.toml")


def test_a_calendar_is_grouped_by_month_and_ends_with_how_much_is_asked_of_each(nowhere: Terminal) -> None:
    said = nowhere("rehearse")
    assert said.code == 0
    assert "January 2020" in said.out
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "Mon 6 asked principal adviser (adviser-east) triage request by 13 January 2020" in lines
    assert "Nothing ends listed" in said.out
    assert "It would close on" in said.out


def test_if_nobody_answers_it_says_what_ends_listed(nowhere: Terminal) -> None:
    said = nowhere("rehearse", "--case", ESSEX, "--nobody")
    assert "October 2019" in said.out
    assert "Listed as “no update received”: triage request on 29 October 2019." in said.out
    assert "It would still be open on 1 October 2021." in said.out


@pytest.mark.parametrize("share", ["0.25", "25%", "25"])
def test_a_share_may_be_given_in_three_ways(nowhere: Terminal, share: str) -> None:
    lines = nowhere("rehearse", "--late", share, "--months", "6", "--json").json["lines"]
    assert lines == nowhere("rehearse", "--late", "0.25", "--months", "6", "--json").json["lines"]
    assert {"on", "what", "kind", "subject", "due_on", "told", "copied", "rung"} <= lines[0].keys()


def test_an_engagement_is_rehearsed_from_where_it_stands_and_stays_there(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.QUARTERLY_REPORTING)
    terminal.follow(case)
    before = everything(terminal.engine)
    said = terminal("rehearse", "--ref", str(case.ref), "--months", "3", "--json")
    assert [line["subject"] for line in said.json["lines"] if line["what"] == "quarter opened"] == ["2020-21-Q1"]
    assert everything(terminal.engine) == before
    assert "choose that day or a later one" in terminal.refused(
        "rehearse", "--ref", str(case.ref), "--from", "2020-01-06"
    )


def test_nothing_is_left_to_ask_where_an_engagement_has_ended(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.SCOPING)
    case.give("WithdrawRequest", Role.AUTHORITY, reason="We found help nearby.")
    terminal.follow(case)
    assert "nobody owes anything" in terminal.refused("rehearse", "--ref", str(case.ref))


@pytest.mark.parametrize(
    "given",
    [
        ("--nobody", "--everybody"),
        ("--late", "many"),
        ("--late", "101%"),
        ("--late", "nan"),
        ("--months", "0"),
        ("--case", ESSEX, "--ref", "ESSEX-2020-1"),
    ],
)
def test_what_makes_no_sense_is_misuse(terminal: Terminal, given: tuple[str, ...]) -> None:
    terminal.refused("rehearse", *given, code=2)
