"""A reporting route in a file: TOML, or a spreadsheet with a row for each meeting. Read whole, refused whole."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cli.answers import FoundWanting, Misuse
from config.malformed import problems
from documents.spreadsheets.book import read_book
from documents.spreadsheets.columns import Column, Holds
from documents.spreadsheets.opening import read_file
from documents.spreadsheets.problems import NeedsMending, Problem, Problems, Unreadable
from documents.spreadsheets.reading import Row, read_rows
from engagements.governance import GivenRoute

COLUMNS = (
    Column("body", "Body", "the body's short name, such as slt", required=True),
    Column("name", "Name", "what the body is called; once is enough", also=("Board",)),
    Column("decides", "Decides", "no where the body only notes what it is shown"),
    Column("met_on", "Meeting", "the day of the meeting", Holds.DAY, required=True, also=("Meets on", "Met on")),
    Column("papers_by", "Papers by", "the last day for papers, where it is not five clear days", Holds.DAY),
    Column("agenda_item", "Agenda item", "where it is known", also=("Item",)),
)

YES_OR_NO = {None: True, "yes": True, "true": True, "no": False, "false": False}


def read_route(file: Path) -> GivenRoute:
    """The route in a file. Raises Misuse where there is no such file, FoundWanting with every place that is wrong."""
    try:
        given, rows = _from_toml(file) if file.suffix.lower() == ".toml" else _from_sheet(file)
        return GivenRoute.model_validate(given)
    except OSError as problem:
        raise Misuse(f"{file} cannot be read: {problem.strerror}.") from None
    except Unreadable as problem:
        raise FoundWanting(str(problem)) from None
    except NeedsMending as wrong:
        raise _wanting(file, [_placed(problem) for problem in wrong.problems]) from None
    except ValidationError as error:
        raise _wanting(file, [_named(field, reason, given, rows) for field, reason in problems(error)]) from None


def _from_toml(file: Path) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8")), {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise FoundWanting(f"{file} is not a TOML file: {problem}.") from None


def _from_sheet(file: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """The route as plain data, and the row of each body and of each meeting by its place in the data."""
    book, wrong = read_book(read_file(file), [column.heading for column in COLUMNS]), Problems()
    bodies: dict[str, dict[str, Any]] = {}
    rows: dict[str, int] = {}
    for row in read_rows(book.sheets[0], COLUMNS, wrong):
        slug = row.values.get("body")
        if slug:
            body = bodies.setdefault(slug, {"slug": slug, "meetings": []})
            place = f"bodies.{list(bodies).index(slug)}"
            rows.setdefault(place, row.number)
            rows[f"{place}.meetings.{len(body['meetings'])}"] = row.number
            _add(row, body, wrong)
    wrong.settle()
    return {"bodies": list(bodies.values())}, rows


def _add(row: Row, body: dict[str, Any], wrong: Problems) -> None:
    given = {name: value for name, value in row.values.items() if value}
    body["meetings"].append({name: given.get(name) for name in ("met_on", "papers_by", "agenda_item")})
    if name := given.get("name"):
        body.setdefault("name", name)
    if decides := given.get("decides"):
        if decides.lower() not in YES_OR_NO:
            wrong.add(row.problem("decides", f"{decides} is neither yes nor no."))
        body["decides"] = YES_OR_NO.get(decides.lower(), True)


def _placed(problem: Problem) -> str:
    where = [f"row {problem.row}" if problem.row else "", f"column {problem.column}" if problem.column else ""]
    return _sentence(", ".join(filter(None, where)), problem.says)


def _named(field: str, reason: str, given: dict[str, Any], rows: dict[str, int]) -> str:
    """A place in the route as its author finds it: by row in a spreadsheet, by body and meeting otherwise."""
    found = re.match(r"bodies\.(\d+)(?:\.meetings\.(\d+))?\.?(.*)", field)
    if not found:
        return _sentence(field, reason)
    body, meeting, rest = found.groups()
    row = rows.get(f"bodies.{body}.meetings.{meeting}") or rows.get(f"bodies.{body}")
    slug = given["bodies"][int(body)].get("slug") if isinstance(given["bodies"][int(body)], dict) else None
    told = [f"body {int(body) + 1}" + (f" ({slug})" if slug else ""), f"meeting {int(meeting) + 1}" if meeting else ""]
    return _sentence(", ".join(filter(None, [f"row {row}"] if row else told)), _sentence(rest, reason))


def _sentence(place: str, reason: str) -> str:
    return f"{place}: {reason}" if place else reason


def _wanting(file: Path, told: list[str]) -> FoundWanting:
    lines = [f"{one[0].upper()}{one[1:].rstrip('.')}." for one in told]
    return FoundWanting("\n".join([f"Nothing was written; {file} needs mending:", *lines]))
