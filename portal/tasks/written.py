"""What was written for whoever came by a link: on a page of its own, and below each page that they came for."""

from sqlalchemy import Connection
from starlette.responses import Response

from config.vocabulary import Role
from documents.ledger import Document
from documents.readers import offered
from engagements.database import reading
from engagements.directory import Directory
from engagements.loading import facts_of
from portal import downloads
from portal.doors import Pages, TheVisitor
from portal.giving import roles_in
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.showing import Show
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}")


@pages.get("/papers", to=GUESTS)
def papers(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    """Everything that they may read, with the day of each."""
    with reading(office.engine) as connection:
        facts = facts_of(connection, ref)
        directory = Directory.read(connection, office.world.reference, [facts])
        return show(
            "tasks/papers.html",
            ref=ref,
            authority=office.world.reference.service(facts.authority).official_name,
            product=office.world.catalogue.get(facts.product, facts.product_version),
            written=for_visitor(connection, office, visitor, ref),
            coordinator=directory.reached(facts, Role.COORDINATOR, office.today),
        )


@pages.get("/{page}/document-{number:int}.{form}", to=GUESTS)
def file(ref: str, page: str, number: int, form: str, office: TheOffice, visitor: TheVisitor) -> Response:
    """Raises NotThere for what is not for the visitor."""
    with reading(office.engine) as connection:
        document = next((one for one in for_visitor(connection, office, visitor, ref) if one.id == number), None)
    if document is None:
        raise NotThere
    return downloads.paper(office, document, form)


@pages.get("/{page}/{subject}/document-{number:int}.{form}", to=GUESTS)
def file_of_one(
    ref: str, page: str, subject: str, number: int, form: str, office: TheOffice, visitor: TheVisitor
) -> Response:
    answer: Response = file(ref, page, number, form, office, visitor)
    return answer


def for_visitor(connection: Connection, office: Office, visitor: Visitor, ref: str) -> list[Document]:
    """What the visitor may read about an engagement. Raises UnknownEngagement."""
    facts = facts_of(connection, ref)
    return offered(connection, facts, roles_in(connection, office, visitor, facts), visitor.person)
