"""A peer's days away never overlap, whether somebody typed them or a calendar says so."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from config.vocabulary import BlockSource
from engagements.database import reading, writing
from engagements.peers.availability import DaysOverlap, FreeAlready, away, blocks_of, free, from_calendar
from engagements.peers.periods import Days, joined, without
from engagements.people import EndsBeforeItBegins
from tests.builders import Case
from tests.cast import LEAD

START = date(2027, 6, 1)


def days(first: int, last: int) -> Days:
    return Days(START + timedelta(days=first), START + timedelta(days=last))


SPANS = st.tuples(st.integers(0, 30), st.integers(0, 5)).map(lambda pair: days(pair[0], pair[0] + pair[1]))


@pytest.fixture
def engine(case: Case) -> Engine:
    return case.engine


def kept(engine: Engine) -> list[tuple[Days, BlockSource]]:
    with reading(engine) as connection:
        return [(Days(one.first, one.last), one.source) for one in blocks_of(connection, LEAD)]


def test_days_that_end_before_they_begin_or_overlap_are_refused(engine: Engine) -> None:
    with writing(engine) as connection:
        away(connection, LEAD, days(0, 4))
        with pytest.raises(EndsBeforeItBegins, match="1 June 2027 comes before 2 June 2027"):
            away(connection, LEAD, days(1, 0))
        with pytest.raises(DaysOverlap, match="on record already"):
            away(connection, LEAD, days(4, 6))
        away(connection, LEAD, days(5, 6))
    assert kept(engine) == [(days(0, 4), BlockSource.TYPED), (days(5, 6), BlockSource.TYPED)]


def test_a_day_in_the_middle_of_an_absence_may_be_free_again(engine: Engine) -> None:
    with writing(engine) as connection:
        away(connection, LEAD, days(0, 4))
        free(connection, LEAD, days(2, 2))
        with pytest.raises(FreeAlready):
            free(connection, LEAD, days(2, 2))
    assert [one for one, _ in kept(engine)] == [days(0, 1), days(3, 4)]


def test_a_calendar_takes_the_place_of_the_one_before_and_gives_way_to_what_was_typed(engine: Engine) -> None:
    with writing(engine) as connection:
        from_calendar(connection, LEAD, [days(20, 22)])
        away(connection, LEAD, days(2, 3))
        from_calendar(connection, LEAD, [days(0, 5)])
    calendar, typed = BlockSource.CALENDAR, BlockSource.TYPED
    assert kept(engine) == [(days(0, 1), calendar), (days(2, 3), typed), (days(4, 5), calendar)]


def in_all(blocks: list[Days]) -> set[date]:
    return {one.first + timedelta(days=n) for one in blocks for n in range((one.last - one.first).days + 1)}


@given(st.lists(SPANS, max_size=6), SPANS)
def test_joining_and_cutting_keep_every_day_once(blocks: list[Days], out: Days) -> None:
    together = joined(blocks)
    assert in_all(together) == in_all(blocks)
    assert all(earlier.last + timedelta(days=1) < later.first for earlier, later in pairwise(together))
    left = [rest for one in together for rest in without(one, [out])]
    assert in_all(left) == in_all(blocks) - in_all([out])
