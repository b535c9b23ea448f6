"""Templates of pages, and how they write values: dates as people do, times in UK time, words without underscores."""

from collections.abc import Iterator, Sized
from datetime import date, datetime
from enum import Enum
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined
from jinja2.utils import missing

from config.calendar import in_words
from config.vocabulary import Role
from engagements.engagement import UK
from engagements.telling import owing, plain
from notifications.asks import to_do
from notifications.wording import ROLES, quarter

FRONTEND = "govuk_frontend_jinja"


def environment() -> Environment:
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
        "to_do": to_do,
        "owing": owing,
    }
    made.globals["undefined"] = Undefined()  # what GOV.UK Frontend's macros compare options with
    return made


class NotGiven(ChainableUndefined):
    """An error where a template names a fact that it was not given. An option that a dict lacks is only empty:
    GOV.UK Frontend's macros ask for many that nobody gives.
    """

    def _refuse(self) -> None:
        if self._undefined_obj is missing:
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
    return plain(str(value.value if isinstance(value, Enum) else value))


def counted(value: int | Sized, one: str, many: str = "") -> str:
    """1 engagement, 2 engagements, no engagements."""
    number = value if isinstance(value, int) else len(value)
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"
