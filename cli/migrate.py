"""``peer-support migrate``: bring the database to what this release needs."""

from typing import Annotated

from cyclopts import Parameter

from cli.answers import DONE, FOUND_WANTING, Json, as_json, say


def migrate(
    *,
    check: Annotated[bool, Parameter(help="Only say whether the steps make what the tables say.")] = False,
    json: Json = False,
) -> int:
    """Bring the database to what this release needs.

    Nothing happens to one that is there already, so it may be run before every start. Several at once are safe.
    """
    return _check(json) if check else _bring_up(json)


def _bring_up(json: bool) -> int:
    from cli.migrations.steps import bring_up, newest
    from cli.opening import settings
    from engagements.database import connect
    from engagements.steps import standing

    given = settings()
    given.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # it will hold names and addresses
    engine = connect(given.database)
    before = standing(engine)
    if before != newest():
        bring_up(engine)
    engine.dispose()
    if json:
        as_json({"before": before, "now": newest()})
    elif before == newest():
        say(f"The database is at step {before}; there is nothing to do.")
    else:
        say(f"The database is now at step {newest()}." if before else f"Made the database, at step {newest()}.")
    return DONE


def _check(json: bool) -> int:
    from cli.migrations.drift import drift

    found = drift()
    if json:
        as_json({"agree": not found, "differences": found})
    elif found:
        say(*found, "Write the step that is missing with: python -m cli.migrations.revise --first")
    else:
        say("The steps make exactly what the tables say.")
    return FOUND_WANTING if found else DONE
