"""What charts show, worked out here so that a template only draws. Each is drawn with words, and has its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import NamedTuple

from portal.tones import Tone

WIDTH, HEIGHT = 720, 300
"""Units of the drawing, which grows and shrinks with the page."""

LEFT, RIGHT, TOP, BOTTOM = 44, 128, 16, 36
"""Room around the plot: for numbers, for the names at the ends of the lines, and for dates."""


class Cell(NamedTuple):
    """A field of a heat map: its word, and the colour that goes with it."""

    text: str
    tone: Tone


class HeatRow(NamedTuple):
    """``cells``: one for each column, None where there is nothing to say. ``href``: of the row's own page, if any."""

    name: str
    cells: Sequence[Cell | None]
    href: str = ""


class Tile(NamedTuple):
    """A service on the map of tiles: ``text`` says how it stands, in a word or two; ``href`` leads to more."""

    name: str
    text: str
    tone: Tone
    href: str = ""


class Region(NamedTuple):
    name: str
    tiles: Sequence[Tile]


class Progress(NamedTuple):
    """How much there was on a day, and how much of it was done."""

    on: date
    total: int
    done: int


class Tick(NamedTuple):
    """A mark on an axis: where, in units of the drawing, and what it says."""

    at: float
    text: str


class Line(NamedTuple):
    """``points``: as SVG wants them; ``end``: how high its name stands."""

    points: str
    end: float


@dataclass(frozen=True, slots=True)
class BurnUp:
    """How the work grew and how much of it was done: two lines that rise, over the same days."""

    readings: tuple[Progress, ...]
    total: Line
    done: Line
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]

    WIDTH, HEIGHT, LEFT, BASE = WIDTH, HEIGHT, LEFT, HEIGHT - BOTTOM
    EDGE = WIDTH - RIGHT


def burn_up(readings: Sequence[Progress]) -> BurnUp:
    """The chart of readings in order of their days: at least one."""
    first, last = readings[0].on, readings[-1].on
    days = max((last - first).days, 1)
    step = _step(max(reading.total for reading in readings))
    top = step * max(ceil(max(reading.total for reading in readings) / step), 1)

    def x(on: date) -> float:
        return round(LEFT + (on - first).days / days * (WIDTH - LEFT - RIGHT), 1)

    def y(number: int) -> float:
        return round(HEIGHT - BOTTOM - number / top * (HEIGHT - TOP - BOTTOM), 1)

    def line(numbers: Sequence[int], end: float) -> Line:
        return Line(" ".join(f"{x(r.on)},{y(n)}" for r, n in zip(readings, numbers, strict=True)), end)

    total_end, done_end = _apart(y(readings[-1].total), y(readings[-1].done))
    return BurnUp(
        readings=tuple(readings),
        total=line([reading.total for reading in readings], total_end),
        done=line([reading.done for reading in readings], done_end),
        across=tuple(Tick(x(on), f"{on:%b %Y}") for on in _spread([reading.on for reading in readings])),
        up=tuple(Tick(y(number), str(number)) for number in range(0, top + 1, step)),
    )


def _step(largest: int) -> int:
    """The distance between the numbers of the axis, such that there are at most six: 1, 2, 5, 10, 20, 50…"""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if largest <= 5 * step:
                return step
        size *= 10


def _spread(days: Sequence[date], most: int = 5) -> list[date]:
    """At most so many of the days, evenly, the first and the last among them."""
    if len(days) <= most:
        return list(days)
    return [days[round(place * (len(days) - 1) / (most - 1))] for place in range(most)]


def _apart(upper: float, lower: float, gap: float = 20) -> tuple[float, float]:
    """Two names at the ends of lines, moved so that neither lies on the other."""
    if lower - upper >= gap:
        return upper, lower
    middle = (upper + lower) / 2
    return round(middle - gap / 2, 1), round(middle + gap / 2, 1)
