"""Reporting periods: the quarters of the financial year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagements.periods import ReportingPeriod

DAYS = st.dates(date(2000, 4, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2020, 4, 1), "2020-21-Q1"),  # the financial year begins
        (date(2020, 6, 30), "2020-21-Q1"),
        (date(2020, 7, 1), "2020-21-Q2"),
        (date(2020, 12, 31), "2020-21-Q3"),
        (date(2021, 1, 1), "2020-21-Q4"),
        (date(2021, 3, 31), "2020-21-Q4"),
        (date(2000, 1, 1), "1999-00-Q4"),
        (date(2099, 4, 1), "2099-00-Q1"),
    ],
)
def test_q1_is_april_to_june(day: date, period: str) -> None:
    assert str(ReportingPeriod.of(day)) == period


@given(DAYS)
def test_every_day_lies_in_its_period_and_the_next_begins_the_day_after(day: date) -> None:
    period = ReportingPeriod.of(day)
    assert period.first_day <= day <= period.last_day
    following = ReportingPeriod.of(period.last_day + timedelta(days=1))
    assert following > period
    assert following.first_day == period.last_day + timedelta(days=1)


@given(DAYS)
def test_the_last_period_that_ended_ended_before_the_day_and_the_one_after_did_not(day: date) -> None:
    ended = ReportingPeriod.last_ended(day)
    assert ended.last_day < day
    assert ReportingPeriod.of(ended.last_day + timedelta(days=1)).last_day >= day


@given(DAYS)
def test_a_period_is_read_as_it_is_written(day: date) -> None:
    period = ReportingPeriod.of(day)
    assert ReportingPeriod.parse(str(period)) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020-21",
        "2020-21-Q0",
        "2020-21-q1",
        "2020-22-Q1",
        "2020-21-Q1 ",
        "1999-00-Q1",
        "\uff12\uff10\uff12\uff10-21-Q1",
    ],
)
def test_what_is_no_period_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write one as 2020-21-Q1, for April to June 2020"):
        ReportingPeriod.parse(text)
