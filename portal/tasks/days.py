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
            return _day(data) or " ".join(str(data.get(part, "")) for part in PARTS)
        case dict():
            return {name: days_joined(value) for name, value in data.items()}
        case list():
            return [days_joined(value) for value in data]
        case _:
            return data


def is_no_day(value: Any) -> bool:
    """Whether three boxes were filled in, and not with a day of the calendar."""
    return isinstance(value, dict) and set(value) <= set(PARTS) and _day(value) is None


def _day(data: dict[str, Any]) -> str | None:
    try:
        day, month, year = (int(str(data.get(part, ""))) for part in PARTS)
        return date(year, month, day).isoformat()
    except (ValueError, OverflowError):  # a year of twenty digits is no year
        return None


def boxes(name: str, day: date | None) -> dict[str, str]:
    """A day as the values of a form's boxes."""
    if day is None:
        return {}
    return {f"{name}.day": str(day.day), f"{name}.month": str(day.month), f"{name}.year": str(day.year)}
