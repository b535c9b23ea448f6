"""``peer-support chase``: who would be nudged and why, what another ladder would change, and the chase by hand."""

from datetime import date
from pathlib import Path

import pytest

from config.vocabulary import Stage
from engagements.sweeping import open_periods
from tests.builders import Case
from tests.cli.conftest import Terminal

SHIPPED = Path(__file__).parents[2] / "config" / "ladders" / "quarterly-return.toml"


@pytest.fixture
def case(terminal: Terminal) -> Case:
    """The return for April to June is due on 21 July 2020."""
    case = terminal.case().at_stage(Stage.QUARTERLY_REPORTING)
    case.wait(on=date(2020, 7, 1))
    list(open_periods(case.engine, case.world, case.now))
    terminal.on(date(2020, 7, 3))
    return case


def without(rung: str, folder: Path) -> Path:
    """Today's ladder for returns less one rung."""
    kept = [part for part in SHIPPED.read_text().split("[[rungs]]") if f"offset = {rung}\n" not in part]
    file = folder / "gentler.toml"
    file.write_text("[[rungs]]".join(kept))
    return file


def test_a_dry_run_says_who_would_be_told_by_what_rung(terminal: Terminal, case: Case) -> None:
    said = terminal("chase", "--dry-run", "--on", "2020-07-07")
    assert said.code == 0
    assert "-10 reminder" in said.out
    assert "authority (essex-authority)" in said.out
    nudges = terminal("chase", "--dry-run", "--on", "2020-07-07", "--json").json["nudges"]
    [returns] = [nudge for nudge in nudges if nudge["kind"] == "file_return"]
    assert (returns["rung"], returns["next"]) == ("-10", {"rung": "-3", "on": "2020-07-16"})
    assert returns["told"] == [{"role": "authority", "person": "essex-authority", "copy": False}]


def test_a_dry_run_for_a_holiday_says_when_it_would_be_said(terminal: Terminal, case: Case) -> None:
    assert "is no working day in England" in terminal("chase", "--dry-run", "--on", "2020-12-25").out


def test_another_ladder_is_shown_side_by_side(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    said = terminal("chase", "--dry-run", "--on", "2020-07-03", "--ladder", str(without("5", tmp_path)))
    assert "+5 escalation to the chief fire officer" in said.out
    assert "nobody" in said.out
    assert "-10" not in said.out  # where both ask for the same, nothing is shown
    same = terminal("chase", "--dry-run", "--ladder", str(SHIPPED))
    assert "would ask for the same" in same.out


def test_a_ladder_that_cannot_be_climbed_is_refused(terminal: Terminal, case: Case, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(SHIPPED.read_text().replace('audience = ["owner"]', 'audience = ["mayor"]'))
    said = terminal("chase", "--dry-run", "--ladder", str(file))
    assert (said.code, said.out) == (1, "")
    assert "wrong.toml: rungs.0.audience" in said.err


def test_a_ladder_is_only_ever_tried(terminal: Terminal, case: Case) -> None:
    said = terminal("chase", "--ladder", str(SHIPPED))
    assert said.code == 2
    assert "give --dry-run" in said.err


def test_the_chase_by_hand_writes_digests_once(terminal: Terminal, case: Case) -> None:
    terminal.on(date(2020, 7, 7))
    first, second = (terminal("chase", "--json").json for _ in range(2))
    assert first["nudged"] >= 1
    assert first["digests"] >= 1
    assert second == {"on": "2020-07-07", "nudged": 0, "digests": 0}


def test_a_day_to_come_is_foreseen_and_not_chased(terminal: Terminal, case: Case) -> None:
    said = terminal("chase", "--on", "2020-08-03")
    assert said.code == 1
    assert "peer-support chase --dry-run --on 2020-08-03" in said.err
