"""Every benchmark by its name: a new one is a row here."""

from collections.abc import Callable, Iterator, Sequence

from benchmarks import chase, commits, disk, flows, matching, pages, rehearsal, transition
from benchmarks.figures import Figure

BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "transition": transition.measure,
    "commits": commits.measure,
    "disk": disk.measure,
    "flows": flows.measure,
    "chase": chase.measure,
    "rehearsal": rehearsal.measure,
    "matching": matching.measure,
    "pages": pages.measure,
}


class UnknownBenchmark(Exception):
    """No benchmark has that name. The message lists those that there are."""


def measured(names: Sequence[str] = ()) -> Iterator[Figure]:
    """The figures of those benchmarks, or of all of them, as they come. Raises UnknownBenchmark before it begins."""
    for name in names:
        if name not in BENCHMARKS:
            raise UnknownBenchmark(f"There is no benchmark {name}. There are: {', '.join(BENCHMARKS)}.")
    return (figure for name in names or BENCHMARKS for figure in BENCHMARKS[name]())
