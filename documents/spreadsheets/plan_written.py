"""The plan of an engagement as sheets, and the empty sheets to begin one with."""

import re
from collections.abc import Iterable, Mapping

from documents.spreadsheets.plan import ACTIONS, FINDINGS
from documents.spreadsheets.writing import Written, about
from engagements.engagement import Engagement
from engagements.findings import findings
from engagements.state.plan import Action

ERASED = "(erased)"


def template() -> list[Written]:
    """Empty sheets, and one that says what to write in each column."""
    sheets = [Written("Findings", FINDINGS), Written("Actions", ACTIONS)]
    return [*sheets, about(sheets)]


def written_plan(engagement: Engagement, texts: Mapping[str, str]) -> list[Written]:
    """What the plan says now, without the actions that a later proposal replaced. ``texts``: by reference."""
    found = [
        {"ref": one.ref, "kind": one.kind, "question": one.question, "text": texts.get(one.text, ERASED)}
        for one in findings(engagement).values()
    ]
    planned = in_order(action for action in engagement.all(Action) if action.status != "replaced")
    actions = [action_values(engagement, action, texts) for action in planned]
    return [Written("Findings", FINDINGS, found), Written("Actions", ACTIONS, actions)]


def in_order(actions: Iterable[Action]) -> list[Action]:
    """By their references."""
    return sorted(actions, key=lambda action: _naturally(action.ref))


def _naturally(ref: str) -> list[tuple[int, str]]:
    """A2 before A10: digits are compared as numbers."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", ref)]


def text_refs(engagement: Engagement) -> list[str]:
    """The references of every text that the plan is written with."""
    fields = ("text", "owner", "lead", "success_measure", "evidence_expected")
    wanted = [one.text for one in findings(engagement).values()]
    wanted += [getattr(action, field) for action in engagement.all(Action) for field in fields]
    return [ref for ref in wanted if ref]


def action_values(engagement: Engagement, action: Action, texts: Mapping[str, str]) -> dict[str, object]:
    """The row of an action, its columns named as its fields are."""

    def text(ref: str | None) -> str | None:
        return texts.get(ref, ERASED) if ref else None

    return {
        "ref": action.ref,
        "text": text(action.text),
        "findings": tuple(action.findings),
        "owner": text(action.owner),
        "lead": text(action.lead),
        "due_on": action.due_on,
        "success_measure": text(action.success_measure),
        "evidence_expected": text(action.evidence_expected),
        "status": action.status,
        "rating": engagement.product.ratings.rating(action.rating).name,
        "due_first": action.due_first if action.moves else None,
        "moves": str(action.moves) if action.moves else None,
    }
