"""``python -m benchmarks [--json] [NAME…]``: a table of figures, each beside its reference and its goal.

A figure that falls short is shown like any other, and the exit code stays 0. Kills are a campaign of their own:
``python -m benchmarks.kills``.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from benchmarks.catalogue import BENCHMARKS, UnknownBenchmark, measured
from benchmarks.figures import Figure

HEADINGS = ("figure", "value", "reference", "ratio", "goal", "")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure what the design promises.")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(BENCHMARKS)}; all when none is named")
    given = parser.parse_args(arguments)
    try:
        figures = list(measured(given.names))
    except UnknownBenchmark as unknown:
        parser.error(str(unknown))
    if given.json:
        print(json.dumps([figure.as_json() for figure in figures], indent=2))
    else:
        print_table(figures)
    return 0


def print_table(figures: Sequence[Figure]) -> None:
    """Columns as wide as what they hold, and below them what there is to say about some."""
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for row in rows:
        name, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join([name, *others]).rstrip())
    for note in dict.fromkeys(figure.note for figure in figures if figure.note):
        print(note)


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        _amount(figure.value, figure.unit),
        _amount(figure.reference, figure.unit) if figure.reference is not None else "",
        f"{figure.ratio:.2f}" if figure.ratio is not None else "",
        f"{'' if figure.exactly else 'at most '}{_amount(figure.goal, figure.unit)}",
        "holds" if figure.holds else "FALLS SHORT",
    )


def _amount(number: float | None, unit: str) -> str:
    if number is None:
        return "not measured"
    return f"{number:,.0f} {unit}" if number == int(number) or number >= 100 else f"{number:.2f} {unit}"


if __name__ == "__main__":
    sys.exit(main())
