"""What a peer reads before and during a visit: the self-assessment, and the documents that were asked for."""

from collections.abc import Mapping

from sqlalchemy import Connection
from starlette.responses import Response

from engagements.database import reading
from engagements.lines_of_enquiry import ERASED
from engagements.loading import rows_of
from engagements.state.team import Scope, Visit
from engagements.texts import recall
from engagements.visits.gathering import line_titles
from engagements.visits.requested import requested
from portal.documents import document
from portal.doors import Pages, TheVisitor
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.showing import Show
from portal.tasks.on_team import on_team
from portal.visitors import GUESTS

pages = Pages("/to-do/{ref}/documents")


def assessed(connection: Connection, visit: Visit | None, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """The self-assessment, once it is submitted: the position statement without a title, then line by line."""
    if not visit or not visit.self_assessment:
        return []
    told = {"": visit.self_assessment, **visit.self_assessment_by_line}
    texts = recall(connection, told.values())
    return [(titles.get(line, line), texts.get(ref, ERASED)) for line, ref in told.items()]


@pages.get("", to=GUESTS)
def documents(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    with reading(office.engine) as connection:
        team = on_team(connection, office, visitor, ref)
        visit = next(iter(rows_of(connection, team.facts, Visit)), None) if team.open else None
        requests = requested(connection, team.facts, team.product) if team.open else ()
        titles = line_titles(rows_of(connection, team.facts, Scope), team.product, connection)
        statement = assessed(connection, visit, titles)
    return show(
        "tasks/documents.html",
        team=team,
        visit=visit,
        statement=statement,
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
