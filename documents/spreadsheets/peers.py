"""The peer pool in a spreadsheet: a row for each peer, read whole and refused whole, and written to be read back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from config.nearest import shown
from config.reference import ReferenceData
from config.vocabulary import PeerKind, TeamRole
from documents.spreadsheets.book import read_book
from documents.spreadsheets.cells import as_day
from documents.spreadsheets.columns import Column, Holds, plain_heading
from documents.spreadsheets.opening import Opened
from documents.spreadsheets.plan import message, notices, sheet_named
from documents.spreadsheets.problems import Problems
from documents.spreadsheets.reading import Row, read_rows
from documents.spreadsheets.writing import Written, about, comma_separated
from engagements.peers.enrolling import Entered, as_listed, compared
from engagements.peers.given import Enrolment
from engagements.peers.periods import Days
from engagements.refusals import Refused

LIST = Holds.REFERENCES
COLUMNS = (
    Column("id", "Short name", "as kent-lead: lower case, no spaces", required=True, width=18, also=("ID",)),
    Column("name", "Name", "as messages greet them", required=True, width=26),
    Column("email", "Email", "where messages go", required=True, width=30, also=("Address", "Email address")),
    Column("kind", "Kind", f"one of {', '.join(PeerKind)}", required=True, width=18),
    Column("service", "Service", "the service's short name, as kent, or its full name", required=True, width=20),
    Column("rank", "Rank or office", "as they are called at home", width=20, also=("Rank", "Office")),
    Column("regions", "Regions", "where they would travel; empty is anywhere", LIST, width=26),
    Column("expertise", "Expertise", "questions of the inspections, and themes", LIST, width=40),
    Column("most_visits", "Most visits a year", "a number; empty is the usual limit", width=10, also=("Most visits",)),
    Column("would_observe", "Would observe", "yes for a first visit as an observer", width=10),
    Column("left_on", "Left on", "their last day in the pool", Holds.DAY, width=13),
    Column("away", "Away", "as 01/06/2027 to 05/06/2027; one after another", LIST, width=40),
    Column("training", "Training", "as Reviewer 01/03/2026 to 01/03/2029; the second day is the last", LIST, width=40),
    Column("visited", "Visited before", "as kent lead_peer 05/06/2019: visits before this system", LIST, width=40),
)

YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False, "": False}
A_DAY = r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2})"
SPAN = re.compile(rf"{A_DAY}(?: to {A_DAY})?")
TRAINING = re.compile(rf"(.+?) {A_DAY}(?: to {A_DAY})?")
VISITED = re.compile(rf"(.+?) (\S+) {A_DAY}")


@dataclass(frozen=True, slots=True)
class PoolRead:
    """``entered``: the peers of the list against the record. ``fields``: which the list has.

    ``notices``: what somebody may have overlooked.
    """

    entered: tuple[Entered, ...]
    fields: frozenset[str]
    notices: tuple[str, ...]

    @property
    def new(self) -> list[Entered]:
        return [one for one in self.entered if one.new]

    @property
    def changed(self) -> list[Entered]:
        return [one for one in self.entered if one.changed and not one.new]


def read_pool(file: Opened, connection: Connection) -> PoolRead:
    """The list of a file. Raises Unreadable, and NeedsMending with every problem."""
    problems = Problems()
    book = read_book(file, [column.heading for column in COLUMNS])
    sheet = sheet_named(book, "Peers", COLUMNS)
    rows = read_rows(sheet, COLUMNS, problems)
    standing, seen, entered = as_listed(connection), dict[str, int](), []
    for row in rows:
        peer, given = row.values.get("id"), _given(row, problems)
        if peer in seen:
            problems.add(row.problem("id", f"{peer} is in row {seen[peer]} already."))
        elif peer:
            seen[peer] = row.number
        try:
            entered += [compared(connection, given, frozenset(row.values), standing)] if given else []
        except Refused as refusal:
            problems.add(row.problem("id", str(refusal)))
    problems.settle()
    fields = frozenset(field for row in rows for field in row.values)
    return PoolRead(tuple(entered), fields, tuple(notices(book, sheet)))


def _given(row: Row, problems: Problems) -> Enrolment | None:
    values: dict[str, Any] = {}
    for field, held in row.values.items():
        try:
            values[field] = AS_GIVEN[field](held) if field in AS_GIVEN else held
        except ValueError as wrong:
            problems.add(row.problem(field, f"{str(wrong).rstrip('.')}."))
    return message(Enrolment, row, values, problems)


def _kind(held: str | None) -> str | None:
    return plain_heading(held).replace(" ", "_") if held else None


def _service(held: str | None) -> str | None:
    """The slug of a service that may go by its full name."""
    if not held:
        return None
    services = ReferenceData.shipped().services()
    return next((one.slug for one in services if plain_heading(one.official_name) == plain_heading(held)), held)


def _yes_or_no(held: str | None) -> bool:
    said = (held or "").lower()
    if said not in YES_NO:
        raise ValueError("Write yes or no")
    return YES_NO[said]


def _day(text: str) -> date:
    day = as_day(text)
    assert day is not None  # the pattern let nothing empty through
    return day


def _away(held: str) -> Days:
    if not (found := SPAN.fullmatch(held)):
        raise ValueError(f"{shown(held)} is not days away. Write 01/06/2027 to 05/06/2027, or one day")
    return Days(_day(found[1]), _day(found[2] or found[1]))


def _training(held: str) -> dict[str, Any]:
    if not (found := TRAINING.fullmatch(held)):
        raise ValueError(f"{shown(held)} is not training. Write what it was, then the day: Reviewer 01/03/2026")
    return {"what": found[1], "done_on": _day(found[2]), "lapses_on": found[3] and _day(found[3])}


def _visited(held: str) -> dict[str, Any]:
    if not (found := VISITED.fullmatch(held)) or found[2] not in set(TeamRole):
        roles = ", ".join(TeamRole)
        raise ValueError(f"{shown(held)} is not a visit. Write kent lead_peer 05/06/2019; the places are: {roles}")
    return {"service": _service(found[1]), "team_role": found[2], "ended_on": _day(found[3])}


AS_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "kind": _kind,
    "service": _service,
    "would_observe": _yes_or_no,
    "away": lambda held: tuple(map(_away, held)),
    "training": lambda held: tuple(map(_training, held)),
    "visited": lambda held: tuple(map(_visited, held)),
}
"""How cells become what a peer is given with, where a column holds more than text."""


def written_pool(connection: Connection) -> list[Written]:
    """The pool in the columns that are read back; days that came from a calendar stay there."""
    rows = [{"id": peer, **_written(values)} for peer, values in as_listed(connection).items()]
    return [sheet := Written("Peers", COLUMNS, rows), about([sheet])]


def written_again(read: PoolRead) -> bytes:
    """A list as it was read, as CSV: to be sent once more by whoever looked it over."""
    columns = tuple(column for column in COLUMNS if column.field in read.fields)
    rows = [{"id": one.peer, **_written(one.values)} for one in read.entered]
    return comma_separated(Written("Peers", columns, rows))


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: AS_CELL[name](value) if name in AS_CELL else value for name, value in values.items()}


AS_CELL: Mapping[str, Callable[[Any], Any]] = {
    "would_observe": lambda held: "yes" if held else "",
    "away": lambda held: tuple(_days(one.first, one.last) for one in held),
    "training": lambda held: tuple(f"{one.what} {_days(one.done_on, one.lapses_on)}" for one in held),
    "visited": lambda held: tuple(f"{one.service} {one.team_role} {one.ended_on:%d/%m/%Y}" for one in held),
}
"""The way back."""


def _days(first: date, last: date | None) -> str:
    return f"{first:%d/%m/%Y} to {last:%d/%m/%Y}" if last and last != first else f"{first:%d/%m/%Y}"
