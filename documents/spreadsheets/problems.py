"""What is wrong with a spreadsheet: of the whole file in one sentence, of its cells as a list."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

MOST_PROBLEMS = 200
"""How many problems one list tells: more than that is one mistake made many times."""


class Problem(NamedTuple):
    """What is wrong, and where. ``row`` as the spreadsheet numbers it, ``column`` as in "E (Due)"; empty: the sheet."""

    sheet: str
    row: int | None
    column: str
    says: str


class Unreadable(Exception):
    """The file as a whole cannot be used; ``str()`` is one sentence, with what to do. Not for a single cell."""


class NeedsMending(Exception):
    """Cells are wrong, all of them told in ``problems``; nothing of the file was used."""

    def __init__(self, problems: tuple[Problem, ...], found: int) -> None:
        self.problems, self.found = problems, found
        things = "1 thing needs" if found == 1 else f"{found} things need"
        more = f" These are the first {len(problems)}." if found > len(problems) else ""
        super().__init__(f"Nothing was written: {things} mending.{more}")


class Problems:
    """Collects problems as they are found; tells them sheet by sheet, in the order in which the sheets were read."""

    def __init__(self) -> None:
        self._sheets: list[str] = []
        self._told: list[Problem] = []
        self._columns: defaultdict[tuple[str, int | None], set[str]] = defaultdict(set)

    def begin(self, sheet: str) -> None:
        """A sheet is being read."""
        self._sheets.append(sheet)

    def add(self, problem: Problem) -> None:
        self._told.append(problem)
        self._columns[problem.sheet, problem.row].add(problem.column)

    def columns(self, sheet: str, row: int) -> set[str]:
        """The columns of a row for which there is a problem already."""
        return self._columns[sheet, row]

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._told)

    def settle(self) -> None:
        """Raise NeedsMending where there is any."""
        if self._told:
            placed = sorted(self._told, key=lambda problem: (self._sheets.index(problem.sheet), problem.row or 0))
            raise NeedsMending(tuple(placed[:MOST_PROBLEMS]), len(placed))
