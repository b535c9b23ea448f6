"""What a peer reads before and during a visit: the self-assessment, and the documents that were asked for."""

from starlette.responses import Response

from engagements.database import reading
from engagements.loading import rows_of
from engagements.requested import requested
from engagements.state.team import Visit
from engagements.texts import recall
from portal.documents import document
from portal.doors import Pages, TheVisitor
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.showing import Show
from portal.tasks.on_team import on_team
from portal.visitors import GUESTS

pages = Pages("/to-do/{ref}/documents")


@pages.get("", to=GUESTS)
def documents(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    with reading(office.engine) as connection:
        team = on_team(connection, office, visitor, ref)
        visit = next(iter(rows_of(connection, team.facts, Visit)), None) if team.open else None
        requests = requested(connection, team.facts, team.product) if team.open else ()
        texts = recall(connection, [visit.self_assessment]) if visit and visit.self_assessment else {}
    return show(
        "tasks/documents.html",
        team=team,
        visit=visit,
        statement=next(iter(texts.values()), ""),
        requests=[one for one in requests if not one.row.withdrawn_on],
        problems=(),
    )


@pages.get("/{number:int}/{which:int}", to=GUESTS)
def file(ref: str, number: int, which: int, office: TheOffice, visitor: TheVisitor) -> Response:
    with reading(office.engine) as connection:
        team = on_team(connection, office, visitor, ref)
        if not team.open:
            raise NotThere
        requests = requested(connection, team.facts, team.product)
    return document(office, requests, number, which)
