"""What was written for whoever came by a link: to download from the page that they came for."""

from sqlalchemy import Connection
from starlette.responses import Response

from documents.ledger import Document
from documents.readers import offered
from engagements.database import reading
from engagements.loading import facts_of
from portal import downloads
from portal.doors import Pages, TheVisitor
from portal.giving import roles_in
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/{page}")


@pages.get("/document-{number:int}.{form}", to=GUESTS)
def file(ref: str, page: str, number: int, form: str, office: TheOffice, visitor: TheVisitor) -> Response:
    """Raises NotThere for what is not for the visitor."""
    with reading(office.engine) as connection:
        document = next((one for one in for_visitor(connection, office, visitor, ref) if one.id == number), None)
    if document is None:
        raise NotThere
    return downloads.paper(office, document, form)


@pages.get("/{subject}/document-{number:int}.{form}", to=GUESTS)
def file_of_one(
    ref: str, page: str, subject: str, number: int, form: str, office: TheOffice, visitor: TheVisitor
) -> Response:
    answer: Response = file(ref, page, number, form, office, visitor)
    return answer


def for_visitor(connection: Connection, office: Office, visitor: Visitor, ref: str) -> list[Document]:
    """What the visitor may read about an engagement. Raises UnknownEngagement."""
    facts = facts_of(connection, ref)
    return offered(connection, facts.id, roles_in(connection, office, visitor, facts), visitor.person)
