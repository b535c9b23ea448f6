"""``peer-support evidence``: files that show that an action is complete, kept by what they contain."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cli.answers import DONE, FOUND_WANTING, FoundWanting, Json, as_json, say, table
from config.calendar import in_words

app = App("evidence", help="Files that show that an action is complete, kept by what they contain.")

Sha256 = Annotated[str, Parameter(help="The SHA-256 of its content, as `evidence list` gives it.")]


@app.command
def add(file: Annotated[Path, Parameter(help="The file.")], /, *, json: Json = False) -> int:
    """Add a file, so that CompleteAction can name it by the SHA-256 of its content."""
    from cli.opening import workplace
    from engagements import evidence
    from engagements.engagement import uk_date

    place = workplace()
    largest = place.settings.largest_evidence_mb * 1024**2
    added = evidence.add(place.engine, place.settings.evidence_dir, file, largest, uk_date(place.now()))
    if json:
        as_json(added.__dict__)
    else:
        say(f"{file.name} is kept as {added.sha256} ({added.media_type}, {added.size:,} bytes).")
        say(f'Name it in CompleteAction: {{"title": "…", "sha256": "{added.sha256}"}}')
    return DONE


@app.default
@app.command(name="list")
def listed(*, json: Json = False) -> int:
    """Every evidence file, the newest first."""
    from cli.opening import workplace
    from engagements import evidence
    from engagements.database import reading

    with reading(workplace().engine) as connection:
        files = evidence.listed(connection)
    if json:
        as_json([file.__dict__ for file in files])
    elif not files:
        say("No evidence file has been added. Add one with: peer-support evidence add FILE")
    else:
        rows = ((file.sha256, file.media_type, f"{file.size:,}", in_words(file.added_on)) for file in files)
        table(("SHA-256", "Kind", "Bytes", "Added"), rows)
    return DONE


@app.command
def show(
    sha256: Sha256,
    /,
    *,
    to: Annotated[Path, Parameter(help="A file that does not exist yet.")],
    json: Json = False,
) -> int:
    """Write a copy of an evidence file, once it is known to be what was added."""
    from cli.opening import workplace
    from engagements import evidence
    from engagements.database import reading

    place = workplace()
    with reading(place.engine) as connection:
        content = evidence.fetched(connection, place.settings.evidence_dir, sha256)
    try:
        with to.open("xb") as copy:
            copy.write(content)
    except FileExistsError:
        raise FoundWanting(f"{to} exists already. Name another file with --to.") from None
    except OSError as error:
        raise FoundWanting(f"{to} cannot be written: {error.strerror}.") from None
    if json:
        as_json({"sha256": sha256, "written": str(to), "size": len(content)})
    else:
        say(f"Written to {to}: {len(content):,} bytes.")
    return DONE


@app.command
def check(*, json: Json = False) -> int:
    """Find every evidence file that is missing, or whose content has changed. Ends with 1 where there is one."""
    from cli.opening import workplace
    from engagements import evidence
    from engagements.database import reading

    place = workplace()
    with reading(place.engine) as connection:
        number = len(evidence.listed(connection))
        problems = list(evidence.checked(connection, place.settings.evidence_dir))
    if json:
        as_json({"holds": not problems, "files": number, "problems": problems})
    else:
        say(*problems or [f"Checked {number:,} evidence file{'' if number == 1 else 's'}: each is what was added."])
    return FOUND_WANTING if problems else DONE
