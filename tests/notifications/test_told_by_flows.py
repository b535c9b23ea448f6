"""What the flows tell is tried: each message that a flow sends for an event is among those that the tests draft."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.notifications.test_messages import MADE_FROM

FLOWS = Path(__file__).parents[2] / "workflows"


def _told() -> Iterator[tuple[str, str, str]]:
    """Event, template and role of every ``tell``; the role is empty where the event itself says it."""
    for file in FLOWS.glob("*.py"):
        for case in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(case, ast.match_case):
                continue
            events = [p.cls.id for p in ast.walk(case) if isinstance(p, ast.MatchClass) and isinstance(p.cls, ast.Name)]
            for call in ast.walk(case):
                match call:
                    case ast.Call(func=ast.Name("tell"), args=[role, ast.Constant(str(template)), _]):
                        named = role.attr.lower() if isinstance(role, ast.Attribute) and role.attr.isupper() else ""
                        yield from ((event, template, named) for event in events)


def test_every_message_that_a_flow_sends_is_tried() -> None:
    told = set(_told())
    assert len(told) > 50, "The flows tell in another way than this test reads: mend the test."
    for event, template, role in sorted(told):
        roles = MADE_FROM.get(template, {}).get(event)
        assert roles, f"A flow tells {template} of {event}: add both to MADE_FROM in test_messages.py."
        assert not role or role in roles, (
            f"A flow tells {template} of {event} to the {role}: add the role to MADE_FROM."
        )
