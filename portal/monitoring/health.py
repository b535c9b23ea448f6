"""Health, for monitors and for people: alive, ready to answer, and whether events are being followed."""

from http import HTTPStatus

from fastapi import Request
from starlette.responses import JSONResponse, Response

from portal.doors import Pages
from portal.monitoring.standing import Check, as_json, readiness, relay
from portal.office import TheOffice
from portal.showing import Show, Showing
from portal.visitors import ANYONE

pages = Pages("/health")


@pages.get("", to=ANYONE)
def alive(request: Request, show: Show) -> Response:
    """Whether this process answers at all."""
    return _told(request, show, "alive", [Check("portal", True, "It answers.")])


@pages.get("/ready", to=ANYONE)
def ready(request: Request, office: TheOffice, show: Show) -> Response:
    """Whether it can answer with pages; 503 where it cannot."""
    return _told(request, show, "ready", readiness(office))


@pages.get("/relay", to=ANYONE)
def following(request: Request, office: TheOffice, show: Show) -> Response:
    """Whether events are followed and messages go out; 503 where a person should look."""
    return _told(request, show, "working", relay(office))


def _told(request: Request, show: Showing, good: str, checks: list[Check]) -> Response:
    """A page for a browser, JSON for everybody else."""
    well = all(check.ok for check in checks)
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    if "text/html" in request.headers.get("accept", ""):
        return show("monitoring/health.html", status, checks=checks, good=good, well=well)
    return JSONResponse(as_json(checks, good), status, {"Cache-Control": "no-store"})
