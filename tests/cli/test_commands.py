"""``commands`` lists everything that can be done, by whom and at which stage, with what it asks for."""

import json

import pytest

from engagements.handling import read_command
from engagements.process import PROCESS
from tests.cli.conftest import Terminal

NAMES = [step.command.__name__ for step in PROCESS]


def test_every_command_is_listed(nowhere: Terminal) -> None:
    said = nowhere("commands").out
    assert [line.split()[0] for line in said.splitlines()[1 : len(PROCESS) + 1]] == NAMES


def test_a_program_gets_roles_stages_and_the_schema_of_each(nowhere: Terminal) -> None:
    listed = {entry["name"]: entry for entry in nowhere("commands", "--json").json}
    assert list(listed) == NAMES
    assert listed["AgreeScope"]["by"] == ["authority"]
    assert listed["AgreeScope"]["stages"] == ["scoping"]
    for step in PROCESS:
        assert listed[step.command.__name__]["schema"] == step.command.model_json_schema()
    assert nowhere("commands", "FileReturn", "--json").json == listed["FileReturn"]


@pytest.mark.parametrize("name", NAMES)
def test_each_is_explained_with_every_field_and_how_to_give_it(nowhere: Terminal, name: str) -> None:
    said = nowhere("commands", name).out
    told, _, schema = said.partition("\nJSON schema\n")
    properties = json.loads(schema).get("properties", {})
    asked = [line.split()[0] for line in told.splitlines() if line]
    assert set(properties) <= set(asked)
    assert f"\npeer-support do {name} " in told


def test_an_example_has_the_shape_that_the_command_asks_for(nowhere: Terminal) -> None:
    told = nowhere("commands", "ProposePlan").out + nowhere("commands", "RecordBoardDecision").out
    data = told.rpartition("--data '")[2].partition("'\n")[0]
    assert read_command("RecordBoardDecision", data)


def test_a_command_that_does_not_exist_is_refused(nowhere: Terminal) -> None:
    said = nowhere("commands", "AgreeScop")
    assert (said.code, said.out) == (1, "")
    assert "AgreeScope" in said.err
