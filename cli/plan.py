"""``peer-support plan``: the plan of an engagement, from and to a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from cli.answers import DONE, FoundWanting, Json, as_json, say, table
from cli.do import actor
from cli.spreadsheet_files import given, mending, noticed, saved
from config.calendar import in_words
from engagements.telling import cell, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.spreadsheets.plan_import import PlanImport
    from engagements.engagement import Engagement
    from workflows.workplace import Workplace

app = App("plan", help="The plan of an engagement: its findings and actions, from and to a spreadsheet.")

To = Annotated[Path, Parameter(help="The file to write: .xlsx, or .csv for the actions, with the findings beside it.")]
As = Annotated[str, Parameter("--as", help="Who gives it, where it is not the authority: a role, or ROLE:PERSON.")]
DryRun = Annotated[bool, Parameter(help="Say what it would come to, and write nothing.")]


@app.command(name="import")
def import_(
    ref: str,
    file: Path,
    /,
    *,
    findings: Annotated[Path | None, Parameter(help="The findings, where they are in a file of their own.")] = None,
    as_: As = "authority",
    dry_run: DryRun = False,
    json: Json = False,
) -> int:
    """Propose the plan that a spreadsheet holds, and record what the inspection found: all of it, or nothing.

    Its sheets and columns: peer-support plan template --to FILE. A plan not approved yet is replaced.

    Parameters
    ----------
    ref
        The engagement's reference.
    file
        The spreadsheet: .xlsx, .xls, .ods or .csv.
    """
    from cli.opening import workplace
    from documents.spreadsheets.plan import read_plan
    from documents.spreadsheets.plan_import import planned_import
    from documents.spreadsheets.problems import NeedsMending, Unreadable
    from engagements.together import handle_together

    who, place = actor(as_), workplace()
    now = place.now()
    opened, beside = given(file), given(findings) if findings else None
    engagement, texts = loaded(place, ref)
    try:
        read = read_plan(opened, beside)
        plan = planned_import(read, engagement, texts, now)
    except NeedsMending as faults:
        return mending(faults, json=json)
    except Unreadable as refusal:
        raise FoundWanting(str(refusal)) from None
    version = engagement.facts.version
    if dry_run and not json:
        noticed(read.notices)
        say(*_differences(plan, would=True))
    outcomes = handle_together(
        place.engine, place.world, plan.commands, who, now, ref=ref, expected_version=version, keep=not dry_run
    )
    if json:
        version = version if dry_run or not outcomes else outcomes[-1].version
        as_json({"ref": ref, "version": version, "dry_run": dry_run, **_plainly(plan), "notices": read.notices})
    elif dry_run:
        say("No rule stands against it. Nothing was written." if plan.commands else "Nothing was written.")
    else:
        noticed(read.notices)
        say(*_differences(plan, would=False))
    return DONE


@app.command
def export(ref: str, /, *, to: To, json: Json = False) -> int:
    """Write the plan as a spreadsheet, in the columns that import reads.

    Parameters
    ----------
    ref
        The engagement's reference.
    """
    from cli.opening import workplace
    from documents.spreadsheets.plan_written import written_plan

    engagement, texts = loaded(workplace(), ref)
    sheets = written_plan(engagement, texts)
    files = saved(sheets, to, as_csv=2)
    counts = {sheet.name.lower(): len(sheet.rows) for sheet in sheets}
    told = " and ".join(f"{number} {name}" for name, number in counts.items())
    as_json({"files": files, **counts}) if json else say(f"Wrote {told} to {' and '.join(files)}.")
    return DONE


@app.command
def template(*, to: To, json: Json = False) -> int:
    """Write an empty spreadsheet to fill in, with a sheet that says what belongs in each column."""
    from documents.spreadsheets.plan_written import template as empty

    files = saved(empty(), to, as_csv=2)
    as_json({"files": files}) if json else say(f"Wrote {' and '.join(files)}.")
    return DONE


@app.default
@app.command
def show(ref: str, /, *, json: Json = False) -> int:
    """The plan as it stands: each action with what it answers, who owns it, its date, and how it was rated last.

    Parameters
    ----------
    ref
        The engagement's reference.
    """
    from cli.opening import workplace
    from documents.spreadsheets.plan_written import action_values, in_order
    from engagements.state.plan import Action

    engagement, texts = loaded(workplace(), ref)
    actions = in_order(action for action in engagement.all(Action) if action.status != "replaced")
    rows = [action_values(engagement, action, texts) | {"status": action.status} for action in actions]
    if json:
        as_json(rows)
    elif rows:
        headings = ("Ref", "Action", "Answers", "Owner", "Due", "Rating", "Stands")
        table(headings, map(_line, rows))
    else:
        say(f"{ref} has no plan yet. Propose one with: peer-support plan import {ref} FILE")
    return DONE


def loaded(place: "Workplace", ref: str) -> "tuple[Engagement, Mapping[str, str]]":
    """The whole engagement, and the texts of its plan by reference."""
    from documents.spreadsheets.plan_written import text_refs
    from engagements.database import reading
    from engagements.loading import load_whole
    from engagements.texts import recall

    with reading(place.engine) as connection:
        engagement = load_whole(connection, ref, place.world)
        return engagement, recall(connection, text_refs(engagement))


def _line(row: dict[str, Any]) -> tuple[object, ...]:
    moved = f" (first {in_words(row['due_first'])}, moved {row['moves']})" if row["moves"] else ""
    due = f"{in_words(row['due_on'])}{moved}"
    answers = ", ".join(row["findings"])
    return row["ref"], cell(row["text"]), answers, cell(row["owner"]), due, row["rating"], plain(row["status"])


def _differences(plan: "PlanImport", *, would: bool) -> list[str]:
    """What changes, a line for each way of changing."""
    from documents.spreadsheets.plan import ACTIONS

    headings = {column.field: column.heading.lower() for column in ACTIONS}
    be = "would be" if would else "were"
    changed = [f"{ref} ({', '.join(headings[field] for field in fields)})" for ref, fields in plan.changed.items()]
    told = [
        (plan.findings, f"findings {be} recorded"),
        (plan.added, f"actions {be} added"),
        (changed, f"actions {be} changed"),
        (plan.replaced, f"actions {be} dropped"),
        (plan.same, "actions stay as they are"),
    ]
    lines = [f"{len(refs)} {_one(what, len(refs))}: {', '.join(refs)}." for refs, what in told if refs]
    return lines if plan.commands else [*lines, "Nothing differs from what stands: there is nothing to propose."]


def _one(what: str, number: int) -> str:
    singular = {"findings": "finding", "actions": "action", "were": "was", "stay": "stays", "they are": "it is"}
    if number != 1:
        return what
    for many, one in singular.items():
        what = what.replace(many, one)
    return what


def _plainly(plan: "PlanImport") -> dict[str, Any]:
    kept = ("findings", "added", "changed", "replaced", "same")
    return {name: getattr(plan, name) for name in kept}
