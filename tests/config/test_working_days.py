"""England's working days."""

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as some

from config.calendar import ENGLAND, DateOutOfRange, WorkingDays, in_words

days = some.dates(date(2001, 1, 1), date(2099, 12, 31))
counts = some.integers(0, 250)


def test_bank_holidays_are_those_that_the_government_publishes() -> None:
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    bank_holidays = {holiday["date"] for holiday in published}
    day, last = min(bank_holidays), max(bank_holidays)
    differing = []
    while day <= last:
        if ENGLAND.is_working_day(day) != (day.weekday() < 5 and day not in bank_holidays):
            differing.append(day)
        day += timedelta(days=1)
    assert len(bank_holidays) > 100
    assert differing == []


def test_scotlands_second_of_january_is_a_working_day_in_england() -> None:
    assert ENGLAND.is_working_day(date(2025, 1, 2))


def test_the_day_after_good_friday_and_easter_monday_counts_first() -> None:
    assert ENGLAND.after(date(2024, 3, 28), 1) == date(2024, 4, 2)
    assert ENGLAND.before(date(2024, 4, 2), 1) == date(2024, 3, 28)


def test_twenty_working_days_cross_the_turn_of_the_year() -> None:
    assert ENGLAND.after(date(2024, 12, 20), 20) == date(2025, 1, 22)
    assert ENGLAND.before(date(2025, 1, 22), 20) == date(2024, 12, 20)


def test_no_working_days_on_is_the_day_itself_or_the_nearest_working_day() -> None:
    saturday = date(2024, 6, 1)
    assert ENGLAND.after(date(2024, 5, 31), 0) == ENGLAND.before(date(2024, 5, 31), 0) == date(2024, 5, 31)
    assert ENGLAND.after(saturday, 0) == date(2024, 6, 3)
    assert ENGLAND.before(saturday, 0) == date(2024, 5, 31)


def test_days_between_are_counted_after_the_start_up_to_and_including_the_end() -> None:
    friday, monday = date(2024, 5, 31), date(2024, 6, 3)
    assert ENGLAND.between(friday, monday) == 1
    assert ENGLAND.between(monday, friday) == -1
    assert ENGLAND.between(friday, friday) == 0


def test_2023_and_2024_had_251_and_254_working_days() -> None:
    assert ENGLAND.between(date(2022, 12, 31), date(2023, 12, 31)) == 251
    assert ENGLAND.between(date(2022, 12, 31), date(2024, 12, 31)) == 251 + 254


@given(days, counts)
def test_counting_forward_lands_on_a_working_day_that_many_days_on(day: date, n: int) -> None:
    reached = ENGLAND.after(day, n)
    assert ENGLAND.is_working_day(reached)
    if n:
        assert ENGLAND.between(day, reached) == n


@given(days, some.integers(1, 250))
def test_counting_back_undoes_counting_forward(day: date, n: int) -> None:
    assert ENGLAND.before(ENGLAND.after(day, n), n) == ENGLAND.before(day, 0)


@given(days, days, days)
def test_days_between_add_up(first: date, second: date, third: date) -> None:
    assert ENGLAND.between(first, second) + ENGLAND.between(second, third) == ENGLAND.between(first, third)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1)])
def test_a_day_that_the_calendar_does_not_know_is_refused(day: date) -> None:
    with pytest.raises(DateOutOfRange, match=f"Choose a date from 2000 to 2100: the calendar does not know {day.year}"):
        ENGLAND.after(day, 1)


def test_counting_past_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(DateOutOfRange, match="does not know 2101"):
        ENGLAND.after(date(2100, 12, 30), 20)
    with pytest.raises(DateOutOfRange, match="does not know 1999"):
        ENGLAND.before(date(2000, 1, 5), 20)


def test_working_days_are_not_counted_with_a_negative_number() -> None:
    with pytest.raises(ValueError, match="count the other way"):
        ENGLAND.after(date(2024, 6, 3), -1)


def test_another_part_of_the_kingdom_has_its_own_days() -> None:
    assert not WorkingDays("SCT").is_working_day(date(2025, 1, 2))


def test_dates_are_written_as_people_write_them() -> None:
    assert in_words(date(2027, 5, 4)) == "4 May 2027"
