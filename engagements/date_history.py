"""The history of an action's date: the original, every request and move with who asked, who decided and why."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engagements.engagement import Engagement
from engagements.state.plan import Action, DateMove, ExtensionRequest


@dataclass(frozen=True, slots=True)
class DateChange:
    """A later date asked for, or one that a hold brought about; for a hold nobody asked and nobody decided.

    ``asked_by``, ``decided_by``: a role, with the identifier of a contact where it is known. Reasons are TextRefs.
    """

    due_from: date
    due_to: date
    outcome: Literal["granted", "refused", "undecided", "hold"]
    on: date
    asked_on: date | None = None
    asked_by: str | None = None
    reason: str | None = None
    decided_by: str | None = None
    decision_reason: str | None = None


@dataclass(frozen=True, slots=True)
class DateHistory:
    """``moved``: how often a decision moved the date."""

    original: date
    current: date
    moved: int
    changes: tuple[DateChange, ...]


def date_history(engagement: Engagement, ref: str) -> DateHistory:
    """Everything that happened to an action's date, in order. Raises NotOnRecord."""
    action = engagement.one(Action, ref, called=f"action {ref}")
    asked = [request for request in engagement.all(ExtensionRequest) if request.action == ref]
    decided = {(request.decided_on, request.due_to) for request in asked if request.granted}
    moved = [move for move in engagement.all(DateMove) if move.action == ref]
    held = [move for move in moved if (move.counts_from, move.due_to) not in decided]
    changes = [*map(_of_request, asked), *map(_of_hold, held)]
    ordered = tuple(sorted(changes, key=lambda change: (change.on, change.due_from)))
    return DateHistory(action.due_first, action.due_on, action.moves, ordered)


def _of_request(request: ExtensionRequest) -> DateChange:
    outcomes: dict[bool | None, Literal["granted", "refused", "undecided"]] = {True: "granted", False: "refused"}
    return DateChange(
        due_from=request.due_from,
        due_to=request.due_to,
        outcome=outcomes.get(request.granted, "undecided"),
        on=request.decided_on or request.requested_on,
        asked_on=request.requested_on,
        asked_by=request.requested_by,
        reason=request.reason,
        decided_by=request.decided_by,
        decision_reason=request.decision_reason,
    )


def _of_hold(move: DateMove) -> DateChange:
    return DateChange(move.due_from, move.due_to, "hold", move.counts_from)
