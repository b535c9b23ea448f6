"""The API as an application of its own, within the portal's: whatever goes wrong in it is told as problem+json."""

import re
from typing import Any

from fastapi import FastAPI
from starlette.responses import JSONResponse
from starlette.routing import Mount

from portal.api import engagements, giving, offer
from portal.api.explaining import PROBLEMS, document
from portal.api.pace import Pace
from portal.api.problems import answer_problems
from portal.doors import Pages
from portal.office import Office
from portal.visitors import ANYONE

PARTS = (engagements.resources, giving.resources, offer.papers, offer.register)


def create_api(office: Office) -> FastAPI:
    """Everything under ``/api``, for one office."""
    api = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    api.state.office, api.state.pace = office, Pace(office.settings.api_calls_a_minute)
    for part in PARTS:
        api.include_router(part.router, responses=PROBLEMS)
    explained = Pages("/v1")

    @explained.get("/openapi.json", to=ANYONE, response_class=JSONResponse)
    def openapi() -> dict[str, Any]:
        return document(api)

    api.include_router(explained.router)
    answer_problems(api)
    return api


def mounted(api: FastAPI) -> Mount:
    """The API at its place. It answers for every address there, also for one with a line break in it."""
    mount = Mount("/api", app=api)
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount
