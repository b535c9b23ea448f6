"""Giving commands: a route for each that a token may give, made from the process, with the command's own model."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import Body, Header
from starlette.responses import Response

from config.nearest import shown
from engagements.database import reading
from engagements.handling import handle
from engagements.messages import Command
from engagements.process import PROCESS, command_named
from engagements.refusals import NotAllowed
from engagements.step import Step
from engagements.words import called
from portal.api.callers import Caller, Resources, TheCaller
from portal.api.shapes import Outcome
from portal.api.tokens import ROLES
from portal.office import Office, TheOffice
from portal.visitors import TOKENS

resources = Resources("Commands")

Key = Annotated[
    UUID | None,
    Header(alias="Idempotency-Key", description="A UUID of yours: a command is applied once under it, however often."),
]
Match = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^"[0-9]{1,9}"$',
        description="The ETag of the engagement as you read it: the command is refused where it changed since.",
    ),
]

GIVABLE = tuple(step for step in PROCESS if set(step.by) & set(ROLES))
"""What the LGA's own staff may give, and so a token."""


def _given(
    office: Office, caller: Caller, command: Command, key: UUID | None, match: str | None = None, ref: str | None = None
) -> Outcome:
    step = next(step for step in GIVABLE if step.command is type(command))
    if ref is None:
        _refuse_others(caller, getattr(command, "authority", None))
    else:
        with reading(office.engine) as connection:
            ref = caller.engagement(connection, ref).ref
    came_to = handle(
        office.engine,
        office.world,
        command,
        caller.actor(step),
        office.now(),
        ref=ref,
        command_id=key,
        expected_version=int(match.strip('"')) if match else None,
    )
    return Outcome(
        engagement=came_to.ref,
        version=came_to.version,
        events=[type(event).__name__ for event in came_to.events],
        positions=list(came_to.positions),
        replayed=came_to.replayed,
    )


def _refuse_others(caller: Caller, authority: str | None) -> None:
    if caller.authority not in (None, authority):
        raise NotAllowed(f"This token is for {caller.authority} alone.")


def _beginning(step: Step) -> Callable[..., Outcome]:
    def begin(
        command: Any, office: TheOffice, caller: TheCaller, response: Response, idempotency_key: Key = None
    ) -> Outcome:
        outcome = _given(office, caller, command, idempotency_key)
        response.headers["Location"] = f"/api/v1/engagements/{outcome.engagement}"
        return outcome

    return _taking(step, begin)


def _giving(step: Step) -> Callable[..., Outcome]:
    def give(
        ref: str,
        command: Any,
        office: TheOffice,
        caller: TheCaller,
        idempotency_key: Key = None,
        if_match: Match = None,
    ) -> Outcome:
        return _given(office, caller, command, idempotency_key, if_match, ref)

    return _taking(step, give)


def _taking(step: Step, route: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """The route, with the step's own command as its body."""
    route.__annotations__["command"] = Annotated[step.command, Body()]
    route.__name__ = step.command.__name__
    by = " or ".join(role.replace("_", " ") for role in step.by if role in ROLES)
    what = (step.command.__doc__ or "").strip()
    at = ", ".join(stage.replace("_", " ") for stage in step.at)
    route.__doc__ = f"{what}\n\nGiven by the {by}; at: {at}."
    return route


def _route(step: Step) -> None:
    name = step.command.__name__
    options: dict[str, Any] = {
        "to": TOKENS,
        "response_model": Outcome,
        "operation_id": name,
        "summary": called(step.command).capitalize(),
    }
    if step.begins:
        resources.post("/engagements", status_code=HTTPStatus.CREATED, **options)(_beginning(step))
    else:
        resources.post(f"/engagements/{{ref}}/commands/{name}", **options)(_giving(step))


for _step in GIVABLE:
    _route(_step)


@resources.post("/engagements/{ref}/commands/{name}", to=TOKENS, include_in_schema=False)
def give_another(ref: str, name: str, office: TheOffice, caller: TheCaller) -> Response:
    """Any other command: there is none, or it is not for tokens."""
    with reading(office.engine) as connection:
        caller.engagement(connection, ref)
    command_named(name)
    raise NotAllowed(f"{shown(name)} is not given by the LGA's staff, nor by tokens.")
