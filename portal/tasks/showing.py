"""Task pages: a form with what was typed and what is wrong with it, in the frame that they all share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from portal.giving import Problem
from portal.posted import PostedForm
from portal.showing import Showing
from portal.tasks.task import Task


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form is filled in with, by the posted names, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def problem(self, name: str) -> str:
        """What is wrong with a field, or with a part of it; nothing where nothing is."""
        return next((problem.text for problem in self.problems if problem.field == name), "")


NOTHING_TYPED = Typed()


def typed(form: PostedForm, problems: Sequence[Problem]) -> Typed:
    """A refused form as it was sent."""
    return Typed(form.flat, problems)


def task_page(
    show: Showing, template: str, task: Task, form: Typed = NOTHING_TYPED, *, acts: bool | None = None, **facts: Any
) -> Response:
    """A task's page. A refused form is shown again, whatever became of the task meanwhile: nothing typed is lost.

    ``acts``: whether there is something to do, where it is not just while the task is open.
    """
    status = 422 if form.problems else 200
    may_act = task.to_be_done if acts is None else acts
    return show(template, status, task=task, form=form, problems=form.problems, acts=may_act, **facts)
