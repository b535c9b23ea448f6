"""``peer-support obligations``: who owes what, late first."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from cli.answers import DONE, Json, as_json, say, table
from config.calendar import in_words
from config.vocabulary import Role
from engagements.telling import lateness, owing, plain


def obligations(
    *,
    on: Annotated[date | None, Parameter(help="As of this day; today unless said.")] = None,
    owed_by: Annotated[Role | None, Parameter(help="Only what this role owes.")] = None,
    ref: Annotated[str | None, Parameter(help="Only of the engagement of this reference.")] = None,
    json: Json = False,
) -> int:
    """Who owes what on a day, late first. What waits on hold comes last."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.queries import due

    place = workplace()
    day = on or uk_date(place.now())
    with reading(place.engine) as connection:
        owed = due(connection, day, owed_by, ref)
    if json:
        as_json(owed)
    elif not owed:
        say(f"Nobody owes anything on {in_words(day)}.")
    else:
        table(
            ("Due", "", "Engagement", "Who", "What"),
            (
                (
                    in_words(one.due_on) if one.due_on else "",
                    lateness(one.late),
                    one.ref,
                    f"{plain(one.owed_by)}, by {one.handed_to}" if one.handed_to else plain(one.owed_by),
                    owing(one.kind, one.subject),
                )
                for one in owed
            ),
        )
    return DONE
