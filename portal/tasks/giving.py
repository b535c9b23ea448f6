"""Giving a command from a task page: problems in the words of the page, not of the command's model."""

from collections.abc import Mapping
from typing import Any

from engagements.database import reading
from engagements.messages import Command
from engagements.queries import was_given
from portal.giving import Given, Problem, give
from portal.office import Office
from portal.posted import PostedForm
from portal.tasks.days import days_joined, is_no_day
from portal.tasks.task import Task
from portal.visitors import Visitor

NO_SUCH_DAY = "Enter a real day: day, month and year, such as 27 3 2027."


def settle(
    office: Office,
    visitor: Visitor,
    task: Task,
    kind: type[Command],
    data: Mapping[str, Any],
    form: PostedForm,
    *,
    asked: Mapping[str, str],
) -> Given:
    """Give the command that settles a task. ``asked``: what to say of a field that was left empty, by its name."""
    read = days_joined(dict(data))
    given = give(office, visitor, kind, read, form, task.ref)
    return Given(given.outcome, [in_words(problem, data, asked) for problem in given.problems])


def sent_before(office: Office, form: PostedForm) -> bool:
    """Whether this very form was sent and applied already: a double click."""
    with reading(office.engine) as connection:
        return form.command_id is not None and was_given(connection, form.command_id)


def in_words(problem: Problem, data: Any, asked: Mapping[str, str]) -> Problem:
    """The problem as the page says it, where the page knows better than the model."""
    if not problem.field:
        return problem
    value = _at(data, problem.field)
    if value is None and (says := asked.get(problem.field)):
        return Problem(problem.field, says)
    if is_no_day(value):
        return Problem(problem.field, NO_SUCH_DAY)
    return problem


def _at(data: Any, field: str) -> Any:
    for part in field.split("."):
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list | tuple) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data
