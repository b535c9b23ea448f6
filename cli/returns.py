"""``peer-support return``: a quarterly return as a spreadsheet, to fill in and to file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from cli.answers import DONE, FoundWanting, Json, as_json, say, table
from cli.do import actor
from cli.plan import As, DryRun, loaded
from cli.spreadsheet_files import given, mending, noticed, saved
from engagements.telling import cell

if TYPE_CHECKING:
    from engagements.state.plan import QuarterlyReturn

app = App("return", help="Quarterly returns: which there are, and one as a spreadsheet to fill in and to file whole.")


@app.default
@app.command(name="list")
def listed(ref: str, /, *, json: Json = False) -> int:
    """The returns of an engagement: when each was due, when it came, and what became of it.

    Parameters
    ----------
    ref
        The engagement's reference.
    """
    from cli.opening import workplace
    from engagements.state.plan import QuarterlyReturn

    engagement, _ = loaded(workplace(), ref)
    returns = sorted(engagement.all(QuarterlyReturn), key=lambda one: one.period)
    if json:
        kept = ("period", "due_on", "status", "nil", "first_filed_on", "late", "filings")
        as_json([{name: getattr(one, name) for name in kept} for one in returns])
    elif returns:
        lines = (
            (one.period, cell(one.due_on), cell(one.first_filed_on), one.late or "", _stands(one)) for one in returns
        )
        table(("Period", "Due", "First filed", "Days late", "Stands"), lines)
    else:
        say(f"No return of {ref} has been asked for yet.")
    return DONE


def _stands(one: "QuarterlyReturn") -> str:
    nil = ", nil" if one.nil else ""
    return f"{one.status}{nil}, filed {one.filings} times" if one.filings > 1 else f"{one.status}{nil}"


@app.command
def template(
    ref: str,
    period: str,
    /,
    *,
    to: Annotated[Path, Parameter(help="The file to write: .xlsx, with a list of the ratings, or .csv.")],
    json: Json = False,
) -> int:
    """Write a spreadsheet to fill in: each open action with its date and last rating, and room for what is new.

    Parameters
    ----------
    ref
        The engagement's reference.
    period
        The quarter, as 2020-21-Q1.
    """
    from cli.opening import workplace
    from documents.spreadsheets.returns import written_return

    engagement, texts = loaded(workplace(), ref)
    sheets = written_return(engagement, _quarter(period), texts)
    actions = len(sheets[0].rows)
    if not actions:
        raise FoundWanting(f"{ref} has no open action to report on.")
    files = saved(sheets, to)
    as_json({"files": files, "actions": actions}) if json else say(f"Wrote {_counted(actions)} to {files[0]}.")
    return DONE


def _counted(actions: int) -> str:
    return "1 open action" if actions == 1 else f"{actions} open actions"


@app.command(name="file")
def file_(
    ref: str, period: str, file: Path, /, *, as_: As = "authority", dry_run: DryRun = False, json: Json = False
) -> int:
    """File the return that a spreadsheet holds: all of it, or nothing.

    Parameters
    ----------
    ref
        The engagement's reference.
    period
        The quarter, as 2020-21-Q1.
    file
        The spreadsheet, made with: peer-support return template REF PERIOD --to FILE
    """
    from cli.opening import workplace
    from documents.spreadsheets.problems import NeedsMending, Unreadable
    from documents.spreadsheets.returns import read_return
    from engagements.together import handle_together

    who, place = actor(as_), workplace()
    now, opened, quarter = place.now(), given(file), _quarter(period)
    engagement, _ = loaded(place, ref)
    try:
        read = read_return(opened, engagement, quarter, now)
    except NeedsMending as faults:
        return mending(faults, json=json)
    except Unreadable as refusal:
        raise FoundWanting(str(refusal)) from None
    version, keep = engagement.facts.version, not dry_run
    [outcome] = handle_together(
        place.engine, place.world, [read.command], who, now, ref=ref, expected_version=version, keep=keep
    )
    updates = read.command.updates
    counts = {
        "actions": len(updates),
        "rated": sum(update.rating is not None for update in updates),
        "later_dates": sum(update.due_to is not None for update in updates),
    }
    if json:
        as_json(
            {"ref": ref, "period": quarter, "version": outcome.version if keep else version, "dry_run": dry_run}
            | counts
        )
        return DONE
    noticed(read.notices)
    dates = "1 later date" if counts["later_dates"] == 1 else f"{counts['later_dates']} later dates"
    told = f"{_counted(len(updates))}, {counts['rated']} rated anew, {dates} asked for"
    say(f"The return for {quarter} would be filed: {told}. Nothing was written." if dry_run else f"Filed: {told}.")
    return DONE


def _quarter(period: str) -> str:
    """Raises FoundWanting where it is none."""
    from engagements.periods import ReportingPeriod

    try:
        return str(ReportingPeriod.parse(period))
    except ValueError as wrong:
        raise FoundWanting(str(wrong)) from None
