"""What a rehearsal comes to: how often each role is asked and nudged, what ends listed, and when it would close."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.vocabulary import Stage
from engagements.rehearsal.diary import Line, What

NUDGED = (What.REMINDED, What.CHASED, What.ESCALATED)


@dataclass(frozen=True, slots=True)
class Burden:
    """What reaches one role. ``nudged``: reminders, chasers and escalations; ``copied``: copies of those."""

    role: str
    asked: int
    answered: int
    nudged: int
    copied: int


@dataclass(frozen=True, slots=True)
class Summary:
    """``listed``: what ends as "no update received". ``closes_on``: None where it would still be open."""

    burdens: tuple[Burden, ...]
    listed: tuple[Line, ...]
    closes_on: date | None


def summary_of(lines: Sequence[Line]) -> Summary:
    """Each line counts once for a role, however many people are in it."""
    counts: dict[str, Counter[str]] = {}
    for line in lines:
        for role in dict.fromkeys(told.role for told in line.told):
            counts.setdefault(role, Counter())["nudged" if line.what in NUDGED else line.what] += 1
        for role in dict.fromkeys(told.role for told in line.copied):
            counts.setdefault(role, Counter())["copied"] += 1
    burdens = (
        Burden(role, count[What.ASKED], count[What.ANSWERED], count["nudged"], count["copied"])
        for role, count in counts.items()
    )
    closed = [line.on for line in lines if line.stage is Stage.CLOSED]
    return Summary(
        burdens=tuple(one for one in burdens if one.asked or one.nudged or one.copied),
        listed=tuple(line for line in lines if line.what is What.LISTED),
        closes_on=closed[-1] if closed else None,
    )
