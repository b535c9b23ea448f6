"""The pipeline: every engagement in one table, filtered and sorted by its address, and the same as a file."""

from collections.abc import Iterator

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from config.vocabulary import Stage
from documents.spreadsheets.comma_separated import csv_in_parts
from engagements.database import reading
from engagements.overview.pipeline import Line, every_line, pipeline
from engagements.overview.staff import staff
from engagements.telling import plain
from portal.console.paging import Paging, asked
from portal.console.wanted import Wanted, options
from portal.console.whose import look
from portal.doors import Pages, TheVisitor
from portal.downloads import HEADERS, Media
from portal.office import Office, TheOffice
from portal.showing import Show
from portal.visitors import LGA, Visitor

pages = Pages()

COLUMNS = (
    "Reference",
    "Service",
    "Region",
    "Product",
    "Stage",
    "Since",
    "Status",
    "Worst rating of open actions",
    "Principal adviser",
    "Coordinator",
)
"""Of the file."""


@pages.get("/pipeline", to=LGA)
def table(request: Request, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    query = request.query_params
    number, part = asked(query.get("page", ""))
    with reading(office.engine) as connection:
        there = staff(connection, office.world.reference, office.today)
        whose = look(visitor, there, office.world, query.get("whose", "all"))
        offered = options(office.world, there)
        wanted = Wanted.read(query, offered)
        filters = wanted.filters(whose.whose)
        found = pipeline(connection, office.world, there, filters, wanted.sort, wanted.descending, part)
    return show(
        "console/pipeline.html",
        found=found,
        total=sum(found.stages.values()),
        stages=tuple(Stage),
        wanted=wanted,
        query={**wanted.given, "whose": whose.choice},
        offered=offered,
        look=whose,
        paging=Paging(number, found.count),
    )


@pages.get("/pipeline.csv", to=LGA)
def file(request: Request, office: TheOffice, visitor: TheVisitor) -> Response:
    """The whole filtered table, sent while it is read."""
    named = f'attachment; filename="Pipeline {office.today:%Y-%m-%d}.csv"'
    parts = csv_in_parts(_rows(office, visitor, dict(request.query_params)))
    return StreamingResponse(parts, media_type=Media.CSV, headers={**HEADERS, "Content-Disposition": named})


def _rows(office: Office, visitor: Visitor, query: dict[str, str]) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    with reading(office.engine) as connection:
        there = staff(connection, office.world.reference, office.today)
        whose = look(visitor, there, office.world, query.get("whose", "all")).whose
        wanted = Wanted.read(query, options(office.world, there))
        lines = every_line(
            connection, office.world, there, wanted.filters(whose), wanted.sort, descending=wanted.descending
        )
        yield from map(_cells, lines)


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.ref,
        line.service,
        line.region,
        line.product,
        plain(line.stage),
        line.since.isoformat() if line.since else "",
        plain(line.status),
        line.worst.name if line.worst else "",
        line.adviser or "",
        line.coordinator or "",
    )
