"""Who calls: another system, by its token alone. Cookies mean nothing here, and a token means nothing to pages."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Connection
from starlette.responses import JSONResponse

from config.nearest import shown
from engagements.database import reading, writing
from engagements.journal import Actor
from engagements.loading import facts_of
from engagements.refusals import NotAllowed, UnknownEngagement
from engagements.state.engagement import EngagementFacts
from engagements.step import Step
from portal.api import tokens
from portal.api.problems import Trouble
from portal.doors import Admission, Pages
from portal.office import TheOffice
from portal.visitors import Door, Visitor

BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token of yours, which begins with ps_.")


@dataclass(frozen=True, slots=True)
class Caller:
    """``authority``: whose engagements alone the token is for; None for everybody's."""

    token: int
    visitor: Visitor
    authority: str | None

    def engagement(self, connection: Connection, ref: str) -> EngagementFacts:
        """The engagement, if the caller may know of it. Raises UnknownEngagement, in the same words either way."""
        nothing = UnknownEngagement(f"There is no engagement {shown(ref)}.")
        try:
            facts = facts_of(connection, ref)
        except UnknownEngagement:
            raise nothing from None
        if self.authority not in (None, facts.authority):
            raise nothing
        return facts

    def actor(self, step: Step) -> Actor:
        """As whom the caller gives a command. Raises NotAllowed."""
        for role in step.by:
            if role in self.visitor.hats:
                return Actor(role, self.visitor.hats[role])
        by = " or ".join(role.replace("_", " ") for role in step.by)
        raise NotAllowed(f"{step.command.__name__} is given by {by}; this token acts in another role.")


def caller(
    request: Request, office: TheOffice, given: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
) -> Caller:
    """Raises Trouble where the token is missing, does not work, or calls too often."""
    with reading(office.engine) as connection:
        found = tokens.holding(connection, given.credentials, office.today) if given else None
    if found is None:
        words = "Send a token that works, as Authorization: Bearer ps_… A member of staff makes one at /tokens."
        raise Trouble(HTTPStatus.UNAUTHORIZED, words, {"WWW-Authenticate": "Bearer"})
    token, hats = found
    request.app.state.pace.step(token.id or 0, office.now())
    if token.used_on != office.today:  # the one thing that reading writes, once a day
        with writing(office.engine) as connection:
            tokens.note_use(connection, token.id or 0, office.today)
    doors = frozenset({Door.ANYONE, Door.TOKEN})
    return Caller(token.id or 0, Visitor(token.name, doors, hats), token.authority)


TheCaller = Annotated[Caller, Depends(caller)]


class ByToken(Admission):
    """Lets in who brings a token that works."""

    def __call__(self, caller: TheCaller) -> None:  # type: ignore[override]
        assert self.to & caller.visitor.doors


class Resources(Pages):
    """Routes for tokens, described for the machines that call them."""

    admission = ByToken

    def __init__(self, tag: str) -> None:
        super().__init__("/v1", include_in_schema=True, tags=[tag], default_response_class=JSONResponse)

    def _route(self, method: str, path: str, to: frozenset[Door], options: dict[str, Any]) -> Callable[[Any], Any]:
        return super()._route(method, path, to, {"response_model_exclude_none": True, **options})
