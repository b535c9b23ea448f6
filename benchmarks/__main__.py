"""``python -m benchmarks [--json] [NAME…]``: every figure, or those of some benchmarks, each beside its reference."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure

BENCHMARKS = ("transition", "disk", "flows")
"""Modules of this package; each has ``measure() -> Iterator[Figure]``. The kill campaign runs by itself."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and say what falls short.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(BENCHMARKS)}; all unless said")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    figures = []
    for name in given.names or BENCHMARKS:
        print(f"Measuring {name}", file=sys.stderr, flush=True)
        measure: Callable[[], Iterator[Figure]] = import_module(f"benchmarks.{name}").measure
        figures += list(measure())
    if given.json:
        print(json.dumps([figure.as_json() for figure in figures], indent=2))
    else:
        Console(width=None if sys.stdout.isatty() else 160).print(_table(figures))
    return 0


def _table(figures: list[Figure]) -> Table:
    table = Table("What", "Value", "Unit", "Reference", "Ratio", "Goal", "Holds", "Note", box=None)
    for figure in figures:
        value, reference, ratio = (
            "" if number is None else f"{number:.4g}" for number in (figure.value, figure.reference, figure.ratio)
        )
        holds = "yes" if figure.holds else "[bold]no[/bold]"
        table.add_row(figure.name, value, figure.unit, reference, ratio, f"{figure.goal:.4g}", holds, figure.note)
    return table


if __name__ == "__main__":
    sys.exit(main())
