"""The tables, and the plain values that rules see. One definition serves both.

Importing one of them declares them all: whoever asks which kinds of row there are is told of every one.
"""

from engagements.state import (
    boards,
    engagement,
    evidence,
    journal,
    people,
    plan,
    report,
    saved,
    team,
    timetable,
)

__all__ = [
    "boards",
    "engagement",
    "evidence",
    "journal",
    "people",
    "plan",
    "report",
    "saved",
    "team",
    "timetable",
]
