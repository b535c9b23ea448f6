"""``peer-support people political-group``: what member peers told of theirs, and who read it."""

from typing import Annotated

from cyclopts import App, Parameter

from cli.answers import DONE, Json, as_json, say, table
from cli.people_away import Person

app = App("political-group", help="Political groups of member peers: recorded here, read by who builds a team alone.")


@app.command
def record(
    id: Person,
    group: Annotated[str, Parameter(help="The group's name, as the peer told it.")],
    /,
    *,
    json: Json = False,
) -> int:
    """Put a member peer's political group on record."""
    from cli.opening import workplace
    from engagements import political_groups
    from engagements.database import writing

    place = workplace()
    with writing(place.engine) as connection:
        political_groups.record(connection, id, group, "terminal", place.now())
    as_json({"peer": id}) if json else say(f"The political group of {id} is on record; each reading of it will be too.")
    return DONE


@app.command
def forget(id: Person, /, *, json: Json = False) -> int:
    """Take a peer's political group off the record. Who read it stays on record."""
    from cli.opening import workplace
    from engagements import political_groups
    from engagements.database import writing

    with writing(workplace().engine) as connection:
        was_there = political_groups.forget(connection, id)
    as_json({"peer": id, "forgotten": was_there}) if json else say(f"No political group of {id} is on record now.")
    return DONE


@app.command
def audit(id: Annotated[str | None, Parameter(help="One peer alone.")] = None, /, *, json: Json = False) -> int:
    """Who read whose political group, when, and for which engagement; the latest first."""
    from cli.opening import workplace
    from engagements import political_groups
    from engagements.database import reading

    with reading(workplace().engine) as connection:
        found = political_groups.audit(connection, id)
    if json:
        as_json([one.__dict__ for one in found])
    elif not found:
        say("Nobody has read a political group.")
    else:
        rows = ((f"{one.read_at:%Y-%m-%d %H:%M} UTC", one.read_by, one.peer, one.ref) for one in found)
        table(("When", "Read by", "Whose", "For"), rows)
    return DONE
