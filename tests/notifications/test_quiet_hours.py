"""Quiet hours: England's working days, in UK time, whatever the clocks do."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.calendar import ENGLAND
from config.settings import MalformedSettings, Settings
from engagements.engagement import UK
from notifications.quiet_hours import is_quiet, next_opening


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UK)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(date(2020, 7, 7), 7, 59), at(date(2020, 7, 7), 8)),
        (at(date(2020, 7, 7), 8), at(date(2020, 7, 7), 8)),
        (at(date(2020, 7, 7), 17, 59), at(date(2020, 7, 7), 17, 59)),
        (at(date(2020, 7, 7), 18), at(date(2020, 7, 8), 8)),
        (at(date(2020, 7, 10), 18), at(date(2020, 7, 13), 8)),  # a Friday evening
        (at(date(2020, 5, 8), 10), at(date(2020, 5, 11), 8)),  # a bank holiday
        (at(date(2020, 3, 29), 1, 30), at(date(2020, 3, 30), 8)),  # the night in which the clocks go forward
        (at(date(2020, 12, 24), 18), at(date(2020, 12, 29), 8)),
    ],
)
def test_what_is_decided_in_quiet_hours_waits_for_their_end(moment: datetime, opens: datetime) -> None:
    assert next_opening(moment, Settings(), ENGLAND) == opens
    assert is_quiet(moment, Settings(), ENGLAND) == (moment != opens)


@given(st.builds(datetime.combine, st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.times(), st.just(UK)))
def test_nobody_hears_at_night_or_on_a_day_on_which_nobody_works(moment: datetime) -> None:
    opens = next_opening(moment, Settings(), ENGLAND).astimezone(UK)
    assert opens >= moment
    assert ENGLAND.is_working_day(opens.date())
    assert time(8) <= opens.time() < time(18)
    assert opens - moment < timedelta(days=6)
    assert not is_quiet(opens, Settings(), ENGLAND)


def test_other_hours_may_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_QUIET_UNTIL", "09:30")
    assert next_opening(at(date(2020, 7, 7), 8), Settings.load(), ENGLAND) == at(date(2020, 7, 7), 9, 30)


def test_quiet_hours_leave_time_to_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_QUIET_UNTIL", "19:00")
    with pytest.raises(MalformedSettings, match="must be later on the same day than quiet_until"):
        Settings.load()
