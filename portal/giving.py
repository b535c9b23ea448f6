"""Giving a command from a page: as this visitor, once, and not unawares of what others did meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection

from config.malformed import problems
from config.vocabulary import Role
from engagements.capacities import roles_of
from engagements.database import reading
from engagements.engagement import uk_date
from engagements.handling import Outcome, handle
from engagements.journal import Actor
from engagements.loading import facts_of
from engagements.messages import Command
from engagements.process import step_for
from engagements.queries import last_decided, was_given
from engagements.refusals import NotAllowed, Refused, StaleVersion
from engagements.state.engagement import EngagementFacts
from engagements.step import Step
from portal.office import Office
from portal.posted import PostedForm
from portal.visitors import Visitor

TRIES = 5


class Problem(NamedTuple):
    """What is wrong with a form. ``field``: the dotted name of the field to say it beside; empty for the whole."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """What giving a command came to: its outcome, or the problems that stand in the way."""

    outcome: Outcome | None = None
    problems: Sequence[Problem] = ()


def give(
    office: Office,
    visitor: Visitor,
    kind: type[Command],
    data: dict[str, Any],
    form: PostedForm,
    ref: str | None = None,
) -> Given:
    """Give a command as the visitor. Whatever refuses it comes back as problems to show; nothing was written then."""
    try:
        command = kind.model_validate(data)
        return Given(_given(office, visitor, command, form, ref))
    except (ValidationError, Refused) as wrong:
        return Given(problems=problems_of(wrong))


def problems_of(wrong: ValidationError | Refused) -> list[Problem]:
    """What stands in the way, for a form to show: each beside its field."""
    if isinstance(wrong, Refused):
        return [Problem(wrong.field, str(wrong))]
    return [Problem(field, sentence_of(reason)) for field, reason in problems(wrong)]


def _given(office: Office, visitor: Visitor, command: Command, form: PostedForm, ref: str | None) -> Outcome:
    step, now = step_for(type(command)), office.now()
    for tries_left in reversed(range(TRIES)):
        with reading(office.engine) as connection:
            facts = facts_of(connection, ref) if ref else None
            actor = actor_for(connection, office, visitor, step, facts)
            version = expected_version(connection, facts, form) if facts else None
        try:
            return handle(
                office.engine,
                office.world,
                command,
                actor,
                now,
                ref=ref,
                command_id=form.command_id,
                expected_version=version,
            )
        except StaleVersion:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def expected_version(connection: Connection, facts: EngagementFacts, form: PostedForm) -> int | None:
    """The version to expect, which a nudge may have raised; none for what was applied before, and is only told again.

    Raises StaleVersion where somebody decided something after the person looked.
    """
    if form.seen is None or (form.command_id and was_given(connection, form.command_id)):
        return None
    if last_decided(connection, facts.id) > form.seen:
        raise StaleVersion(
            f"Somebody else dealt with {facts.ref} after you opened this page. "
            "Look at what happened, then send your answer again if it still holds."
        )
    return facts.version


def actor_for(
    connection: Connection, office: Office, visitor: Visitor, step: Step, facts: EngagementFacts | None
) -> Actor:
    """As whom the visitor gives a command: the first of their roles that it is given by. Raises NotAllowed."""
    roles = roles_in(connection, office, visitor, facts)
    for role in step.by:
        if role in roles:
            return Actor(role, visitor.hats.get(role, visitor.person))
    raise NotAllowed(f"{step.command.__name__} is not yours to give.")


def roles_in(
    connection: Connection, office: Office, visitor: Visitor, facts: EngagementFacts | None
) -> tuple[Role, ...]:
    """The roles in which the visitor may act on an engagement."""
    if visitor.is_staff or facts is None:
        return tuple(visitor.hats)
    return roles_of(connection, visitor.person, facts, uk_date(office.now()), office.world)


def sentence_of(reason: str) -> str:
    text = reason[:1].upper() + reason[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."
