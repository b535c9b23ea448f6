"""Every event can be told again for ever: it says what it changes, survives JSON, and holds no words of a person."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from engagements.events import Event
from engagements.messages import Command, TypedByAPerson
from engagements.process import recalled
from tests.architecture.tour import Tour
from tests.samples import fields_of

EVENTS = {name: kind for name, kind in Event.EVENTS.items() if kind.__module__.startswith("engagements.")}
OF_A_PERSON = {"name", "email", "phone", "address_line", "political_group"}

each_event = pytest.mark.parametrize("kind", EVENTS.values(), ids=list(EVENTS))


@each_event
def test_every_event_says_what_it_changes(kind: type[Event]) -> None:
    assert kind.changes is not Event.changes, (
        f"Give {kind.__name__} a method changes; where it changes nothing besides stage and obligations, an empty one."
    )


@each_event
@settings(max_examples=15, derandomize=True, deadline=None)
@given(data=st.data())
def test_every_event_survives_the_journal(kind: type[Event], data: st.DataObject) -> None:
    event = kind.model_validate(data.draw(fields_of(kind)))
    told_again = recalled(kind.__name__, event.facts())
    assert told_again == event, f"{kind.__name__} comes back from JSON as something else: use plain, frozen values."
    assert told_again.facts() == event.facts(), (
        f"{kind.__name__} is not told in the same words twice: hashes would break."
    )


@each_event
def test_no_event_holds_what_a_person_typed(kind: type[Event]) -> None:
    typed = [f"{owner.__name__}.{field}" for owner, field, hint in fields(kind) if TypedByAPerson in _kinds(hint)]
    assert not typed, f"The journal would keep {', '.join(typed)} for ever: make it a TextRef."
    personal = [f"{owner.__name__}.{field}" for owner, field, _ in fields(kind) if field in OF_A_PERSON]
    assert not personal, f"The journal would name people in {', '.join(personal)}: hold their identifier."


@each_event
def test_an_event_tells_what_happened_not_what_somebody_wants(kind: type[Event]) -> None:
    assert kind.__name__ not in Command.COMMANDS, f"{kind.__name__} is a command too: name the event in the past tense."


def test_every_event_happens(toured: Tour) -> None:
    never = set(EVENTS) - {type(event).__name__ for event in toured.events}
    assert not never, f"No rule decides {never} in tests/architecture/tour.py: add a story in which it happens."


def fields(kind: type[BaseModel]) -> Iterator[tuple[type[BaseModel], str, Any]]:
    """Every field of a message and of the messages inside it: whose it is, its name, and its annotations."""
    for name, field in kind.model_fields.items():
        hint = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        yield kind, name, hint
        for part in _parts(hint):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from fields(part)


def _kinds(hint: Any) -> set[type]:
    return {type(part) for part in _parts(hint)}


def _parts(hint: Any) -> Iterator[Any]:
    if get_origin(hint) is Annotated:
        yield from hint.__metadata__
        yield from _parts(hint.__origin__)
    elif get_args(hint):
        for part in get_args(hint):
            yield from _parts(part)
    else:
        yield hint
