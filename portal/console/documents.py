"""The documents that the authority was asked for, and what it provided."""

from starlette.responses import Response

from config.vocabulary import Stage, Status
from engagements.database import reading
from engagements.visits.requested import requested
from portal.console.frame import frame
from portal.documents import document
from portal.doors import Pages
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import LGA

pages = Pages("/engagements/{ref}/documents")

PREPARING = (Stage.TEAM_ASSIGNMENT, Stage.CHALLENGE_VISIT, Stage.RECOMMENDATIONS)


@pages.get("", to=LGA)
def documents(ref: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/documents")
        return show(
            "console/engagement/documents.html",
            frame=there,
            requests=requested(connection, there.facts, there.product),
            asks=there.facts.status is Status.ACTIVE and there.facts.stage in PREPARING,
        )


@pages.get("/{number:int}/{which:int}", to=LGA)
def file(ref: str, number: int, which: int, office: TheOffice) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/documents")
        requests = requested(connection, there.facts, there.product)
    return document(office, requests, number, which)
