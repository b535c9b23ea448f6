"""The portal as an application: its pages, and what answers when there is none."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from config.secrets import on_loopback
from portal.api import pages as api
from portal.api.app import create_api, mounted
from portal.body_size import BodySize
from portal.console import pages as console
from portal.entrance import pages as entrance
from portal.headers import Headers
from portal.mishaps import answer_mishaps
from portal.monitoring import pages as monitoring
from portal.monitoring.metrics import Measured, Metrics
from portal.office import Office
from portal.tasks import pages as tasks

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Portal(FastAPI):
    """Whose every answer says what browsers may do with it."""

    def build_middleware_stack(self) -> ASGIApp:
        office: Office = self.state.office
        return Headers(super().build_middleware_stack(), office.is_secure)


def create_app(office: Office) -> FastAPI:
    """Every page, for one office."""
    app = Portal(title="Peer Support", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.office = office
    app.add_middleware(BodySize)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=names(office), www_redirect=False)
    app.state.metrics = Metrics(office)
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.mount(office.assets.AT, office.assets)
    app.state.api = create_api(office)
    app.router.routes.append(mounted(app.state.api))
    for part in (*entrance.PARTS, *console.PARTS, *tasks.PARTS, *api.PARTS, *monitoring.PARTS):
        app.include_router(part.router)
    answer_mishaps(app)
    return app


def routes(app: FastAPI) -> Iterator[APIRoute]:
    """The routes of an application, those of its parts among them."""
    for route in app.routes:
        for one in getattr(route, "original_router", app).routes if not isinstance(route, APIRoute) else [route]:
            if isinstance(one, APIRoute):
                yield one


def names(office: Office) -> tuple[str, ...]:
    """The hosts that the portal answers to: a page of another name is somebody else's."""
    public = urlsplit(office.settings.portal_url).hostname or ""
    return (public, *LOOPBACK) if on_loopback(office.settings.portal_host) else (public, office.settings.portal_host)
