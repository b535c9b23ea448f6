"""Days and sessions for somebody's calendar, as files that calendar programs open (iCalendar, RFC 5545).

Programs tell entries apart by their UID, and of two with the same believe the one with the higher SEQUENCE.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from icalendar import Calendar, Event, vCalAddress

OURS = "-//Peer Support//Peer Support//EN"

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
"""What a program is to do with a file (RFC 5546): show it; enter it, or in place of an earlier one; take it out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Whole days. ``uid``: the same for the same thing, however its days move. ``settled``: whether they are agreed."""

    uid: str
    first: date
    last: date
    summary: str
    description: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A time in a place. ``uid`` as of an entry; ``sequence`` grows by one with each change that is sent."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    place: str
    cancelled: bool = False


class Party(NamedTuple):
    """Who calls a meeting, or comes to it."""

    name: str
    address: str


def calendar_file(entries: Iterable[Entry], revision: int, made_at: datetime) -> bytes:
    """The file. ``revision`` grows with every change, so that a later file takes the place of an earlier one.

    Days are days wherever the reader is; the one moment in it, when it was made, is in UTC.
    """
    calendar = _calendar("PUBLISH")
    for entry in entries:
        event = _event(entry.uid, revision, made_at, entry.summary, entry.description)
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))  # the first day that no longer belongs to it
        event.add("status", "CONFIRMED" if entry.settled else "TENTATIVE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def invitation(meeting: Meeting, organizer: Party, attendee: Party, made_at: datetime) -> tuple[Method, bytes]:
    """The file that puts one meeting into one person's calendar, changes it there, or takes it out again.

    A file of its own for each: all that one such file holds has the same UID and the same method (RFC 5546, 3.2.2).
    Nobody is asked to reply: they took their place on the team before.
    """
    method: Method = "CANCEL" if meeting.cancelled else "REQUEST"
    calendar, event = _calendar(method), _meeting(meeting, made_at)
    event.add("organizer", _address(organizer))
    coming = _address(attendee)
    coming.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    event.add("attendee", coming)
    calendar.add_component(event)
    return method, bytes(calendar.to_ical())


def meetings_file(meetings: Iterable[Meeting], made_at: datetime) -> bytes:
    """Many meetings in one file. What was sent as an invitation keeps its UID: it is not entered twice."""
    calendar = _calendar("PUBLISH")
    for meeting in meetings:
        calendar.add_component(_meeting(meeting, made_at))
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", OURS)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(uid: str, sequence: int, made_at: datetime, summary: str, description: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made_at)
    event.add("sequence", sequence)
    event.add("summary", summary)
    event.add("description", description)
    return event


def _meeting(meeting: Meeting, made_at: datetime) -> Event:
    """In UTC: whatever zones the reader's program knows, the moment is the same."""
    event = _event(meeting.uid, meeting.sequence, made_at, meeting.summary, meeting.description)
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("location", meeting.place)
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    return event


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    if party.name:
        address.params["CN"] = party.name
    return address
