"""``obligations`` says who owes what, late first."""

from datetime import timedelta

from config.vocabulary import Role, Stage
from tests.cli.conftest import Terminal


def test_what_is_late_comes_first_and_what_waits_on_hold_last(terminal: Terminal) -> None:
    early, late, held = (terminal.case() for _ in range(3))
    held.at_stage(Stage.SCOPING).give("PutOnHold", Role.COORDINATOR, reason="An election.")
    late.at_stage(Stage.SCOPING)
    early.wait(days=10).at_stage(Stage.SCOPING)
    terminal.on((late.obligations()[0].due_on or late.today) + timedelta(days=1))
    _, *lines = terminal("obligations").out.splitlines()
    assert [line.split()[-5] for line in lines] == [late.ref, early.ref, held.ref]
    assert "1 day late" in lines[0]
    assert " in " in lines[1]
    assert "clock stopped" in lines[2]


def test_another_day_a_role_and_an_engagement_may_be_asked_for(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.SCOPING)
    day = str((case.obligations()[0].due_on or case.today) + timedelta(days=3))
    [owed] = terminal("obligations", "--on", day, "--json").json
    assert (owed["kind"], owed["owed_by"], owed["late"]) == ("hold_scoping_meeting", "coordinator", 3)
    assert terminal("obligations", "--on", day, "--owed-by", "peer", "--json").json == []
    assert len(terminal("obligations", "--on", day, "--owed-by", "coordinator", "--json").json) == 1
    assert len(terminal("obligations", "--on", day, "--ref", str(case.ref), "--json").json) == 1
    assert "There is no engagement" in terminal.refused("obligations", "--ref", "ESSEX-1999-1")


def test_nobody_owes_anything_at_first(empty: Terminal) -> None:
    assert empty("obligations").out == "Nobody owes anything on 6 January 2020.\n"


def test_a_day_that_is_none_is_misuse(terminal: Terminal) -> None:
    assert "--on" in terminal.refused("obligations", "--on", "31.2.2020", code=2)
    assert "--owed-by" in terminal.refused("obligations", "--owed-by", "everybody", code=2)
