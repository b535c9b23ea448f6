"""``peer-support exceptions``: what boards are to read of, the worst first."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.answers import DONE, FoundWanting, Json, as_json, heading, say, table
from config.vocabulary import Stage, Status
from engagements.telling import cell, plain

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from engagements.engagement import World
    from engagements.exceptions import Exceptional
    from engagements.periods import ReportingPeriod


def exceptions(
    *,
    ref: Annotated[str | None, Parameter(help="Only of the engagement of this reference.")] = None,
    period: Annotated[str | None, Parameter(help="At the end of a quarter, such as 2020-21-Q1; else today.")] = None,
    json: Json = False,
) -> int:
    """What is exceptional: cause, what is done about it, whose it is, and in which quarter it was first seen."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.periods import ReportingPeriod

    place = workplace()
    today = uk_date(place.now())
    try:
        asked = ReportingPeriod.parse(period) if period else ReportingPeriod.of(today)
    except ValueError as malformed:
        raise FoundWanting(str(malformed)) from None
    with reading(place.engine) as connection:
        refs = [ref] if ref else _reporting(connection, still=period is None)
        found = _found(connection, place.world, refs, asked, today)
        texts = _texts(connection, found)
    if json:
        as_json([{"ref": of, "period": str(asked), **_worded(one, texts)} for of, one in found])
    elif not found:
        say(f"Nothing is exceptional in {asked}.")
    else:
        _show(found, texts)
    return DONE


def _reporting(connection: "Connection", *, still: bool) -> list[str]:
    """Engagements that report; or that did at some time, since the quarter asked about may be an old one."""
    from engagements.queries import engagements

    if still:
        return [facts.ref for facts in engagements(connection, Stage.QUARTERLY_REPORTING, Status.ACTIVE)]
    ever = (Status.ACTIVE, Status.ON_HOLD, Status.CLOSED)
    return [facts.ref for facts in engagements(connection) if facts.reports_from and facts.status in ever]


def _found(
    connection: "Connection", world: "World", refs: list[str], period: "ReportingPeriod", today: "date"
) -> "list[tuple[str, Exceptional]]":
    from engagements.exceptions import exceptions as exceptional
    from engagements.loading import load_whole

    return [
        (of, one)
        for of in refs
        for one in exceptional(load_whole(connection, of, world), period, world.thresholds, today)
    ]


def _texts(connection: "Connection", found: "list[tuple[str, Exceptional]]") -> dict[str, str]:
    from engagements.texts import recall

    return recall(connection, (ref for _, one in found for ref in (one.cause, one.response, one.owner) if ref))


def _worded(one: "Exceptional", texts: dict[str, str]) -> dict[str, Any]:
    said = {name: texts.get(ref) for name in ("cause", "response", "owner") if (ref := getattr(one, name))}
    return {**asdict(one), **said}


def _show(found: "list[tuple[str, Exceptional]]", texts: dict[str, str]) -> None:
    headings = ("Engagement", "What", "Action", "Since", "Why", "What is done", "Owner")
    for title, positive in (("Exceptional", False), ("Good news", True)):
        rows = [
            (of, plain(one.kind).capitalize(), one.action, one.first_period, *_said(one, texts))
            for of, one in found
            if one.positive is positive
        ]
        if rows:
            heading(title)
            table(headings, rows)


def _said(one: "Exceptional", texts: dict[str, str]) -> tuple[str, ...]:
    return tuple(cell(ref, texts) for ref in (one.cause, one.response, one.owner))
