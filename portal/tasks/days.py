"""Days as forms give them, in three boxes, and as commands read them."""

from datetime import date
from typing import Any

PARTS = ("day", "month", "year")


def days_joined(data: Any) -> Any:
    """Posted data with each ``{"day": "5", "month": "11", "year": "2026"}`` as ``2026-11-05``.

    One that is no day in the calendar is left for the command to refuse.
    """
    match data:
        case dict() if data and set(data) <= set(PARTS):
            return _day(data)
        case dict():
            return {name: days_joined(value) for name, value in data.items()}
        case list():
            return [days_joined(value) for value in data]
        case _:
            return data


def _day(data: dict[str, Any]) -> str:
    given = [str(data.get(part, "")).strip() for part in PARTS]
    try:
        day, month, year = map(int, given)
        return date(year, month, day).isoformat()
    except ValueError:
        return " ".join(given)


def boxes(name: str, day: date | None) -> dict[str, str]:
    """A day as the values of a form's boxes."""
    if day is None:
        return {}
    return {f"{name}.day": str(day.day), f"{name}.month": str(day.month), f"{name}.year": str(day.year)}
