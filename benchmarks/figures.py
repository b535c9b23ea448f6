"""What a benchmark gives: figures, each with the reference of the same run and the goal that it is held to."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """``value``, ``reference`` and ``goal`` are all in ``unit``; the value may be as much as the goal, and no more.

    ``exactly``: nor less.

    ``value`` is None where it could not be measured, and ``note`` says why. ``reference`` is None where a goal stands
    by itself, such as a second.
    """

    name: str
    value: float | None
    unit: str
    goal: float
    reference: float | None = None
    note: str = ""
    exactly: bool = False

    @property
    def holds(self) -> bool:
        if self.value is None:
            return False
        return self.value == self.goal if self.exactly else self.value <= self.goal

    @property
    def ratio(self) -> float | None:
        """How many times the reference the value is."""
        return self.value / self.reference if self.value is not None and self.reference else None

    def as_json(self) -> dict[str, Any]:
        plain = {"name": self.name, "value": self.value, "unit": self.unit, "reference": self.reference}
        return plain | {"goal": self.goal, "holds": self.holds}


def at_most(name: str, times: float, *, value: float, reference: float, unit: str, note: str = "") -> Figure:
    """A figure held to so many times its reference."""
    return Figure(name, value, unit, goal=times * reference, reference=reference, note=note)
