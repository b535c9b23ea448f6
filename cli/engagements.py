"""``peer-support engagements``: which there are, and everything about one, as people read it."""

from typing import Annotated

from cyclopts import App, Parameter

from cli.answers import DONE, Json, as_json, heading, say, table
from config.vocabulary import Stage, Status

app = App("engagements", help="Which engagements there are, and everything about one of them.")


@app.default
@app.command(name="list")
def listed(
    *,
    stage: Annotated[Stage | None, Parameter(help="Only those at this stage.")] = None,
    status: Annotated[Status | None, Parameter(help="Only those of this status.")] = None,
    authority: Annotated[str | None, Parameter(help="Only those of this authority.")] = None,
    json: Json = False,
) -> int:
    """Every engagement: where it stands, and who is awaited."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.queries import engagements
    from engagements.standing import standings

    place = workplace()
    with reading(place.engine) as connection:
        found = engagements(connection, stage, status, authority)
        shown = list(standings(connection, place.world, found, uk_date(place.now())))
    if json:
        as_json([standing.plainly() for standing in shown])
    elif shown:
        table(
            ("Reference", "Service", "Product", "Stands", "Awaiting"),
            ((one.facts.ref, one.service, one.product, one.where(), one.awaiting()) for one in shown),
        )
    elif stage or status or authority:
        say("No engagement fits.")
    else:
        begin = (
            """peer-support do RequestSupport --as coordinator --data '{"authority": …, "product": …, "reason": …}'"""
        )
        say(
            f"No engagements yet. Begin one with: {begin}",
            "Which authorities and products there are: peer-support services, peer-support products",
        )
    return DONE


@app.command
def show(ref: str, /, *, json: Json = False) -> int:
    """Everything about one engagement: where it stands, who is awaited, its team, its plan, and its timeline.

    Parameters
    ----------
    ref
        The engagement's reference.
    """
    from cli.dossier import compiled
    from cli.opening import workplace
    from engagements.database import reading

    place = workplace()
    with reading(place.engine) as connection:
        dossier = compiled(connection, place.world, ref, place.now())
    if json:
        as_json(dossier.plainly())
        return DONE
    say(dossier.standing.sentence(), dossier.background())
    for title, headings, rows in dossier.sections():
        heading(title)
        table(headings, rows)
    return DONE
