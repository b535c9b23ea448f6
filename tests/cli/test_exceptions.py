"""``exceptions`` lists what boards are to read of, the worst first, in words."""

from datetime import date

from config.vocabulary import Role, Stage
from tests.builders import Case
from tests.cli.conftest import Terminal

Q1 = {"period": "2020-21-Q1"}
LATE = "The supplier was late."


def reporting(terminal: Terminal) -> Case:
    """A1 is off track since the first quarter; a practice worth sharing was raised."""
    case = terminal.case().at_stage(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, Q1, on=date(2020, 7, 1))
    updates = [{"action": "A1", "rating": "off_track", "text": LATE}, {"action": "A2"}]
    case.give("FileReturn", Role.AUTHORITY, Q1, updates=updates)
    good = {**Q1, "kind": "good_practice", "cause": "A shared rota.", "response": "Others may copy it."}
    case.give("RaiseException", Role.AUTHORITY, good)
    terminal.follow(case)
    return case


def test_what_is_exceptional_comes_with_cause_and_owner_and_good_news_last(terminal: Terminal) -> None:
    case = reporting(terminal)
    said = terminal("exceptions", "--period", "2020-21-Q1").out
    bad, good = said.split("Good news")
    assert [word in bad for word in (str(case.ref), "Off track", "A1", "2020-21-Q1", LATE, "Head of Protection")] == [
        True
    ] * 6
    assert "A shared rota." in good


def test_programs_get_the_same(terminal: Terminal) -> None:
    case = reporting(terminal)
    off_track, practice = terminal("exceptions", "--ref", str(case.ref), "--period", "2020-21-Q1", "--json").json
    assert (off_track["kind"], off_track["cause"], off_track["first_period"]) == ("off_track", LATE, "2020-21-Q1")
    assert (practice["kind"], practice["positive"], practice["ref"]) == ("good_practice", True, case.ref)


def test_a_quiet_day_says_so(empty: Terminal) -> None:
    assert empty("exceptions").out == "Nothing is exceptional in 2019-20-Q4.\n"


def test_a_quarter_is_written_as_one(terminal: Terminal) -> None:
    assert "write one as 2020-21-Q1" in terminal.refused("exceptions", "--period", "Q1")
    assert "There is no engagement" in terminal.refused("exceptions", "--ref", "ESSEX-1999-1")
