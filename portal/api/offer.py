"""What is offered, and to whom: products and fire and rescue services. Papers, and their files."""

from enum import StrEnum
from http import HTTPStatus

from sqlalchemy import select
from starlette.responses import Response

from documents.ledger import Document
from engagements.database import reading
from engagements.state.engagement import EngagementFacts
from portal import downloads
from portal.api.callers import Resources, TheCaller
from portal.api.engagements import Ref
from portal.api.leafing import Leaf, Page
from portal.api.problems import Trouble
from portal.api.shapes import FireService, Paper, ProductOffered
from portal.mishaps import NotThere
from portal.numbers import Number
from portal.office import TheOffice
from portal.visitors import TOKENS

register, papers = Resources("Register"), Resources("Papers")

NO_PAPER = Trouble(HTTPStatus.NOT_FOUND, "There is no such paper.")


class Form(StrEnum):
    """In which a paper can be read."""

    DOCX = "docx"
    PDF = "pdf"


@register.get("/services", to=TOKENS, response_model=Page[FireService])
def list_services(office: TheOffice, caller: TheCaller) -> Page[FireService]:
    """Every fire and rescue service of England that exists today, with who its authority is."""
    return Page(
        items=[FireService.of(service, office.today) for service in office.world.reference.services(office.today)]
    )


@register.get("/products", to=TOKENS, response_model=Page[ProductOffered])
def list_products(office: TheOffice, caller: TheCaller) -> Page[ProductOffered]:
    """Every version of every product."""
    offered = office.world.catalogue.products
    return Page(items=[ProductOffered.of(offered[key]) for key in sorted(offered)])


@papers.get("/papers", to=TOKENS, response_model=Page[Paper])
def list_papers(office: TheOffice, caller: TheCaller, leaf: Leaf, engagement: Ref = None) -> Page[Paper]:
    """Papers in the order in which they were written, the national report among them."""
    written, facts = Document.table, EngagementFacts.table
    query = select(written, facts.c.ref).outerjoin(facts, facts.c.id == written.c.engagement_id)
    if caller.authority:
        query = query.where(facts.c.authority == caller.authority)
    with reading(office.engine) as connection:
        if engagement is not None:
            query = query.where(written.c.engagement_id == caller.engagement(connection, engagement).id)
        found = connection.execute(leaf.narrowed(query, written.c.id)).all()
    held, following = leaf.page(found, lambda row: (row.id,))
    told = ((dict(row._mapping), row.ref) for row in held)
    return Page(items=[Paper.of(Document.recall(values), ref) for values, ref in told], next=following)


@papers.get(
    "/papers/{number}/{form}",
    to=TOKENS,
    response_class=Response,
    responses={200: {"content": {media: {} for media in downloads.PAPER_FORMS.values()}, "description": "The file."}},
)
def download_paper(number: Number, form: Form, office: TheOffice, caller: TheCaller) -> Response:
    """The file of a paper, to keep."""
    written, facts = Document.table, EngagementFacts.table
    query = select(written, facts.c.authority).outerjoin(facts, facts.c.id == written.c.engagement_id)
    with reading(office.engine) as connection:
        row = connection.execute(query.where(written.c.id == number)).first()
    if row is None or caller.authority not in (None, row.authority):
        raise NO_PAPER
    try:
        return downloads.paper(office, Document.recall(row._asdict()), form)
    except NotThere:
        raise NO_PAPER from None
