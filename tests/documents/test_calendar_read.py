"""A peer's own calendar says on which days they are not free, and nothing else of it is taken."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from documents.calendar_read import read_calendar
from documents.spreadsheets.problems import NeedsMending, Unreadable
from engagements.peers.periods import Days

TODAY = date(2027, 3, 1)
HOURS = 4


def calendar(*entries: str) -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\n{entry}\r\nEND:VEVENT\r\n" for number, entry in enumerate(entries)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{events}END:VCALENDAR\r\n".encode()


def away(*entries: str) -> list[Days]:
    return list(read_calendar(calendar(*entries), "mine.ics", TODAY, HOURS).days)


def day(text: str) -> date:
    return date.fromisoformat(text)


def wrong(*entries: str) -> list[tuple[int | None, str]]:
    with pytest.raises(NeedsMending) as refused:
        away(*entries)
    return [(problem.row, problem.says) for problem in refused.value.problems]


def test_whole_days_are_taken_up_to_the_day_before_their_end() -> None:
    entry = "DTSTART;VALUE=DATE:20270405\r\nDTEND;VALUE=DATE:20270410"
    assert away(entry) == [Days(day("2027-04-05"), day("2027-04-09"))]


def test_an_entry_without_an_end_takes_its_day() -> None:
    assert away("DTSTART;VALUE=DATE:20270405") == [Days(day("2027-04-05"), day("2027-04-05"))]


def test_days_that_overlap_or_follow_each_other_are_one_absence() -> None:
    entries = [
        f"DTSTART;VALUE=DATE:202704{first:02}\r\nDTEND;VALUE=DATE:202704{end:02}"
        for first, end in ((5, 8), (7, 10), (10, 12))
    ]
    assert away(*entries) == [Days(day("2027-04-05"), day("2027-04-11"))]


def test_a_short_meeting_takes_no_day_and_half_a_day_does() -> None:
    short = "DTSTART:20270405T090000Z\r\nDTEND:20270405T100000Z"
    half = "DTSTART:20270406T080000Z\r\nDTEND:20270406T130000Z"
    evening = "DTSTART:20270407T180000Z\r\nDTEND:20270407T235900Z"
    read = read_calendar(calendar(short, half, evening), "mine.ics", TODAY, HOURS)
    assert (read.days, read.taken, read.passed_over) == ((Days(day("2027-04-06"), day("2027-04-06")),), 1, 2)


def test_hours_are_counted_in_uk_time_whatever_the_zone() -> None:
    event, file = Event(), Calendar()
    start = datetime(2027, 7, 5, 20, tzinfo=ZoneInfo("America/New_York"))  # 01:00 on the 6th in England
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(hours=13))
    file.add_component(event)
    read = read_calendar(file.to_ical(), "mine.ics", TODAY, HOURS)
    assert read.days == (Days(day("2027-07-06"), day("2027-07-06")),)


def test_what_is_shown_as_free_or_was_cancelled_takes_no_day() -> None:
    entry = "DTSTART;VALUE=DATE:20270405\r\n"
    assert away(f"{entry}TRANSP:TRANSPARENT", f"{entry}STATUS:CANCELLED") == []


def test_a_repetition_with_an_end_is_followed_with_its_exceptions() -> None:
    entry = "DTSTART;VALUE=DATE:20270405\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;VALUE=DATE:20270412"
    assert away(entry) == [Days(day(one), day(one)) for one in ("2027-04-05", "2027-04-19")]


def test_days_that_are_over_and_those_beyond_two_years_are_left_out() -> None:
    assert away("DTSTART;VALUE=DATE:20270101", "DTSTART;VALUE=DATE:20300101") == []


def test_what_cannot_be_counted_is_told_by_its_line() -> None:
    told = wrong(
        "DTSTART;VALUE=DATE:20270405\r\nRRULE:FREQ=WEEKLY",
        "DTSTART;VALUE=DATE:20270405\r\nDTEND;VALUE=DATE:20270401",
        "SUMMARY:Never",
        "DTSTART;VALUE=DATE:20270405\r\nRRULE:FREQ=SECONDLY;COUNT=100000000",
        "DTSTART:20270499T000000Z",
        "DTSTART;VALUE=DATE:20270405\r\nDTEND:20270406T100000Z",
    )
    assert [line for line, _ in told] == [4, 9, 14, 18, 23, 27]
    expected = ("without end", "ends before", "no first day", "more than once a day", "cannot be read", "ends before")
    assert all(part in says for part, (_, says) in zip(expected, told, strict=True))


@pytest.mark.parametrize(
    "data", [b"", b"not a calendar", b"\xff\xfe\x00", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n"]
)
def test_what_is_no_calendar_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(Unreadable, match="not a calendar"):
        read_calendar(data, "mine.ics", TODAY, HOURS)
