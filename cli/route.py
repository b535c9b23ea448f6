"""``peer-support route``: the bodies that an authority's papers go through, in order, and when they meet."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from cli.answers import DONE, FoundWanting, Json, as_json, heading, say, table
from config.calendar import in_words

if TYPE_CHECKING:
    from engagements.governance import OnRoute

app = App("route", help="Reporting routes: the bodies that an authority's papers go through, and when they meet.")

Authority = Annotated[str, Parameter(help="The authority's service, as `peer-support services` lists it.")]


@app.default
@app.command
def show(
    authority: Authority,
    /,
    *,
    on: Annotated[date | None, Parameter(help="As of this day; today unless said.")] = None,
    json: Json = False,
) -> int:
    """The route of an authority, with the meetings to come."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.governance import route

    slug, place = known(authority), workplace()
    day = on or uk_date(place.now())
    with reading(place.engine) as connection:
        bodies = route(connection, slug, day)
    if json:
        as_json({"authority": slug, "bodies": [_plainly(one) for one in bodies]})
    elif not bodies:
        say(
            f"{slug} has no reporting route on {in_words(day)}: any of its boards may decide. Give it one with:",
            f"  peer-support route set {slug} FILE",
        )
    else:
        _explain(bodies, day)
    return DONE


@app.command(name="set")
def set_(
    authority: Authority,
    file: Path,
    /,
    *,
    dry_run: Annotated[bool, Parameter(help="Read and check the file, and write nothing.")] = False,
    json: Json = False,
) -> int:
    """Replace the whole route of an authority by what a file says. Papers that are due already stay as they are.

    A TOML file has [[bodies]] in order, each with slug, name, decides (unless it may decide), holds_from and holds_to
    where it is not for ever, and [[bodies.meetings]] with met_on, papers_by and agenda_item. A spreadsheet, or CSV, has
    a row for each meeting, with the columns Body, Name, Decides, Meeting, Papers by and Agenda item.

    Parameters
    ----------
    file
        The route, as TOML or as a spreadsheet.
    """
    from cli.opening import workplace
    from cli.route_file import read_route
    from engagements.database import writing
    from engagements.engagement import uk_date
    from engagements.governance import check_route, set_route

    slug, given, place = known(authority), read_route(file), workplace()
    today = uk_date(place.now())
    if dry_run:
        check_route(given, today)
    else:
        with writing(place.engine) as connection:
            set_route(connection, slug, given, today)
    if json:
        as_json({"authority": slug, "written": not dry_run, **given.model_dump(mode="json")})
    else:
        order = ", then ".join(body.name for body in given.bodies)
        count = sum(len(body.meetings) for body in given.bodies)
        would = "would go" if dry_run else "go"
        say(f"Papers of {slug} {would} to {order}, with {count} meetings on record. The last one decides.")
    return DONE


@app.command
def meeting(
    authority: Authority,
    body: Annotated[str, Parameter(help="The body's short name, as `peer-support route show` gives it.")],
    met_on: Annotated[date, Parameter(help="The day of the meeting.")],
    /,
    *,
    papers_by: Annotated[date | None, Parameter(help="The last day for papers; unset, five clear days before.")] = None,
    agenda_item: Annotated[str | None, Parameter(help="The agenda item, where it is known.")] = None,
    instead_of: Annotated[date | None, Parameter(help="Of a meeting that moves: the day it had.")] = None,
    json: Json = False,
) -> int:
    """Put a meeting of a body on record, or give one that is there another deadline, agenda item or day."""
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.governance import read_meeting, set_meeting

    slug, given = known(authority), read_meeting(met_on, papers_by, agenda_item)
    with writing(workplace().engine) as connection:
        set_meeting(connection, slug, body, given, instead_of)
    if json:
        as_json({"authority": slug, "body": body, **given.model_dump(mode="json")})
    else:
        say(f"The meeting of {body} of {slug} on {in_words(met_on)} is on record.")
    return DONE


def known(authority: str) -> str:
    """The slug of an authority. Raises FoundWanting, with the one that may be meant."""
    from config.reference import ReferenceData, UnknownService

    try:
        return ReferenceData.shipped().service(authority).slug
    except UnknownService as unknown:
        raise FoundWanting(str(unknown)) from None


def _plainly(one: "OnRoute") -> dict[str, object]:
    return {**one.body.__dict__, "meetings": [meeting.__dict__ for meeting in one.meetings]}


def _explain(bodies: "tuple[OnRoute, ...]", day: date) -> None:
    for number, one in enumerate(bodies, 1):
        does = "decides closure" if one is bodies[-1] else "may decide" if one.body.decides else "notes"
        heading(f"{number}. {one.body.name} ({one.body.slug}), which {does}")
        to_come = [meeting for meeting in one.meetings if meeting.met_on >= day]
        table(
            ("Meets", "Papers by", "Agenda item"),
            (
                (
                    in_words(meeting.met_on),
                    in_words(meeting.papers_by) if meeting.papers_by else "by the product's clock",
                    meeting.agenda_item,
                )
                for meeting in to_come
            ),
        )
        if not to_come:
            say("No meeting to come is on record.")
