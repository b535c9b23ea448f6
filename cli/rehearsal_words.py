"""A rehearsal's calendar in words: by month, a line for each thing that happens."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from config.calendar import in_words
from engagements.telling import lateness, owing, plain

if TYPE_CHECKING:
    from engagements.rehearsal.diary import Line, Told
    from engagements.rehearsal.summary import Summary

Row = tuple[str, str, str, str]


def by_month(lines: "Sequence[Line]") -> Iterator[tuple[str, list[Row]]]:
    """Each month with its rows: day, what happens, to whom, about what."""
    for month, its_lines in groupby(lines, key=lambda line: f"{line.on:%B %Y}"):
        yield month, [_row(line) for line in its_lines]


def _row(line: "Line") -> Row:
    return f"{line.on:%a} {line.on.day}", str(line.what), _people(line), _about(line)


def _about(line: "Line") -> str:
    if line.stage:
        return plain(line.stage)
    if not line.kind:
        return line.subject
    what = owing(line.kind, line.subject)
    if line.due_on is None:
        return what
    if line.due_on >= line.on:
        return f"{what} by {in_words(line.due_on)}"
    return f"{what}, {lateness((line.on - line.due_on).days)}"


def _people(line: "Line") -> str:
    return f"{_each(line.told)}; copy to {_each(line.copied)}" if line.copied else _each(line.told)


def _each(told: "Sequence[Told]") -> str:
    """Each role, with who is in it."""
    people: dict[str, list[str]] = {}
    for one in told:
        people.setdefault(one.role, []).extend([one.person] if one.person else [])
    return ", ".join(f"{plain(role)} ({', '.join(there)})" if there else plain(role) for role, there in people.items())


def weighed(summary: "Summary") -> Iterator[tuple[str, int, int, int, int]]:
    """How much reaches each role."""
    for one in summary.burdens:
        yield plain(one.role).capitalize(), one.asked, one.answered, one.nudged, one.copied


def ending(summary: "Summary", still_open: bool, last: date) -> Iterator[str]:
    """What ends listed, and when it closes."""
    if summary.listed:
        listed = "; ".join(f"{owing(line.kind, line.subject)} on {in_words(line.on)}" for line in summary.listed)
        yield f"Listed as “no update received”: {listed}."
    else:
        yield "Nothing ends listed as “no update received”."
    if summary.closes_on:
        yield f"It would close on {in_words(summary.closes_on)}."
    elif still_open:
        yield f"It would still be open on {in_words(last)}."
