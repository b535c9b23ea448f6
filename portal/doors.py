"""Doors: every route says who may come in, and nobody else does. A route that says nothing fails a test.

    pages = Pages()

    @pages.get("/engagements/{ref}", to=LGA)
    def engagement(ref: str, office: TheOffice, show: Show) -> Response: ...

A guest comes in only where one of their links leads, and only to an engagement in which they have a part: whatever
else there is, for them it is not there.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from sqlalchemy import Connection

from engagements.capacities import roles_of
from engagements.database import reading
from engagements.loading import facts_of
from engagements.refusals import UnknownEngagement
from portal import sessions
from portal.clients import client_of
from portal.mishaps import NotForYou, NotThere, SignInFirst, WithoutALink
from portal.office import Office, TheOffice
from portal.visitors import GUESTS, Door, Visitor


def visitor(request: Request, office: TheOffice) -> Visitor:
    """Whoever looks at the page."""
    return sessions.recognise(request, office)


TheVisitor = Annotated[Visitor, Depends(visitor)]


class Admission:
    """Lets in whom a route is for, and turns everybody else away in words."""

    def __init__(self, to: frozenset[Door]) -> None:
        self.to = to

    def __call__(self, request: Request, office: TheOffice, visitor: TheVisitor) -> None:
        office.limits.count_page(client_of(request, office.settings.trusted_proxies))
        if not (self.to & (visitor.doors | {Door.ANYONE})):
            if visitor.is_guest or visitor.is_staff:
                raise NotThere if self.to == GUESTS else NotForYou
            raise WithoutALink if self.to == GUESTS else SignInFirst
        if visitor.is_guest and Door.GUEST in self.to:
            if not visitor.came_for(request.url.path):
                raise WithoutALink
            if ref := request.path_params.get("ref"):
                with reading(office.engine) as connection:
                    _refuse_outsiders(connection, office, visitor, ref)


def _refuse_outsiders(connection: Connection, office: Office, visitor: Visitor, ref: str) -> None:
    try:
        facts = facts_of(connection, ref)
    except UnknownEngagement:
        raise NotThere from None
    if not roles_of(connection, visitor.person, facts, office.today, office.world):
        raise NotThere


class Pages:
    """Routes of which each declares who may use it. ``admission``: how that is found out."""

    admission: type[Admission] = Admission

    def __init__(self, prefix: str = "", **options: Any) -> None:
        given: dict[str, Any] = {"default_response_class": HTMLResponse, "include_in_schema": False, **options}
        self.router = APIRouter(prefix=prefix, **given)

    def get(self, path: str, *, to: frozenset[Door], **options: Any) -> Callable[[Any], Any]:
        return self._route("GET", path, to, options)

    def post(self, path: str, *, to: frozenset[Door], **options: Any) -> Callable[[Any], Any]:
        return self._route("POST", path, to, options)

    def delete(self, path: str, *, to: frozenset[Door], **options: Any) -> Callable[[Any], Any]:
        return self._route("DELETE", path, to, options)

    def _route(self, method: str, path: str, to: frozenset[Door], options: dict[str, Any]) -> Callable[[Any], Any]:
        def add(endpoint: Any) -> Any:
            admission = [Depends(self.admission(to)), *options.pop("dependencies", ())]
            self.router.add_api_route(
                path, endpoint, methods=[method], dependencies=admission, **{"response_model": None} | options
            )
            return endpoint

        return add


def opens_to(route: APIRoute) -> frozenset[Door] | None:
    """Who may use a route; None where it does not say."""
    return next((each.dependency.to for each in route.dependencies if isinstance(each.dependency, Admission)), None)
