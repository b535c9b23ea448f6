"""Templates of pages, and how they write values: dates as people do, times in UK time, words without underscores."""

from collections.abc import Iterator, Sized
from datetime import date, datetime
from enum import Enum
from importlib.metadata import version
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined
from jinja2.utils import missing

from config.calendar import in_words
from config.vocabulary import Role, Stage
from engagements.engagement import UK
from engagements.telling import owing, plain
from notifications.asks import to_do
from notifications.wording import HYPHENATED, ROLES, quarter
from portal.assets import Assets
from portal.navigation import navigation
from portal.tones import lateness, tone

FRONTEND = "govuk_frontend_jinja"


def environment(assets: Assets) -> Environment:
    """Ours and GOV.UK Frontend's. Whatever a template shows is escaped; a fact that was not given is an error."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("portal"), PrefixLoader({FRONTEND: PackageLoader(FRONTEND)})]),
        undefined=NotGiven,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "day": day,
        "moment": moment,
        "words": words,
        "quarter": quarter,
        "counted": counted,
        "size": size,
        "to_do": to_do,
        "owing": owing,
        "capitalised": capitalised,
        "tone": tone,
        "lateness": lateness,
        "lateness_in_words": lateness_in_words,
    }
    made.globals |= {"asset": assets.address, "navigation": navigation, "version": version("peer-support")}
    made.globals["undefined"] = Undefined()  # what GOV.UK Frontend's macros compare options with
    return made


class NotGiven(ChainableUndefined):
    """An error where a template names a fact that it was not given. An option that a dict lacks is only empty:
    GOV.UK Frontend's macros ask for many that nobody gives.
    """

    def _refuse(self) -> None:
        if self._undefined_obj is missing and self._undefined_name != "caller":  # macros ask whether they have one
            self._fail_with_undefined_error()

    def __getattr__(self, name: str) -> "NotGiven":
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()
        return self

    def __str__(self) -> str:
        self._refuse()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._refuse()
        return iter(())

    def __len__(self) -> int:
        self._refuse()
        return 0

    def __bool__(self) -> bool:
        self._refuse()
        return False

    def __html__(self) -> str:
        return str(self)


def day(value: date | None) -> str:
    """22 November 2026; nothing for no day."""
    return in_words(value) if value else ""


def moment(value: datetime | None) -> str:
    """22 November 2026 at 3:05pm, in UK time; nothing for no moment."""
    if value is None:
        return ""
    local = value.astimezone(UK)
    return f"{in_words(local.date())} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def words(value: Any) -> str:
    """Principal adviser, for principal_adviser."""
    if isinstance(value, Role):
        return ROLES.get(value, plain(value))
    if isinstance(value, Stage):
        return HYPHENATED.get(value, plain(value))
    return plain(str(value.value if isinstance(value, Enum) else value))


def counted(value: int | Sized, one: str, many: str = "") -> str:
    """1 engagement, 2 engagements, no engagements."""
    number = value if isinstance(value, int) else len(value)
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def size(value: int) -> str:
    """24 KB, 1.2 MB: of a file, in bytes."""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))} KB"
    return f"{value / 1_000_000:.1f} MB"


def capitalised(value: str) -> str:
    """A text with a capital letter to begin with; HMICFRS stays as it is."""
    return value[:1].upper() + value[1:]


def lateness_in_words(late: int | None) -> str:
    """3 days late, due today, due in 12 days. ``late``: calendar days past the date, None while its clock stops."""
    if late is None:
        return "On hold"
    if late > 0:
        return f"{counted(late, 'day')} late"
    return "Due today" if late == 0 else f"Due in {counted(-late, 'day')}"
