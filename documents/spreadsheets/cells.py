"""What a cell holds, read as text, as a day, or as a list of references. ValueError says what is wrong with it."""

import calendar
import re
from datetime import date, datetime, time, timedelta

from config.calendar import FIRST_YEAR, LAST_YEAR
from config.nearest import shown

Held = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell as a reader gives it; a datetime is a date with a time."""

FIRST_DAY_1900 = date(1899, 12, 30)
"""Day 0 of Excel's usual serial numbers, for days after February 1900."""

FIRST_DAY_1904 = date(1904, 1, 1)
"""Day 0 in a workbook with the 1904 date system, as old Excel for Macintosh made them."""

HOW_TO_WRITE = "Write a date as 31/01/2021 or 31 January 2021."

DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
IN_WORDS = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3,9})\.?,? (\d{4})", re.IGNORECASE)
SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
SERIAL = re.compile(r"\d{5}(?:\.0*)?")

CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::00)?")

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}


def as_text(held: Held) -> str:
    """The text as the sheet shows it: whole numbers without a decimal point. Empty where there is nothing."""
    match held:
        case None:
            return ""
        case str():
            return held.strip()
        case bool():
            return "TRUE" if held else "FALSE"
        case int() | float():
            return str(int(held)) if float(held).is_integer() else repr(held)
        case date():
            raise ValueError("this holds a date where a text belongs; format the cell as text and type it again")
        case _:
            raise ValueError("this holds a time where a text belongs; format the cell as text and type it again")


def as_references(held: Held) -> tuple[str, ...]:
    """References separated by commas, semicolons or line breaks, each once."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, re.split(r"[,;\n]", as_text(held))))))


def as_time(held: Held) -> str | None:
    """A time of day as 09:30: a time, the fraction of a day that a sheet keeps for one, or a text."""
    match held:
        case None | "":
            return None
        case datetime() | time():
            return f"{held:%H:%M}"
        case timedelta() | float() if 0 <= (minutes := _minutes(held)) < 24 * 60:
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case str() if found := CLOCK.fullmatch(held.strip()):
            return f"{int(found[1]):02}:{found[2]}"
        case _:
            raise ValueError(f"{shown(str(held))} is not a time. Write it as 09:30")


def _minutes(held: timedelta | float) -> int:
    return round(held.total_seconds() / 60 if isinstance(held, timedelta) else held * 24 * 60)


def as_day(held: Held, first_day: date = FIRST_DAY_1900) -> date | None:
    """A day: a date, a serial number counted from ``first_day``, or a text in one of the ways that people write."""
    match held:
        case None | "":
            return None
        case datetime():
            return _in_range(held.date())
        case date():
            return _in_range(held)
        case bool() | time() | timedelta():
            raise ValueError(f"this is not a date. {HOW_TO_WRITE}")
        case int() | float():
            return _from_serial(held, first_day)
        case str():
            return _from_text(held, first_day)


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day:%d/%m/%Y} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _from_serial(number: float, first_day: date) -> date:
    earliest, latest = (date(FIRST_YEAR, 1, 1) - first_day).days, (date(LAST_YEAR, 12, 31) - first_day).days
    if not earliest <= number < latest + 1:
        raise ValueError(f"{as_text(number)} is not a date. {HOW_TO_WRITE}")
    return first_day + timedelta(days=int(number))


def _from_text(text: str, first_day: date) -> date | None:
    text = " ".join(text.split())
    if not text:
        return None
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
        if month > 12 >= day:
            raise ValueError(f"{text} has the month first. Write the day first: {month:02}/{day:02}/{year}")
        return _day(text, year, month, day)
    if match := YEAR_FIRST.fullmatch(text):
        return _day(text, *map(int, match.groups()))
    if (match := IN_WORDS.fullmatch(text)) and (number := MONTHS.get(match[2].lower())):
        return _day(text, int(match[3]), number, int(match[1]))
    if SERIAL.fullmatch(text):
        return _from_serial(float(text), first_day)
    if SHORT_YEAR.fullmatch(text):
        raise ValueError(f"{text} has a year of two digits. Write it with four")
    raise ValueError(f"{shown(text)} is not a date. {HOW_TO_WRITE}")


def _day(text: str, year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{text} is not between {FIRST_YEAR} and {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise ValueError(f"{text} is not a date: there is no month {month}")
    longest = calendar.monthrange(year, month)[1]
    if not 1 <= day <= longest:
        raise ValueError(f"{text} is not a date: {calendar.month_name[month]} {year} has {longest} days")
    return date(year, month, day)
