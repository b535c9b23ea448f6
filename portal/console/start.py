"""Starting an engagement: for which authority and with which product first; then why, seeing what there is already."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from fastapi import Request
from starlette.responses import Response

from config.products import Product, UnknownProduct
from config.reference import Service, UnknownService
from config.vocabulary import Status
from engagements.database import reading
from engagements.overview.pipeline import Filters, Sort, pipeline
from engagements.overview.staff import staff
from engagements.stages.request import RequestSupport
from portal.console.services import grades
from portal.doors import Pages, TheVisitor
from portal.forms.fields import FormField, fields_of
from portal.forms.filled import in_parts
from portal.forms.form import Form
from portal.forms.offering import offered_to_begin
from portal.giving import Problem, give
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.visitors import Door

pages = Pages()

COORDINATORS = frozenset({Door.COORDINATOR})
CHOSEN_FIRST = ("authority", "product")


@pages.get("/start", to=COORDINATORS)
def choose(request: Request, office: TheOffice, show: Show) -> Response:
    query = dict(request.query_params)
    service, product = _chosen(office, query)
    if service is None or product is None:
        return _first(show, office, query, service, product)
    return _second(show, office, service, product, {})


@pages.post("/start", to=COORDINATORS)
def start(posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    service, product = _chosen(office, posted.flat)
    if service is None or product is None:
        return _first(show, office, posted.flat, service, product)
    chosen = {"authority": service.slug, "product": product.slug}
    data = {**Form(_fields(office, product), posted.data).data, **chosen}
    given = give(office, visitor, RequestSupport, data, posted)
    if given.outcome:
        notice = "The engagement has begun. Next, the principal adviser accepts or declines the request."
        return back(f"/engagements/{given.outcome.ref}", notice=notice)
    return _second(show, office, service, product, posted.data, given.problems)


def _chosen(office: Office, given: Mapping[str, str]) -> tuple[Service | None, Product | None]:
    """The service and the product that are named, each where there is such a one today."""
    service, product = None, None
    with suppress(UnknownService):
        service = office.world.reference.service(given.get("authority", ""))
    with suppress(UnknownProduct):
        product = office.world.catalogue.latest(given.get("product", ""), office.today)
    return service, product


def _first(
    show: Showing, office: Office, given: Mapping[str, str], service: Service | None, product: Product | None
) -> Response:
    choices = offered_to_begin(office.world, office.today, None)
    fields = tuple(field for field in fields_of(RequestSupport, choices) if field.name in CHOSEN_FIRST)
    problems = []
    if given.keys() & set(CHOSEN_FIRST) and "next" in given:
        missing = (
            ("authority", service, "Choose a fire and rescue service."),
            ("product", product, "Choose a product."),
        )
        problems = [Problem(name, text) for name, found, text in missing if found is None]
    form = Form(fields, in_parts({name: given.get(name, "") for name in CHOSEN_FIRST}), problems)
    return show("console/start-first.html", 422 if problems else 200, form=form)


def _fields(office: Office, product: Product) -> tuple[FormField, ...]:
    choices = offered_to_begin(office.world, office.today, product)
    return tuple(field for field in fields_of(RequestSupport, choices) if field.name not in CHOSEN_FIRST)


def _second(
    show: Showing,
    office: Office,
    service: Service,
    product: Product,
    given: Mapping[str, Any],
    problems: Sequence[Problem] = (),
) -> Response:
    results = office.world.reference.results(service.slug)
    with reading(office.engine) as connection:
        there = staff(connection, office.world.reference, office.today)
        every = Filters(authority=service.slug, statuses=tuple(Status))
        found = pipeline(connection, office.world, there, every, Sort.SINCE, descending=True)
    return show(
        "console/start-second.html",
        422 if problems else 200,
        service=service,
        product=product,
        adviser=there.adviser_of.get(service.slug),
        rounds=sorted({result.round for result in results}),
        grades=grades(results),
        found=found,
        form=Form(_fields(office, product), given, problems),
    )
