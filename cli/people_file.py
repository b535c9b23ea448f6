"""People in a CSV file: read whole, refused whole."""

import csv
from pathlib import Path

from sqlalchemy import Engine

from cli.answers import FoundWanting, Misuse
from engagements.database import writing
from engagements.people import AlreadyOnRecord, add_person
from engagements.people_given import read_person
from engagements.refusals import Malformed
from engagements.state.people import Contact, Peer

COLUMNS = (
    *("id", "name", "email", "role", "authority", "regions", "holds_from", "holds_to", "turn", "deputy"),
    *("kind", "service"),
)
MOST_PROBLEMS = 20  # told at once

Listed = list[tuple[int, Contact | Peer]]
"""Each person with the number of their line."""


def read_people(file: Path) -> Listed:
    """Everybody in the file. Raises Misuse where it cannot be read, FoundWanting with each line that cannot be used."""
    people: Listed = []
    wrong: list[str] = []
    for line, row in _rows(file):
        try:
            people.append((line, read_person(row)))
        except Malformed as refusal:
            wrong.append(f"Line {line}: {refusal}")
    if wrong:
        more = [f"And {len(wrong) - MOST_PROBLEMS} more."] if len(wrong) > MOST_PROBLEMS else []
        raise FoundWanting("\n".join([f"Nobody was added; {file} needs mending:", *wrong[:MOST_PROBLEMS], *more]))
    if not people:
        raise FoundWanting(f"{file} names nobody.")
    return people


def _rows(file: Path) -> list[tuple[int, dict[str, object]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text, restkey="more cells than columns", strict=True)
            unknown = [name for name in reader.fieldnames or () if name not in COLUMNS]
            if unknown:
                raise FoundWanting(f"{file} has the column {unknown[0]!r}. The columns are: {', '.join(COLUMNS)}.")
            return [(reader.line_num, _given(row)) for row in reader]
    except OSError as problem:
        raise Misuse(f"{file} cannot be read: {problem.strerror}.") from None
    except (UnicodeDecodeError, csv.Error) as problem:
        raise Misuse(f"{file} is not CSV in UTF-8: {problem}.") from None


def _given(row: dict[str, str | None]) -> dict[str, object]:
    given: dict[str, object] = {
        name: (cell or "").strip() if isinstance(cell, str) else cell for name, cell in row.items()
    }
    regions = str(given.get("regions") or "")
    return given | {"regions": tuple(filter(None, map(str.strip, regions.split(";"))))}


def entered(engine: Engine, people: Listed) -> None:
    """Put them all on record, in one transaction. Raises FoundWanting for the first who is there already."""
    with writing(engine) as connection:
        for line, person in people:
            try:
                add_person(connection, person)
            except AlreadyOnRecord as refusal:
                raise FoundWanting(f"Nobody was added. Line {line}: {refusal}") from None
