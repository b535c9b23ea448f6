"""Ours and the reference by turns, A B A B: whatever slows the machine for a while slows both."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TURN = 20
"""Calls in one turn: enough for each to work with its own code in the processor's caches, as it does in life."""

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one call, the medians: of processor time of this process, and of time on the clock."""

    cpu: float
    latency: float


def by_turns(ours: Sequence[Call], reference: Sequence[Call], turn: int = TURN) -> tuple[Taken, Taken]:
    """Make every call once, and say what ours took and what the reference took."""
    taken: tuple[list[Taken], list[Taken]] = ([], [])
    for start in range(0, len(ours), turn):
        for calls, times in zip((ours, reference), taken, strict=True):
            times += [timed(call) for call in calls[start : start + turn]]
    return medians(taken[0]), medians(taken[1])


def timed(call: Call) -> Taken:
    """What one call takes."""
    cpu, clock = time.process_time_ns(), time.perf_counter_ns()
    call()
    return Taken((time.process_time_ns() - cpu) / 1e6, (time.perf_counter_ns() - clock) / 1e6)


def medians(taken: Sequence[Taken]) -> Taken:
    return Taken(statistics.median(each.cpu for each in taken), statistics.median(each.latency for each in taken))
