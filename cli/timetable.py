"""``peer-support timetable``: the sessions of a visit, from and to a spreadsheet, and what stands against them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from cli.answers import DONE, FoundWanting, Json, as_json, say, table
from cli.do import actor
from cli.spreadsheet_files import given, mending, noticed, saved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.spreadsheets.timetable import TimetableRead
    from engagements.engagement import Engagement
    from workflows.workplace import Workplace

app = App("timetable", help="The timetable of a visit: its sessions, from and to a spreadsheet.")

To = Annotated[Path, Parameter(help="The file to write: .xlsx, or .csv for the sessions alone.")]
As = Annotated[str, Parameter("--as", help="Who gives it, where it is not the coordinator: a role, or ROLE:PERSON.")]
DryRun = Annotated[bool, Parameter(help="Say what it would come to, and write nothing.")]


@app.default
@app.command
def show(ref: str, /, *, json: Json = False) -> int:
    """The sessions that stand, in order of time, and what stands against issuing the timetable.

    Parameters
    ----------
    ref
        The engagement's reference.
    """
    from cli.opening import workplace
    from documents.spreadsheets.timetable import written_timetable
    from engagements.stages.timetable import timetable_problems
    from engagements.state.timetable import SessionElsewhere, VisitSession
    from engagements.telling import cell

    engagement, texts = _loaded(workplace(), ref)
    sheet = written_timetable(engagement, texts)[0]
    elsewhere = engagement.all(SessionElsewhere)
    found = timetable_problems(engagement, engagement.all(VisitSession), elsewhere)
    if json:
        against = [{"sessions": problem.where, "says": problem.sentence} for problem in found]
        as_json({"ref": ref, "sessions": sheet.rows, "against": against})
        return DONE
    if sheet.rows:
        columns = [column for column in sheet.columns if column.field not in ("with_whom", "lines")]
        table([column.heading for column in columns], ([cell(row[c.field]) for c in columns] for row in sheet.rows))
    else:
        say(f"{ref} has no sessions yet. Plan them with: peer-support timetable import {ref} FILE")
    say(*(problem.sentence for problem in found))
    return DONE


@app.command(name="import")
def import_(ref: str, file: Path, /, *, as_: As = "coordinator", dry_run: DryRun = False, json: Json = False) -> int:
    """Plan the sessions that a spreadsheet holds, and change those that it numbers: all of it, or nothing.

    Its sheets and columns: peer-support timetable export REF --to FILE. Sessions that it leaves out stay.

    Parameters
    ----------
    ref
        The engagement's reference.
    file
        The spreadsheet: .xlsx, .xls, .ods or .csv.
    """
    from cli.opening import workplace
    from documents.spreadsheets.problems import NeedsMending, Unreadable
    from documents.spreadsheets.timetable import read_timetable
    from engagements.together import handle_together

    who, place, opened = actor(as_), workplace(), given(file)
    now = place.now()
    engagement, texts = _loaded(place, ref)
    try:
        read = read_timetable(opened, engagement, texts, now)
    except NeedsMending as faults:
        return mending(faults, json=json)
    except Unreadable as refusal:
        raise FoundWanting(str(refusal)) from None
    version = engagement.facts.version
    outcomes = handle_together(
        place.engine, place.world, read.commands, who, now, ref=ref, expected_version=version, keep=not dry_run
    )
    if json:
        version = version if dry_run or not outcomes else outcomes[-1].version
        told = {"planned": read.planned, "changed": read.changed, "notices": read.notices}
        as_json({"ref": ref, "version": version, "dry_run": dry_run, **told})
    else:
        noticed(read.notices)
        say(*_told(read, would=dry_run))
    return DONE


@app.command
def export(ref: str, /, *, to: To, json: Json = False) -> int:
    """Write the timetable as a spreadsheet, in the columns that import reads; with no session, to begin one.

    Parameters
    ----------
    ref
        The engagement's reference.
    """
    from cli.opening import workplace
    from documents.spreadsheets.timetable import written_timetable

    sheets = written_timetable(*_loaded(workplace(), ref))
    files, number = saved(sheets, to), len(sheets[0].rows)
    sessions = f"{number} {'session' if number == 1 else 'sessions'}"
    as_json({"files": files, "sessions": number}) if json else say(f"Wrote {sessions} to {files[0]}.")
    return DONE


def _loaded(place: "Workplace", ref: str) -> "tuple[Engagement, Mapping[str, str]]":
    """The whole engagement with the sessions of other visits in its days, and its texts by reference."""
    from engagements.database import reading
    from engagements.loading import load_whole
    from engagements.state.timetable import SessionElsewhere
    from engagements.texts import of_engagement
    from engagements.visits.sessions_elsewhere import sessions_elsewhere

    with reading(place.engine) as connection:
        engagement = load_whole(connection, ref, place.world)
        elsewhere = {one.identity: one for one in sessions_elsewhere(connection, engagement.facts)}
        texts = of_engagement(connection, engagement.id)
    return replace(engagement, rows={**engagement.rows, SessionElsewhere: elsewhere}), texts


def _told(read: "TimetableRead", *, would: bool) -> list[str]:
    from documents.spreadsheets.timetable import COLUMNS

    be = "would be" if would else "were"
    lines = [f"Sessions that {be} planned: {read.planned}."] if read.planned else []
    for number, fields in read.changed.items():
        headings = ", ".join(column.heading.lower() for column in COLUMNS if column.field in fields)
        lines.append(f"Session {number} {'would be' if would else 'was'} changed: {headings}.")
    if not read.commands:
        return ["Nothing differs from what stands."]
    return [*lines, "No rule stands against it. Nothing was written."] if would else lines
