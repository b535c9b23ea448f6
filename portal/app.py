"""The portal as an application: its pages, and what answers when there is none."""

from fastapi import FastAPI

from portal.console import pages as console
from portal.entrance import pages as entrance
from portal.mishaps import answer_mishaps
from portal.office import Office
from portal.tasks import pages as tasks


def create_app(office: Office) -> FastAPI:
    """Every page, for one office."""
    app = FastAPI(title="Peer Support", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.office = office
    app.mount(office.assets.AT, office.assets)
    for part in (*entrance.PARTS, *console.PARTS, *tasks.PARTS):
        app.include_router(part.router)
    answer_mishaps(app)
    return app
