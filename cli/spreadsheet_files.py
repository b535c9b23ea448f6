"""Spreadsheets as files that people name: read within limits, written where nothing stands, faults as a table."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cli.answers import FOUND_WANTING, FoundWanting, Misuse, as_json, say, table

if TYPE_CHECKING:
    from documents.spreadsheets.opening import Opened
    from documents.spreadsheets.problems import NeedsMending
    from documents.spreadsheets.writing import Written


def given(file: Path) -> "Opened":
    """The file that somebody gave. Raises Misuse where it cannot be read, FoundWanting where it cannot be used."""
    from documents.spreadsheets.opening import read_file
    from documents.spreadsheets.problems import Unreadable

    try:
        return read_file(file)
    except OSError as problem:
        raise Misuse(f"{file} cannot be read: {problem.strerror}.") from None
    except Unreadable as refusal:
        raise FoundWanting(str(refusal)) from None


def mending(faults: "NeedsMending", *, json: bool) -> int:
    """Tell every fault by its row and column. The exit code."""
    if json:
        problems = [problem._asdict() for problem in faults.problems]
        as_json({"refused": "NeedsMending", "reason": str(faults), "problems": problems})
    else:
        table(("Sheet", "Row", "Column", "What is wrong"), faults.problems)
        sys.stdout.flush()
    print(faults, file=sys.stderr)
    return FOUND_WANTING


def saved(sheets: Iterable["Written"], to: Path, *, as_csv: int = 1) -> list[str]:
    """Write sheets as one workbook, or the first ``as_csv`` of them as a CSV file each. The names of the files.

    The last of these gets the name that was asked for; those before it are named after their sheet as well, as in
    plan-findings.csv. Raises Misuse.
    """
    from documents.spreadsheets.writing import comma_separated, workbook

    listed = list(sheets)
    match to.suffix.lower():
        case ".xlsx":
            files = {to: workbook(listed)}
        case ".csv":
            *beside, last = listed[:as_csv]
            files = {to.with_stem(f"{to.stem}-{one.name.lower()}"): comma_separated(one) for one in beside}
            files[to] = comma_separated(last)
        case _:
            raise Misuse(f"{to.name} would be neither a workbook nor CSV: name a file that ends in .xlsx or .csv.")
    for file in files:
        if file.exists():
            raise Misuse(f"{file} is there already. Name another file, or move it away first.")
    for file, content in files.items():
        try:
            with file.open("xb") as out:
                out.write(content)
        except OSError as problem:
            raise Misuse(f"{file} cannot be written: {problem.strerror}.") from None
    return [str(file) for file in files]


def noticed(notices: Iterable[str]) -> None:
    """What somebody may have overlooked in what they sent."""
    say(*(f"Please note: {notice}" for notice in notices))
