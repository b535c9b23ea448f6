"""What a cell may hold for a day or a text: many ways to write a day in Britain, and none that could be another day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from documents.spreadsheets.cells import FIRST_DAY_1904, Held, as_day, as_references, as_text

LAST_OF_JANUARY = date(2021, 1, 31)


@pytest.mark.parametrize(
    "written",
    [
        LAST_OF_JANUARY,
        datetime(2021, 1, 31, 10, 30, tzinfo=UTC),
        44227,
        44227.0,
        44227.75,
        "44227",
        "31/01/2021",
        "31/1/2021",
        "31.01.2021",
        "31-01-2021",
        " 31/01/2021 ",
        "2021-01-31",
        "2021-01-31 00:00:00",
        "2021-01-31T00:00",
        "31 January 2021",
        "31 january 2021",
        "31  Jan 2021",
        "31st January 2021",
        "31st of January, 2021",
        "Sunday 31 January 2021",
        "Sunday, 31 January 2021",
    ],
)
def test_a_day_is_read_in_every_way_that_people_write_it(written: Held) -> None:
    assert as_day(written) == LAST_OF_JANUARY


def test_a_day_is_read_with_the_day_first() -> None:
    assert as_day("04/05/2021") == date(2021, 5, 4)


def test_serial_numbers_count_from_1904_where_the_workbook_says_so() -> None:
    assert as_day(42765, FIRST_DAY_1904) == LAST_OF_JANUARY
    assert as_day("42765", FIRST_DAY_1904) == LAST_OF_JANUARY


@pytest.mark.parametrize("nothing", [None, "", "   ", "\n"])
def test_an_empty_cell_is_no_day_and_no_fault(nothing: Held) -> None:
    assert as_day(nothing) is None


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("31/02/2021", "31/02/2021 is not a date: February 2021 has 28 days"),
        ("31 April 2021", "31 April 2021 is not a date: April 2021 has 30 days"),
        ("2021-02-29", "2021-02-29 is not a date: February 2021 has 28 days"),
        ("00/01/2021", "00/01/2021 is not a date: January 2021 has 31 days"),
        ("01/31/2021", "01/31/2021 has the month first. Write the day first: 31/01/2021"),
        ("31/13/2021", "31/13/2021 is not a date: there is no month 13"),
        ("2021-00-01", "2021-00-01 is not a date: there is no month 0"),
        ("31/01/21", "31/01/21 has a year of two digits. Write it with four"),
        ("31/01/1921", "31/01/1921 is not between 2000 and 2100"),
        ("31/01/20211", "31/01/20211 is not a date."),
        (date(1999, 12, 31), "31/12/1999 is not between 2000 and 2100"),
        ("Q3", "Q3 is not a date. Write a date as 31/01/2021 or 31 January 2021."),
        ("31 Smarch 2021", "31 Smarch 2021 is not a date."),
        ("ongoing\x1b[2J", "'ongoing\\x1b[2J' is not a date."),
        ("x" * 1000, "…' is not a date."),
        (2021, "2021 is not a date."),
        (0, "0 is not a date."),
        (-1.5, "-1.5 is not a date."),
        (float("nan"), "nan is not a date."),
        (float("inf"), "inf is not a date."),
        (1e300, "is not a date."),
        (True, "this is not a date."),
        (time(10, 30), "this is not a date."),
        (timedelta(hours=30), "this is not a date."),
    ],
)
def test_what_is_no_day_is_refused_with_how_to_write_one(written: Held, says: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        as_day(written)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (7.0, "7"),
        (7, "7"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (" A1 ", "A1"),
        ("a\nb", "a\nb"),
        (None, ""),
        (1e20, "1" + "0" * 20),
    ],
)
def test_a_text_is_read_as_the_sheet_shows_it(held: Held, shown: str) -> None:
    assert as_text(held) == shown


@pytest.mark.parametrize("held", [LAST_OF_JANUARY, time(10), timedelta(1)])
def test_a_date_where_a_text_belongs_is_refused_since_a_spreadsheet_made_it_of_something_else(held: Held) -> None:
    with pytest.raises(ValueError, match="format the cell as text and type it again"):
        as_text(held)


def test_references_are_separated_by_commas_semicolons_or_line_breaks() -> None:
    assert as_references("A1, A2;A3\nR1,,A1 ;") == ("A1", "A2", "A3", "R1")
    assert as_references(None) == ()
