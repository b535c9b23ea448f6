"""A timetable in a spreadsheet: a row for each session, new ones to plan and others to change, refused as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.nearest import did_you_mean, shown
from config.vocabulary import SessionKind
from documents.spreadsheets.book import read_book
from documents.spreadsheets.columns import Column, Holds, plain_heading
from documents.spreadsheets.opening import Opened
from documents.spreadsheets.plan import message, notices, sheet_named
from documents.spreadsheets.problems import Problem, Problems
from documents.spreadsheets.reading import Row, read_rows
from documents.spreadsheets.trying import decided
from documents.spreadsheets.writing import Written, about
from engagements.engagement import Engagement, uk_date
from engagements.lines_of_enquiry import lines
from engagements.messages import Command
from engagements.refusals import Refused
from engagements.stages.timetable import ChangeSession, PlanSessions, Session
from engagements.state.team import Invitation, Scope
from engagements.state.timetable import VisitSession
from engagements.telling import plain
from engagements.visits.timetabling import uk_time

KINDS = {plain(kind): kind for kind in SessionKind}
COLUMNS = (
    Column("number", "Session", "its number, where it stands already; empty for a new one", width=9),
    Column("day", "Day", "a day of the visit", Holds.DAY, required=True, width=13),
    Column("starts", "Starts", "in UK time, as 09:30", Holds.TIME, required=True, width=9, also=("From", "Start")),
    Column("ends", "Ends", "in UK time, as 10:30", Holds.TIME, required=True, width=9, also=("To", "End", "Until")),
    Column("kind", "Kind", f"one of {', '.join(KINDS)}", required=True, width=18),
    Column("title", "Title", "what it is about", required=True, width=40, also=("Session title",)),
    Column("place", "Place", "a site, and after a comma a room: Headquarters, room 2", required=True, width=30),
    Column("with_whom", "With whom", "posts or groups, not names", width=36, also=("With",)),
    Column(
        "lines", "Lines of enquiry", "their short names, as the sheet of lines has them", Holds.REFERENCES, width=36
    ),
    Column("peers", "Peers", "their identifiers, as the sheet of the team has them", Holds.REFERENCES, width=30),
)
LINES = (Column("line", "Line", "", shown_only=True, width=40), Column("title", "Title", "", shown_only=True, width=60))
TEAM = (Column("peer", "Peer", "", shown_only=True, width=24), Column("place", "Place", "", shown_only=True, width=20))


@dataclass(frozen=True, slots=True)
class TimetableRead:
    """``planned``: how many sessions are new. ``changed``: what of each session, as its columns' fields.

    ``commands``: in order, none where nothing changes. Sessions that the file does not name stay as they are.
    """

    commands: tuple[Command, ...]
    planned: int
    changed: Mapping[int, tuple[str, ...]]
    notices: tuple[str, ...]


def read_timetable(file: Opened, engagement: Engagement, texts: Mapping[str, str], now: datetime) -> TimetableRead:
    """Compare a timetable with what stands. Raises Unreadable, and NeedsMending with every problem of the file."""
    problems = Problems()
    book = read_book(file, [column.heading for column in COLUMNS])
    sheet = sheet_named(book, "Timetable", COLUMNS)
    new, changes, seen = list[Session](), dict[int, ChangeSession](), set[str]()
    for row in read_rows(sheet, COLUMNS, problems):
        values = _values(row, problems)
        number = values.pop("number", None)
        if number is None:
            if session := message(Session, row, values, problems):
                _tried(row, engagement, PlanSessions(sessions=(session,)), now, problems)
                new.append(session)
        elif number in seen:
            problems.add(row.problem("number", f"Session {number} is in the file twice."))
        elif (standing := _standing(row, engagement, number, problems)) and (
            change := _change(row, standing, values, texts, problems)
        ):
            _tried(row, engagement, change, now, problems)
            changes[standing.number] = change
        seen |= {number} if number else set()
    plan = [PlanSessions(sessions=tuple(new))] if new else []
    if not list(problems):
        _tried_together(sheet.name, engagement, plan, now, problems)
    problems.settle()
    changed = {number: tuple(one.model_fields_set - {"number"}) for number, one in changes.items()}
    return TimetableRead((*changes.values(), *plan), len(new), changed, tuple(notices(book, sheet)))


def _values(row: Row, problems: Problems) -> dict[str, Any]:
    values = dict(row.values)
    if kind := values.get("kind"):
        values["kind"] = KINDS.get(plain_heading(kind))
        if values["kind"] is None:
            hint = did_you_mean(kind, KINDS) or f" There are: {', '.join(KINDS)}."
            problems.add(row.problem("kind", f"There is no session of the kind {shown(kind)}.{hint}"))
    return values


def _standing(row: Row, engagement: Engagement, number: str, problems: Problems) -> VisitSession | None:
    session = engagement.find(VisitSession, int(number)) if number.isdecimal() and len(number) < 5 else None
    if session is None:
        problems.add(row.problem("number", f"There is no session {shown(number)}. Leave it empty for a new one."))
    return session


def _change(
    row: Row, standing: VisitSession, values: Mapping[str, Any], texts: Mapping[str, str], problems: Problems
) -> ChangeSession | None:
    """What the row says otherwise of a session that stands; an empty text leaves it as it is."""
    now = _cells(standing, texts)
    differs = {name: value for name, value in values.items() if value is not None and value != now[name]}
    return message(ChangeSession, row, {"number": standing.number, **differs}, problems) if differs else None


def _tried(row: Row, engagement: Engagement, command: Command, now: datetime, problems: Problems) -> None:
    try:
        decided(engagement, command, now)
    except Refused as refusal:
        problems.add(row.problem("", str(refusal)))


def _tried_together(
    sheet: str, engagement: Engagement, plan: list[PlanSessions], now: datetime, problems: Problems
) -> None:
    """New sessions that fit one by one, beside each other."""
    try:
        for command in plan:
            decided(engagement, command, now)
    except Refused as refusal:
        problems.add(Problem(sheet, None, "", str(refusal)))


def written_timetable(engagement: Engagement, texts: Mapping[str, str]) -> list[Written]:
    """The sessions that stand, in the columns that are read back; with them the lines and the team to choose from."""
    sessions = sorted(engagement.all(VisitSession), key=lambda one: (one.starts_at, one.number))
    rows = [
        {"number": str(one.number), **_cells(one, texts), "kind": plain(one.kind)}
        for one in sessions
        if not one.cancelled_on
    ]
    scope = engagement.all(Scope)[-1:]
    asked = [line for one in scope for line in lines(one, engagement.product, texts)]
    team = [one for one in engagement.all(Invitation) if one.status == "accepted"]
    sheet = Written("Timetable", COLUMNS, rows)
    return [
        sheet,
        Written("Lines of enquiry", LINES, [{"line": line.slug, "title": line.title} for line in asked]),
        Written("Team", TEAM, [{"peer": one.peer, "place": plain(one.team_role)} for one in team]),
        about([sheet]),
    ]


def _cells(session: VisitSession, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "day": uk_date(session.starts_at),
        "starts": f"{uk_time(session.starts_at):%H:%M}",
        "ends": f"{uk_time(session.ends_at):%H:%M}",
        "kind": session.kind,
        "title": texts.get(session.title),
        "place": session.place,
        "with_whom": texts.get(session.with_whom or ""),
        "lines": tuple(session.lines),
        "peers": tuple(session.peers),
    }
