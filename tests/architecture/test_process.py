"""The process table holds together: each row can be given, by somebody, somewhere, and leads where it says."""

import inspect
import re

import pytest

from config.products import Catalogue, Product
from config.vocabulary import Role, Stage
from engagements.messages import Command
from engagements.obligations import FIRST_OWED
from engagements.process import PROCESS
from engagements.step import Step
from tests.architecture.tour import Tour

each_row = pytest.mark.parametrize("step", PROCESS, ids=lambda step: step.command.__name__)


def test_every_command_has_one_row() -> None:
    declared = {kind for kind in Command.COMMANDS.values() if kind.__module__.startswith("engagements.")}
    rows = [step.command for step in PROCESS]
    assert set(rows) == declared, f"Give {[kind.__name__ for kind in declared - set(rows)]} a row in PROCESS."
    assert len(rows) == len(set(rows)), "A command has two rows in PROCESS; let one name all its stages and roles."


@each_row
def test_every_command_may_be_given_by_somebody_somewhere(step: Step) -> None:
    name = step.command.__name__
    assert step.by, f"Name the roles that may give {name} in its row of PROCESS."
    assert set(step.by) <= set(Role), f"{name} names a role that config/vocabulary.py does not have."
    assert step.at, f"Name the stages at which {name} may be given in its row of PROCESS."
    assert step.status, f"Name the statuses in which {name} may be given in its row of PROCESS."


@each_row
def test_every_command_says_what_somebody_wants(step: Step) -> None:
    said = step.command.__dict__.get("__doc__")
    assert said, f"Say in a docstring of {step.command.__name__} what somebody wants by it: people read it."
    assert inspect.cleandoc(said).endswith("."), f"Write the docstring of {step.command.__name__} as a sentence."


@each_row
def test_a_rule_is_named_for_its_command_and_stands_beside_it(step: Step) -> None:
    expected = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", step.command.__name__).lower()
    assert (step.decide.__module__, step.decide.__name__) == (step.command.__module__, expected), (
        f"Put the rule of {step.command.__name__} into {step.command.__module__} as {expected}, so that it is found."
    )


def test_every_rule_decides_with_what_its_row_lets_it_read(toured: Tour) -> None:
    """A rule that reads more fails with NotLoaded; here each is seen to do its work through ``handle``."""
    never = {step.command.__name__ for step in PROCESS} - toured.given
    assert not never, f"Nobody gives {never} in tests/architecture/tour.py; add how it is given with success."


def test_a_command_moves_an_engagement_on_from_the_stage_that_its_row_completes_and_from_no_other(toured: Tour) -> None:
    completes = {step.command.__name__: step.completes for step in PROCESS if step.completes}
    moved = {(move.command, move.before) for move in toured.moves if move.before not in (None, move.after)}
    differ = moved ^ set(completes.items())
    assert not differ, f"PROCESS and what happens differ in {differ}: say in completes what a command completes."


@pytest.mark.parametrize("product", Catalogue.shipped().products.values(), ids=lambda product: product.slug)
def test_every_stage_can_be_reached_and_left(product: Product) -> None:
    onwards: dict[Stage, set[Stage]] = {stage: set() for stage in (*product.stages, Stage.CLOSED)}
    for step in PROCESS:
        if step.completes is Stage.REQUEST:
            onwards[Stage.REQUEST] |= set(product.enters_at)
        elif step.completes is Stage.CLOSED:
            onwards[Stage.CLOSED] |= {Stage.FOLLOW_UP_PLAN}
        elif step.completes in onwards:
            onwards[step.completes].add(product.next_stage(step.completes))
    reached, unseen = set[Stage](), {Stage.REQUEST}
    while unseen:
        reached |= unseen
        unseen = {after for stage in unseen for after in onwards.get(stage, set())} - reached
    assert reached == set(onwards), f"{product.name} never reaches {set(onwards) - reached}, or goes to one it has not."
    stuck = [stage for stage, following in onwards.items() if not following]
    assert not stuck, f"No row of PROCESS completes {stuck}: an engagement of {product.name} would stay there for ever."


def test_no_stage_begins_with_nobody_awaited() -> None:
    unawaited = set(Stage) - {Stage.CLOSED} - set(FIRST_OWED)
    assert not unawaited, f"Say in FIRST_OWED of engagements/obligations.py what is owed first in {unawaited}."
