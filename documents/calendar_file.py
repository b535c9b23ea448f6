"""Days for somebody's calendar, as a file that calendar programs open (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

OURS = "-//Peer Support//Peer Support//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """Whole days. ``uid``: the same for the same thing, however its days move. ``settled``: whether they are agreed."""

    uid: str
    first: date
    last: date
    summary: str
    description: str
    settled: bool


def calendar_file(entries: Iterable[Entry], revision: int, made_at: datetime) -> bytes:
    """The file. ``revision`` grows with every change, so that a later file takes the place of an earlier one.

    Days are days wherever the reader is; the one moment in it, when it was made, is in UTC.
    """
    calendar = Calendar()
    calendar.add("prodid", OURS)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", made_at)
        event.add("sequence", revision)
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))  # the first day that no longer belongs to it
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        event.add("status", "CONFIRMED" if entry.settled else "TENTATIVE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
