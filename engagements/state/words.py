"""A column for words of the vocabulary: the value is stored, not the member's name, and the database refuses others."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum


def Words(vocabulary: type[StrEnum], name: str = "") -> Any:
    """``Words(Stage)``: a text column that holds the values of ``Stage``. A table's second one needs a ``name``."""
    return Enum(
        vocabulary,
        name=name or vocabulary.__name__.lower(),
        values_callable=lambda words: [word.value for word in words],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
    )
