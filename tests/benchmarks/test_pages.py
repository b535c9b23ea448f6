"""The benchmark of the portal's pages finds every page by itself, and asks no more of a larger portfolio."""

from benchmarks.databases import on_sqlite
from benchmarks.pages import measure, percentile


def test_every_page_is_opened_or_named_and_asks_no_more_when_there_is_more() -> None:
    figures = {figure.name: figure for figure in measure(10, 20, 2, {"SQLite": on_sqlite})}
    opened = {name.partition(" on ")[0] for name in figures if name.startswith("/")}
    assert {"/", "/today", "/pipeline", "/insight", "/engagements/{ref}", "/to-do/{ref}/agree-scope"} <= opened
    growing = figures["pages that ask more with more engagements on SQLite"]
    assert growing.holds, growing.note
    [closed] = [figure for name, figure in figures.items() if "cannot open" in name]
    assert closed.note.count("(") == closed.value


def test_the_95th_percentile_is_what_nineteen_of_twenty_stay_under() -> None:
    assert percentile([1.0] * 99 + [1000.0]) == 1.0
    assert percentile([float(number) for number in range(101)]) == 95.0
