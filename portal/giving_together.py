"""Giving several commands from one page: all of them, or none."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from config.malformed import problems
from engagements.database import reading
from engagements.loading import facts_of
from engagements.messages import Command
from engagements.process import step_for
from engagements.refusals import Refused, StaleVersion
from engagements.together import handle_together
from portal.giving import TRIES, Given, Problem, actor_for, expected_version, sentence_of
from portal.office import Office
from portal.posted import PostedForm
from portal.visitors import Visitor


class Draft(NamedTuple):
    """A command as a page has it. ``at``: under which name its fields are on the page, as in ``answers.3``."""

    kind: type[Command]
    data: dict[str, Any]
    at: str = ""


def give_together(office: Office, visitor: Visitor, drafts: Sequence[Draft], form: PostedForm, ref: str) -> Given:
    """Give commands as the visitor, by one role. Whatever refuses one comes back as problems; nothing was written then.

    ``outcome`` is that of the last.
    """
    commands, found = [], []
    for draft in drafts:
        try:
            commands.append(draft.kind.model_validate(draft.data))
        except ValidationError as error:
            found += [Problem(_joined(draft.at, field), sentence_of(reason)) for field, reason in problems(error)]
    if found:
        return Given(problems=found)
    try:
        return _given(office, visitor, commands, form, ref)
    except Refused as refusal:
        return Given(problems=[Problem(refusal.field, str(refusal))])


def _given(office: Office, visitor: Visitor, commands: Sequence[Command], form: PostedForm, ref: str) -> Given:
    for tries_left in reversed(range(TRIES)):
        with reading(office.engine) as connection:
            facts = facts_of(connection, ref)
            actor = actor_for(connection, office, visitor, step_for(type(commands[0])), facts)
            version = expected_version(connection, facts, form)
        try:
            *_, last = handle_together(
                office.engine,
                office.world,
                commands,
                actor,
                office.now(),
                ref=ref,
                expected_version=version,
                command_id=form.command_id,
            )
            return Given(last)
        except StaleVersion:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _joined(at: str, field: str) -> str:
    return ".".join(filter(None, (at, field)))
