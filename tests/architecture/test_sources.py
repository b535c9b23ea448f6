"""Habits that a machine can hold: short files, names that say something, one place that reads the clock."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import OUR_FOLDERS, place, python_files, shipped_texts

LONGEST = 300
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "manager", "service", "base", "common", "misc"}

ENTRY_POINTS = {
    "workflows/workplace.py": "the clock of a real workplace, which everything else is handed",
    "portal/__main__.py": "the clock of the portal, which its pages are handed",
    "cli/opening.py": "today, where a person gives no day",
    "cli/endings.py": "stamps an unexpected failure in the log",
}
"""Who may read the clock. Everybody else is told the time, so that a rehearsal and a test can tell another."""

CLOCKS = {"now", "utcnow", "today"}
OF_TIME = {"time", "time_ns", "localtime", "gmtime", "ctime"}

THIS_MACHINE = re.compile(r"(?<![\w.:/}])/(?:work|tmp|root|home/\w+|Users/\w+)/")

each_file = pytest.mark.parametrize("file", python_files(), ids=place)


@each_file
def test_a_file_has_one_responsibility(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{place(file)} has {lines} lines: split it by what its parts are responsible for."
    vague = SAYS_NOTHING & {file.stem, *(folder.name for folder in file.parents if folder in OUR_FOLDERS.values())}
    assert not vague, f"Name {place(file)} for what it is responsible for; {', '.join(vague)} says nothing."


def readings(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that read the clock: of ``datetime``, ``date`` and ``time``, and the database's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = (
                node.func.value.id if isinstance(node.func.value, ast.Name) else getattr(node.func.value, "attr", "")
            )
            if (asked in ("datetime", "date", "func") and node.func.attr in CLOCKS) or (
                asked == "time" and node.func.attr in OF_TIME
            ):
                yield node


@each_file
def test_only_entry_points_read_the_clock(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = [node.lineno for node in readings(tree)]
    if place(file) in ENTRY_POINTS:
        assert found, f"{place(file)} reads the clock no longer: take it out of ENTRY_POINTS."
    elif not place(file).startswith(("tests/", "benchmarks/")):
        assert not found, f"{place(file)} reads the clock in line {found}: have the time handed in as ``now``."
    renamed = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
        if alias.name in OF_TIME
    ]
    assert not renamed, f"{place(file)} imports {renamed} from time: write time.{renamed[0]}, so that a clock shows."


def test_nothing_shipped_names_a_place_on_one_machine() -> None:
    found = [
        f"{place(file)}, line {number}"
        for file in shipped_texts()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if THIS_MACHINE.search(line)
    ]
    assert not found, f"Name no place of one machine, take it from the settings: {'; '.join(found)}."
