"""Samples of messages, made from what their fields say of themselves: of every command and event, listed nowhere."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import BaseModel

from engagements.messages import TypedByAPerson

Known = Mapping[str, SearchStrategy[Any]]
"""What to choose from for fields of a name, where any value of the type would be too much to hope for."""

TYPED = "told in confidence"
"""Part of every sampled text that people type, so that a test can look for it where it must not be."""

PERIODS = st.sampled_from(["2019-20-Q4", "2020-21-Q1", "2021-22-Q3"])


def fields_of(kind: type[BaseModel], known: Known | None = None) -> SearchStrategy[dict[str, Any]]:
    """The fields of a message as plain data, those that may be left out sometimes left out."""
    known = known or {}
    given: dict[str, SearchStrategy[Any]] = {}
    perhaps: dict[str, SearchStrategy[Any]] = {}
    for name, field in kind.model_fields.items():
        strategy = known[name] if name in known else _values(field.annotation, tuple(field.metadata), known)
        (given if field.is_required() else perhaps)[name] = strategy
    return st.fixed_dictionaries(given, optional=perhaps)


def _values(hint: Any, said: tuple[Any, ...], known: Known) -> SearchStrategy[Any]:
    """Values of a type hint; ``said``: what its annotations say besides."""
    if get_origin(hint) is Annotated:
        return _values(hint.__origin__, (*said, *hint.__metadata__), known)
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*(_values(part, (), known) for part in get_args(hint)))
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple:
        few = st.lists(_values(get_args(hint)[0], (), known), min_size=_said(said, "min_length") or 0, max_size=3)
        return few.map(tuple)
    if get_origin(hint) is dict:
        return st.dictionaries(st.sampled_from(["timing", "breadth"]), st.sampled_from(["after", "narrow"]))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return fields_of(hint, known)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return _scalars(hint, said, known)


def _scalars(hint: Any, said: tuple[Any, ...], known: Known) -> SearchStrategy[Any]:
    if hint in (None, type(None)):
        return st.none()
    if hint is bool:
        return st.booleans()
    if hint is int:
        least, most = _said(said, "ge"), _said(said, "le")
        return st.integers(0 if least is None else least, min(most or 9999, 9999))
    if hint is datetime:
        return st.integers(1546300800, 1735603200).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
    if hint is date:
        return known.get("date", st.dates(date(2019, 1, 1), date(2024, 12, 31)))
    if hint is not str:
        raise TypeError(f"Say in tests/samples.py how to make a sample of {hint}.")
    if any(isinstance(part, TypedByAPerson) for part in said):
        return st.integers(1, 99).map(lambda number: f"{TYPED}, {number}")
    if pattern := _said(said, "pattern"):
        longest = _said(said, "max_length") or 80
        return st.from_regex(pattern, fullmatch=True).filter(lambda text: len(text) <= longest)
    if any(type(part).__name__ == "AfterValidator" and part.func.__name__ == "_period" for part in said):
        return PERIODS
    return st.text("abcXYZ äß€'\"\\/-:,", min_size=1, max_size=12).filter(lambda text: text == text.strip() != "")


def _said(said: tuple[Any, ...], what: str) -> Any:
    for part in said:
        for inner in (part, *getattr(part, "metadata", ())):
            if (value := getattr(inner, what, None)) is not None:
                return value
    return None
