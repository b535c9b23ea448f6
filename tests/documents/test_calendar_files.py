"""Calendar files: what a peer puts into their calendar."""

from datetime import UTC, date, datetime, timedelta, timezone

from icalendar import Calendar, Event

from documents.calendar_file import Entry, calendar_file

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
