"""What follows an event is decided for each: its flow, its case in that flow's story, and a template for each message.

Read from the sources, so that this needs no Prefect.
"""

import ast
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from engagements.events import Event
from notifications.ledger import WITHOUT_AN_EVENT
from notifications.rendering import TEMPLATES
from tests.architecture.sources import OUR_FOLDERS, place

WORKFLOWS = OUR_FOLDERS["workflows"]
EVENTS = {name for name, kind in Event.EVENTS.items() if kind.__module__.startswith("engagements.") and kind.FOLLOWED}


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def catalogue() -> dict[str, tuple[str, ...]]:
    """The events of each flow, as ``workflows/catalogue.py`` lists them."""
    rows = {}
    for node in ast.walk(parsed(WORKFLOWS / "catalogue.py")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Follows":
            flow, events = node.args
            assert isinstance(flow, ast.Name)
            assert isinstance(events, ast.Tuple)
            rows[flow.id] = tuple(event.attr for event in events.elts if isinstance(event, ast.Attribute))
    return rows


def test_every_event_has_one_row() -> None:
    listed = Counter(chain.from_iterable(catalogue().values()))
    unlisted, unknown = EVENTS - listed.keys(), listed.keys() - EVENTS
    assert not unlisted, f"Say in workflows/catalogue.py which flow follows {unlisted}."
    assert not unknown, f"Take {unknown} out of workflows/catalogue.py: there is no such event."
    twice = [event for event, times in listed.items() if times > 1]
    assert not twice, f"Let one flow follow {twice}: workflows/catalogue.py lists it twice."


@pytest.mark.parametrize("flow", catalogue())
def test_every_story_has_a_case_for_each_of_its_events(flow: str) -> None:
    file = WORKFLOWS / f"{flow}.py"
    told = {
        node.cls.id
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.MatchClass) and isinstance(node.cls, ast.Name)
    }
    expected = set(catalogue()[flow])
    assert told == expected, (
        f"{place(file)}: add a case for {expected - told or 'nothing'}, where nothing follows with `pass` and why; "
        f"take out the case for {told - expected or 'nothing'}, or list it in workflows/catalogue.py."
    )


@cache
def told() -> dict[str, str]:
    """The template of every ``tell(role, "template", about)``, and the file that tells it."""
    found = {}
    for file in sorted(WORKFLOWS.glob("*.py")):
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tell":
                template = node.args[1]
                assert isinstance(template, ast.Constant), f"{place(file)}: name the template in tell(...) as it is."
                found[str(template.value)] = place(file)
    return found


@pytest.mark.parametrize("template", told())
def test_every_message_has_its_template(template: str) -> None:
    assert template in TEMPLATES, f"Write notifications/templates/{template}.md: {told()[template]} sends it."


@pytest.mark.parametrize("template", sorted(TEMPLATES - set(WITHOUT_AN_EVENT)))
def test_every_template_is_sent(template: str) -> None:
    assert template in told(), f"Nothing sends notifications/templates/{template}.md: tell it in a story, or delete it."
