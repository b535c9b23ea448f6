"""Charts: what is worked out for them, from the first day to the last."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.ratings.scale import scales
from config.vocabulary import Answer, Decision, ExceptionKind, Grade
from portal.charts import HEIGHT, WIDTH, BurnUp, Progress, burn_up
from portal.tones import TONES, Tone, lateness, tone


def points(line: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (point.split(",") for point in line.split())]


totals = st.lists(st.integers(0, 5000), min_size=1, max_size=60)


@given(totals, st.integers(1, 400))
def test_lines_stay_within_the_drawing_whatever_they_show(totals: list[int], apart: int) -> None:
    days = [date.fromordinal(date(2020, 1, 1).toordinal() + apart * n) for n in range(len(totals))]
    chart = burn_up([Progress(on, total, total // 2) for on, total in zip(days, totals, strict=True)])
    for x, y in points(chart.total.points) + points(chart.done.points):
        assert BurnUp.LEFT <= x <= BurnUp.EDGE < WIDTH
        assert 0 <= y <= BurnUp.BASE < HEIGHT
    assert len(chart.up) <= 6 + 1
    assert len(chart.across) <= 5
    assert abs(chart.done.end - chart.total.end) >= 19, "The names at the ends lie on each other."


def test_a_line_rises_with_what_it_counts() -> None:
    chart = burn_up([Progress(date(2020, 1, 1), 4, 0), Progress(date(2020, 7, 1), 10, 4)])
    (left, low), (right, high) = points(chart.total.points)
    assert left < right
    assert high < low
    assert [tick.text for tick in chart.up] == ["0", "2", "4", "6", "8", "10"]
    assert [tick.text for tick in chart.across] == ["Jan 2020", "Jul 2020"]


@pytest.mark.parametrize("kind", [Grade, ExceptionKind, Answer, Decision])
def test_good_and_bad_news_have_their_colours(kind: type[Grade | ExceptionKind | Answer | Decision]) -> None:
    assert not [word for word in kind if word not in TONES]


def test_every_rating_that_comes_with_the_system_has_a_tone() -> None:
    ratings = [rating.slug for scale in scales().values() for rating in scale.ratings]
    assert ratings
    assert not [slug for slug in ratings if slug not in TONES]
    assert tone("a-rating-of-another-scale") is Tone.PLAIN


def test_what_is_late_is_red_and_what_is_near_is_not_overlooked() -> None:
    assert [lateness(days) for days in (None, -30, -7, -6, 0, 1)] == [
        Tone.QUIET,
        Tone.PLAIN,
        Tone.PLAIN,
        Tone.WARN,
        Tone.WARN,
        Tone.BAD,
    ]
