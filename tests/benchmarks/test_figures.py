"""Benchmarks say what was measured beside its reference, and hide nothing that falls short."""

import json
from functools import partial

import pytest

from benchmarks import chase, disk, matching, rehearsal, transition
from benchmarks.__main__ import main, print_table
from benchmarks.catalogue import BENCHMARKS
from benchmarks.figures import Figure, at_most
from benchmarks.turns import by_turns

SHAPE = {"name", "value", "unit", "reference", "goal", "holds"}


def test_a_figure_is_held_to_its_goal_in_its_own_unit() -> None:
    figure = at_most("latency", 0.5, value=1.0, reference=2.0, unit="ms")
    assert (figure.goal, figure.ratio, figure.holds) == (1.0, 0.5, True)
    assert not at_most("latency", 0.5, value=1.01, reference=2.0, unit="ms").holds


def test_a_figure_that_must_be_exact_may_be_neither_more_nor_less() -> None:
    holds = [Figure("commits", value, "commits", 1, exactly=True).holds for value in (0.9, 1, 1.1)]
    assert holds == [False, True, False]


def test_what_falls_short_or_was_not_measured_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(
        [Figure("disk", 5000, "bytes", 4096), Figure("commits", None, "commits", 1, note="There is no strace.")]
    )
    said = capsys.readouterr().out
    assert said.count("FALLS SHORT") == 2
    assert "not measured" in said
    assert "There is no strace." in said


def test_ours_and_the_reference_are_called_by_turns_and_each_call_once() -> None:
    called: list[str] = []
    ours, reference = ([partial(called.append, f"{who}{number}") for number in range(4)] for who in "AB")
    by_turns(ours, reference, turn=2)
    assert called == ["A0", "A1", "B0", "B1", "A2", "A3", "B2", "B3"]


def test_a_benchmark_that_does_not_exist_is_refused_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["speed"])
    assert f"There are: {', '.join(BENCHMARKS)}." in capsys.readouterr().err


def test_json_is_a_list_of_figures_and_the_exit_code_is_0_whatever_they_say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BENCHMARKS, "disk", lambda: disk.measure(engagements=4))
    assert main(["--json", "disk"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert [figure.keys() for figure in figures] == [SHAPE] * 2
    assert all(figure["value"] > 0 and figure["unit"] == "bytes" for figure in figures)


def test_a_bare_session_leaves_the_very_rows_that_a_transition_does() -> None:
    """Otherwise ``measure`` raises: it verifies every row that both have written, on both databases."""
    figures = list(transition.measure(commands=("AgreeScope",), pairs=3))
    assert [figure.unit for figure in figures] == ["ms"] * 4
    assert all(figure.reference for figure in figures if figure.value)


def test_a_rehearsal_of_many_engagements_is_measured_beside_bare_insertions() -> None:
    figures = list(rehearsal.measure(engagements=3, months=6))
    assert [figure.unit for figure in figures] == ["s", "s"]
    assert all(figure.value and figure.reference for figure in figures)


def test_the_chase_is_measured_at_several_sizes_on_both_databases() -> None:
    figures = list(chase.measure(sizes=(50, 200), due=3, many=10, rounds=2))
    named = [figure.name for figure in figures if figure.value is not None]
    assert len(named) in (6, 12)
    assert all(figure.value and figure.reference for figure in figures if figure.value is not None)


def test_the_best_team_is_measured_beside_a_naive_search() -> None:
    taken, clock, short = matching.measure({50: 1_000.0}, rounds=1)
    assert all(figure.value is not None and figure.reference is not None for figure in (taken, clock, short))
    assert short.holds
    assert short.reference
