"""A column for words of the vocabulary: the value is stored, not the member's name, and the database refuses others."""

from enum import StrEnum

from sqlalchemy import Enum


class Words(Enum):
    """``Words(Stage)``: a text column that holds the values of ``Stage``."""

    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum], **options: object) -> None:
        super().__init__(
            vocabulary,
            values_callable=lambda words: [word.value for word in words],
            native_enum=False,
            create_constraint=False,
            validate_strings=True,
            length=32,
        )
