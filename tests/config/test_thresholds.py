"""Thresholds: what is exceptional from which day on, with what applied before."""

from datetime import date
from pathlib import Path

import pytest

from config.exceptions import MalformedThresholds, Thresholds

FIGURES = "overdue_days = {}\nno_update_days = 21\ndate_moves = 1\nearly_days = 14\n"


def written(tmp_path: Path, *tables: tuple[str, object]) -> Path:
    file = tmp_path / "thresholds.toml"
    file.write_text("".join(f"[[thresholds]]\neffective_from = {day}\n{FIGURES.format(of)}" for day, of in tables))
    return file


def test_a_day_is_judged_by_what_applied_on_it(tmp_path: Path) -> None:
    thresholds = Thresholds.load(written(tmp_path, ("2020-04-01", 1), ("2022-04-01", 30)))
    days = (date(2019, 1, 1), date(2020, 4, 1), date(2022, 3, 31), date(2022, 4, 1))
    assert [thresholds.on(day).overdue_days for day in days] == [1, 1, 1, 30]


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ((), "thresholds: this field is missing."),
        ((("2022-04-01", 1), ("2020-04-01", 1)), "put the oldest first."),
        ((("2022-04-01", 1), ("2022-04-01", 2)), "put the oldest first."),
        ((("2022-04-01", 0),), "overdue_days: Input should be greater than or equal to 1."),
        ((("2022-04-01", '"a week"'),), "overdue_days: Input should be a valid integer."),
        ((("2022-04-31", 1),), "this is not a TOML file: "),
    ],
)
def test_malformed_thresholds_are_refused(tmp_path: Path, tables: tuple[tuple[str, object], ...], told: str) -> None:
    with pytest.raises(MalformedThresholds) as refused:
        Thresholds.load(written(tmp_path, *tables))
    assert str(refused.value).startswith("thresholds.toml: ")
    assert told in str(refused.value)


def test_the_shipped_thresholds_cover_every_product() -> None:
    assert Thresholds.shipped().thresholds[0].effective_from <= date(2018, 1, 1)
