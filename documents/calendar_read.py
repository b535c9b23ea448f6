"""A person's own calendar (iCalendar, RFC 5545): on which days they are not free, and nothing else of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import recurring_ical_events
from icalendar import Calendar, Component

from documents.spreadsheets.problems import Problem, Problems, Unreadable
from engagements.engagement import UK
from engagements.peers.periods import Days, joined

LARGEST_CALENDAR = 5 * 1024 * 1024
"""Bytes: ten years of a busy calendar."""

MOST_ENTRIES = 5000
AHEAD = timedelta(days=730)
"""How far a calendar is read: visits are agreed months ahead, never years."""

TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
DAY_BEGINS, DAY_ENDS = time(8), time(18)
"""Hours of a working day on site, in UK time; an assumption."""


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """``days``: not free, from today on. ``taken``, ``passed_over``: how many entries take days, and how many none."""

    days: tuple[Days, ...]
    taken: int
    passed_over: int


def read_calendar(data: bytes, name: str, today: date, busy_hours: int) -> CalendarRead:
    """Days on which an entry takes the whole day, or at least so many of its working hours.

    Entries that are shown as free, or were cancelled, take none. Raises Unreadable, and NeedsMending with every entry
    that ends before it begins or repeats without end, by its line.
    """
    calendar = _parsed(data, name)
    lines = [number for number, line in enumerate(data.splitlines(), 1) if line.strip().upper() == b"BEGIN:VEVENT"]
    entries = list(zip(lines, calendar.walk("VEVENT"), strict=False))
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(f"{name} holds more than {MOST_ENTRIES:,} entries. Export the next two years alone.")
    problems = Problems()
    problems.begin(name)
    for line, entry in entries:
        if says := _wrong(entry):
            problems.add(Problem(name, line, "", says))
    problems.settle()
    found, taken, passed_over = list[Days](), 0, 0
    for entry in recurring_ical_events.of(calendar).between(today, today + AHEAD):
        days = [day for day in _days(entry, busy_hours) if day.last >= today] if _counts(entry) else []
        found += days
        taken, passed_over = taken + bool(days), passed_over + (not days)
    return CalendarRead(tuple(joined(found)), taken, passed_over)


def _parsed(data: bytes, name: str) -> Calendar:
    not_one = Unreadable(f"{name} is not a calendar. Export it from your calendar as an .ics file.")
    if len(data) > LARGEST_CALENDAR:
        raise Unreadable(f"{name} is larger than {LARGEST_CALENDAR // 1024**2} MB. Export the next two years alone.")
    try:
        calendar = Calendar.from_ical(data.decode("utf-8-sig"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise not_one from None
    if not isinstance(calendar, Calendar):
        raise not_one
    return calendar


def _wrong(entry: Component) -> str:
    """What keeps an entry from being read; empty where nothing does."""
    if entry.errors:
        return f"The entry cannot be read: {', '.join(sorted({name for name, _ in entry.errors if name}))}."
    if "DTSTART" not in entry:
        return "The entry has no first day."
    start = entry.decoded("DTSTART")
    end = entry.decoded("DTEND", start)
    if type(start) is not type(end) or _moment(end) < _moment(start):
        return "The entry ends before it begins."
    rules = entry.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if not ("UNTIL" in rule or "COUNT" in rule):
            return "The entry repeats without end. Give its repetition a last day in your calendar."
        if rule.get("FREQ", [""])[0] in TOO_OFTEN:
            return "The entry repeats more than once a day."
    return ""


def _counts(entry: Component) -> bool:
    return bool(entry.get("TRANSP", "OPAQUE") != "TRANSPARENT" and entry.get("STATUS", "CONFIRMED") != "CANCELLED")


def _days(entry: Component, busy_hours: int) -> Iterator[Days]:
    start, end = entry.decoded("DTSTART"), entry.decoded("DTEND")
    if not isinstance(start, datetime):
        yield Days(start, max(start, end - timedelta(days=1)))
        return
    first, last = _moment(start), _moment(end)
    for day in _each(first.date(), last.date()):
        opens, closes = datetime.combine(day, DAY_BEGINS, UK), datetime.combine(day, DAY_ENDS, UK)
        if min(last, closes) - max(first, opens) >= timedelta(hours=busy_hours):
            yield Days(day, day)


def _each(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _moment(when: date) -> datetime:
    """In UK time; a time without a zone is the peer's own, which is the UK's."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), UK)
    return when.astimezone(UK) if when.tzinfo else when.replace(tzinfo=UK)
