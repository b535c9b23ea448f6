"""How a command answers: plain words for people, JSON for programs, and the two ways of saying no.

On a terminal, words wrap at its edge. In a pipe nothing wraps and nothing is coloured: ``grep`` sees whole lines.
"""

import json as encoding
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Annotated, Any

from cyclopts import Parameter

Json = Annotated[bool, Parameter(help="Answer in JSON.")]

DONE, FOUND_WANTING, MISUSE = 0, 1, 2
UNBROKEN = 100_000  # columns of a pipe: wider than any line
UNPRINTABLE = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}") | {13: ""}
"""Control characters, which could steer a terminal: a mail server's answer, say, may hold anything."""


class FoundWanting(Exception):
    """The answer is no: one sentence, and what to do next. Not for a refusal by the rules: that is ``Refused``."""


class Misuse(Exception):
    """The command line itself does not make sense: one sentence. Not for what is wrong with a command's data."""


def as_json(data: object) -> None:
    print(encoding.dumps(data, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def say(*paragraphs: str) -> None:
    """Sentences, each on a line of its own."""
    for paragraph in paragraphs:
        _show(paragraph.translate(UNPRINTABLE))


def heading(words: str) -> None:
    """A line that begins a section."""
    _show(f"\n{words}", style="bold")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns under headings. Nothing at all without rows."""
    from rich.table import Table

    shown = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*("" if cell is None else str(cell).translate(UNPRINTABLE) for cell in row))
    if shown.row_count:
        _show(shown)


def _show(what: Any, style: str | None = None) -> None:
    """Rich makes the lines and Python writes them, as it writes everything else: one way to meet a closed pipe."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else UNBROKEN
    console = Console(markup=False, highlight=False, emoji=False, width=width)
    with console.capture() as captured:
        console.print(what, style=style)
    print("\n".join(line.rstrip() for line in captured.get().removesuffix("\n").split("\n")))
