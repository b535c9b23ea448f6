"""Calendar files: what a peer puts into their calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from documents.calendar_file import Entry, Meeting, Party, calendar_file, invitation, meetings_file
from engagements.engagement import UK

MADE_AT = datetime(2026, 7, 1, 10, 30, tzinfo=timezone(timedelta(hours=1)))
VISIT = Entry(
    uid="ESSEX-2026-1.visit-1",
    first=date(2026, 10, 6),
    last=date(2026, 10, 8),
    summary="Peer review, Essex; as lead peer",
    description="Three days.\nÜber alles, ein „Besuch“.",
    settled=False,
)


def test_a_visit_takes_whole_days_the_last_one_included() -> None:
    event = _only_event(calendar_file([VISIT], 7, MADE_AT))
    assert date(2026, 10, 6) == event.DTSTART
    assert date(2026, 10, 9) == event.DTEND
    assert str(event["SUMMARY"]) == VISIT.summary
    assert str(event["DESCRIPTION"]) == VISIT.description


def test_the_moment_of_making_is_in_utc() -> None:
    file = calendar_file([VISIT], 7, MADE_AT)
    assert b"DTSTAMP:20260701T093000Z" in file
    assert MADE_AT.astimezone(UTC) == _only_event(file).DTSTAMP


def test_a_later_file_takes_the_place_of_an_earlier_one() -> None:
    """The same UID with a higher revision."""
    earlier, later = (_only_event(calendar_file([VISIT], revision, MADE_AT)) for revision in (7, 9))
    assert earlier["UID"] == later["UID"]
    assert (earlier["SEQUENCE"], later["SEQUENCE"]) == (7, 9)


def test_lines_end_as_calendar_programs_expect_and_none_is_too_long() -> None:
    lines = calendar_file([VISIT], 7, MADE_AT).split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def _only_event(file: bytes) -> Event:
    [event] = Calendar.from_ical(file).walk("VEVENT")
    assert isinstance(event, Event)
    return event


SESSION = Meeting(
    uid="ESSEX-2026-1.session-3.hertfordshire-lead.peer-support",
    sequence=0,
    starts_at=datetime(2026, 10, 6, 9, tzinfo=UTC),
    ends_at=datetime(2026, 10, 6, 10, 30, tzinfo=UTC),
    summary='The chief; "Größe", and more',
    description="Interview, with the chief.\n\nLines of enquiry:\n- Protection",
    place="Headquarters, room 2",
)
US, LEAD = Party('Peer "Support", LGA', "peer-support@example.org"), Party("Ä. Lead; B", "lead@example.org")


def test_an_invitation_is_to_one_person_for_one_meeting_in_utc() -> None:
    method, file = invitation(SESSION, US, LEAD, MADE_AT)
    event: Any = _only_event(file)
    assert (method, str(Calendar.from_ical(file)["METHOD"])) == ("REQUEST", "REQUEST")
    assert b"DTSTART:20261006T090000Z\r\nDTEND:20261006T103000Z" in file
    assert (SESSION.starts_at, SESSION.ends_at) == (event.DTSTART, event.DTEND)
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (SESSION.summary, SESSION.description)
    assert (str(event["LOCATION"]), str(event["STATUS"])) == (SESSION.place, "CONFIRMED")
    assert (str(event["ORGANIZER"]), str(event["ATTENDEE"])) == (f"mailto:{US.address}", f"mailto:{LEAD.address}")
    assert (event["ORGANIZER"].params["CN"], event["ATTENDEE"].params["CN"]) == (US.name, LEAD.name)
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"


def test_a_session_in_summer_is_an_hour_earlier_in_utc_whatever_zone_it_was_given_in() -> None:
    in_uk = replace(SESSION, starts_at=SESSION.starts_at.astimezone(UK), ends_at=SESSION.ends_at.astimezone(UK))
    assert in_uk.starts_at.hour == 10
    assert invitation(in_uk, US, LEAD, MADE_AT) == invitation(SESSION, US, LEAD, MADE_AT)


def test_what_is_cancelled_takes_the_same_entry_out() -> None:
    off = replace(SESSION, sequence=1, cancelled=True)
    (_, before), (method, after) = (invitation(one, US, LEAD, MADE_AT) for one in (SESSION, off))
    sent, taken = _only_event(before), _only_event(after)
    assert (method, str(taken["STATUS"])) == ("CANCEL", "CANCELLED")
    assert sent["UID"] == taken["UID"]
    assert (sent["SEQUENCE"], taken["SEQUENCE"]) == (0, 1)


def test_a_whole_timetable_is_one_file_that_invites_nobody() -> None:
    other = replace(SESSION, uid="ESSEX-2026-1.session-4.hertfordshire-lead.peer-support")
    file: Any = Calendar.from_ical(meetings_file([SESSION, other], MADE_AT))
    assert str(file["METHOD"]) == "PUBLISH"
    assert [str(event["UID"]) for event in file.walk("VEVENT")] == [SESSION.uid, other.uid]
    assert not any("ATTENDEE" in event for event in file.walk("VEVENT"))


def test_a_program_that_repeats_and_spreads_days_finds_the_same_hours() -> None:
    """A second reader, made for drawing calendars, from the bytes."""
    file = Calendar.from_ical(meetings_file([SESSION], MADE_AT))
    [found] = recurring_ical_events.of(file).at(date(2026, 10, 6))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (SESSION.starts_at, SESSION.ends_at)
    assert recurring_ical_events.of(file).at(date(2026, 10, 7)) == []


@given(st.text(max_size=300), st.text(max_size=80))
def test_whatever_people_type_comes_back_as_words_and_is_no_line_of_its_own(typed: str, place: str) -> None:
    said = typed.replace("\r\n", "\n").replace("\r", "\n")
    file = invitation(replace(SESSION, summary=f"A{typed}", place=place), US, LEAD, MADE_AT)[1]
    unfolded = file.replace(b"\r\n ", b"").split(b"\r\n")
    assert sum(line.startswith(b"BEGIN:VEVENT") for line in unfolded) == 1
    assert sum(line.startswith((b"UID", b"ATTENDEE", b"METHOD")) for line in unfolded) == 3
    printable = "".join(letter for letter in said if letter.isprintable())
    if printable == said:
        assert str(_only_event(file)["SUMMARY"]) == f"A{said}"
