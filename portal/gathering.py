"""Choosing what the feedback tells: a finding ticked is told, in the order of the numbers beside it."""

from collections.abc import Mapping

from engagements.visits.gathering import Found, Gathered
from portal.giving import Problem


def places(found: Gathered) -> dict[str, str]:
    """The form as it stands: what is told, and where."""
    values: dict[str, str] = {}
    for place, one in enumerate(found.told, 1):
        values |= {f"tell.{one.number}": "yes", f"place.{one.number}": str(place)}
    return values


def chosen(found: Gathered, posted: Mapping[str, str]) -> tuple[list[int], list[Problem]]:
    """The findings to tell, in order: those with a number by it, then the others as the page lists them."""
    ticked = [one for one in found.all if posted.get(f"tell.{one.number}")]
    wrong = [
        Problem(f"place.{one.number}", f"Enter a whole number as the place of finding {one.number}, or leave it empty.")
        for one in ticked
        if (typed := posted.get(f"place.{one.number}", "").strip()) and not (typed.isdecimal() and len(typed) < 5)
    ]
    if wrong:
        return [], wrong

    def place(one: Found) -> int:
        return int(posted.get(f"place.{one.number}", "").strip() or 10_000)

    return [one.number for one in sorted(ticked, key=place)], []
