"""What somebody may do about an engagement now: what they owe first, then the rest of the stage, then whatever else."""

from collections.abc import Iterable
from dataclasses import dataclass

from engagements.messages import Command
from engagements.obligations import Owed
from engagements.process import PROCESS
from engagements.queries import Due
from engagements.settling import SETTLED_BY
from engagements.state.engagement import EngagementFacts
from engagements.step import Step
from portal.forms.acts import act, explained
from portal.visitors import Visitor

MANY_STAGES = 4
"""A command of so many stages belongs to none of them in particular."""


@dataclass(frozen=True, slots=True)
class Possible:
    """A command that may be given: the words of its link, what it means, and its page."""

    name: str
    text: str
    hint: str
    href: str


@dataclass(frozen=True, slots=True)
class Possibilities:
    """``owed``: what settles something that the visitor owes; ``stage``: what else belongs to the stage."""

    owed: tuple[Possible, ...]
    stage: tuple[Possible, ...]
    always: tuple[Possible, ...]


def possibilities(visitor: Visitor, facts: EngagementFacts, owed: Iterable[Due]) -> Possibilities:
    """The acts of a visitor on an engagement, each once. Whether it comes to anything is for its rule to say."""
    steps = [step for step in PROCESS if may_be_given(visitor, step, facts)]
    settling = {command: None for due in owed if due.owed_by in visitor.hats for command in SETTLED_BY[Owed(due.kind)]}
    order = list(settling)
    first = sorted((step for step in steps if step.command in settling), key=lambda step: order.index(step.command))
    rest = [step for step in steps if step.command not in settling]
    return Possibilities(
        owed=tuple(_possible(step.command, facts.ref) for step in first),
        stage=tuple(_possible(step.command, facts.ref) for step in rest if len(step.at) < MANY_STAGES),
        always=tuple(_possible(step.command, facts.ref) for step in rest if len(step.at) >= MANY_STAGES),
    )


def may_be_given(visitor: Visitor, step: Step, facts: EngagementFacts) -> bool:
    """Whether the role, the stage and the status allow the command."""
    return not step.begins and visitor.may_give(step) and facts.stage in step.at and facts.status in step.status


def _possible(command: type[Command], ref: str) -> Possible:
    name = command.__name__
    return Possible(name, act(command), explained(command), f"/engagements/{ref}/do/{name}")
