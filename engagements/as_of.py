"""The plan as it stood at a quarter's end, or on a day, by what was known on another: told from the rows alone.

A return for April to June comes in July. What it says of an action belongs to its quarter, whenever it came; a date
that moved in July does not. So a view is bounded by its period, by the day that it shows, and by the day of looking.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from engagements.engagement import Engagement
from engagements.periods import ReportingPeriod
from engagements.state.plan import Action, ActionUpdate, DateMove, Evidence, Plan


@dataclass(frozen=True)
class AsOf:
    """``period``: updates of later periods are not in it. ``known_on``: what was recorded later is not either."""

    engagement: Engagement
    period: ReportingPeriod
    known_on: date

    @property
    def day(self) -> date:
        """The day that it shows: the period's last, or the day of looking while the period lasts."""
        return min(self.period.last_day, self.known_on)

    @property
    def before(self) -> "AsOf":
        """The same a quarter earlier, by what is known now."""
        return AsOf(self.engagement, self.period.before, self.known_on)

    def within(self, day: date | None) -> bool:
        """Whether something of that day happened in the period, and is known."""
        return day is not None and self.period.first_day <= day <= self.day

    @cached_property
    def planned(self) -> dict[str, Action]:
        """The actions of plans approved by then, by reference."""
        approved = {
            plan.number for plan in self.engagement.all(Plan) if plan.approved_on and plan.approved_on <= self.day
        }
        return {
            action.ref: action
            for action in self.engagement.all(Action)
            if action.plan in approved and action.status not in ("proposed", "replaced")
        }

    @cached_property
    def open(self) -> dict[str, Action]:
        """The planned actions that were neither settled nor waiting for their evidence to be checked."""
        return {
            ref: action
            for ref, action in self.planned.items()
            if not self.settled(action) and not any(self._waits(item) for item in self._evidence(action))
        }

    def settled(self, action: Action) -> bool:
        """Whether it was verified, or transferred to business as usual."""
        return action.settled_on is not None and action.settled_on <= self.day

    def due_on(self, action: Action) -> date:
        """Its date as it was."""
        moves = [move for move in self.engagement.all(DateMove) if move.action == action.ref]
        later = [move.due_from for move in sorted(moves, key=lambda move: move.sequence) if move.counts_from > self.day]
        return later[0] if later else action.due_on

    def rating(self, action: Action) -> str:
        """What it was rated: by a return, or by its completion, its transfer or the rejection of its evidence."""
        scale = self.engagement.product.ratings
        if self.settled(action):
            return scale.transferred if action.status == "transferred" else scale.complete
        evidence = self._evidence(action)
        if any(self._waits(item) for item in evidence):
            return scale.complete
        update = self.update(action)
        rejected = max((item.sequence for item in evidence), default=0)
        if rejected > (update.sequence if update else 0):
            return scale.when_rejected
        return update.rating if update else scale.starts_with

    def update(self, action: Action, *, said: bool = False) -> ActionUpdate | None:
        """What the last return said of it; ``said``: the last one that said why."""
        found = [update for update in self._updates[action.ref] if update.text or not said]
        return max(found, key=lambda update: update.sequence, default=None)

    @cached_property
    def _updates(self) -> Mapping[str, list[ActionUpdate]]:
        found: dict[str, list[ActionUpdate]] = defaultdict(list)
        for update in self.engagement.all(ActionUpdate):
            if update.filed_on <= self.known_on and ReportingPeriod.parse(update.period) <= self.period:
                found[update.action].append(update)
        return found

    @cached_property
    def _given(self) -> Mapping[str, list[Evidence]]:
        found: dict[str, list[Evidence]] = defaultdict(list)
        for item in self.engagement.all(Evidence):
            if item.given_on <= self.day:
                found[item.action].append(item)
        return found

    def _evidence(self, action: Action) -> list[Evidence]:
        return self._given[action.ref]

    def _waits(self, item: Evidence) -> bool:
        return item.verdict_on is None or item.verdict_on > self.day
