"""The pool as a list: everybody, or those who fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import Request
from starlette.responses import Response

from config.themes import subjects
from config.vocabulary import PeerKind
from documents.spreadsheets.peers import written_pool
from documents.spreadsheets.writing import comma_separated, workbook
from engagements.database import reading
from engagements.peers.looking import Sought
from engagements.peers.on_record import pool
from engagements.peers.periods import Days
from engagements.telling import plain
from portal.console.paging import Paging, asked
from portal.doors import Pages
from portal.downloads import Media, download
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import LGA

pages = Pages("/peers")

KINDS = {kind.value: plain(kind).capitalize() for kind in PeerKind}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address of the list asks for. ``says``: what is wrong with its days; empty where nothing is."""

    sought: Sought
    says: str = ""


@pages.get("", to=LGA)
def listed(request: Request, office: TheOffice, show: Show) -> Response:
    query = {name: value for name, value in request.query_params.items() if name != "page"}
    number, part = asked(request.query_params.get("page", ""))
    wanted = _wanted(query)
    with reading(office.engine) as connection:
        everybody = pool(connection, office.today, office.world)
    found = [peer for peer in everybody if wanted.sought.fits(peer)]
    return show(
        "console/peers/listing.html",
        422 if wanted.says else 200,
        found=found[part.after : part.after + part.most],
        everybody=len(everybody),
        count=len(found),
        says=wanted.says,
        query=query,
        paging=Paging(number, len(found)),
        kinds=KINDS,
        services={service.slug: service.official_name for service in office.world.reference.services()},
        subjects=subjects(),
    )


@pages.get("/pool.csv", to=LGA)
def as_csv(office: TheOffice) -> Response:
    with reading(office.engine) as connection:
        sheet, _ = written_pool(connection)
    return download(comma_separated(sheet), "peer pool.csv", Media.CSV)


@pages.get("/pool.xlsx", to=LGA)
def as_workbook(office: TheOffice) -> Response:
    with reading(office.engine) as connection:
        return download(workbook(written_pool(connection)), "peer pool.xlsx", Media.WORKBOOK)


def _wanted(query: Mapping[str, str]) -> Wanted:
    said = {name: value.strip()[:100] for name, value in query.items()}
    kind = PeerKind(said["kind"]) if said.get("kind") in KINDS else None
    try:
        first = date.fromisoformat(said["from"]) if said.get("from") else None
        last = date.fromisoformat(said["to"]) if said.get("to") else first
    except ValueError:
        first, last, says = None, None, "Give days as 2027-06-01."
    else:
        says = "Give the first day too." if last and not first else ""
        says = "Choose a last day that is not before the first." if first and last and last < first else says
    free = Days(first, last) if first and last and not says else None
    sought = Sought(said.get("text", ""), kind, said.get("of", ""), said.get("subject", ""), free)
    return Wanted(sought, says)
