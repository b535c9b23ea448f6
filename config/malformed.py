"""What is wrong with a value, in words: pydantic's complaints made fit to show."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from config.nearest import shown

WORDS = {"extra_forbidden": "unknown field", "missing": "this field is missing", "too_short": "too few entries"}


def problems(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Field (dotted; empty for the whole) and reason of each problem. Never the value: it may be a secret."""
    told = error.errors(include_url=False, include_input=False)
    places = [problem["loc"] for problem in told]
    for problem in told:
        if problem["type"] == "default_factory_not_called":  # it follows from another, which is told
            continue
        within = len(problem["loc"])
        if problem["type"] == "too_short" and any(p[:within] == problem["loc"] != p for p in places):
            continue  # an entry that is wrong was not counted, and is told
        field = ".".join(shown(str(part)) for part in problem["loc"] if part != "[key]")
        yield field, WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, "))


def sentence(*parts: str) -> str:
    """What is wrong, from the widest place to the reason; empty parts are left out."""
    text = ": ".join(part for part in parts if part)
    return text if text.endswith((".", "?")) else f"{text}."


class MalformedFile(ValueError):
    """A file of rules cannot be used: which file, which field and why, in one sentence."""

    def __init__(self, file: Path, field: str, reason: str) -> None:
        super().__init__(sentence(file.name, field, reason))


Shape = TypeVar("Shape")


def read_toml(file: Path, malformed: type[MalformedFile]) -> dict[str, Any]:
    """What a TOML file says. Raises ``malformed``."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise malformed(file, "", f"this is not a TOML file: {error}") from None
    except OSError as error:
        raise malformed(file, "", f"this file cannot be read: {error.strerror}") from None


def validated(file: Path, shape: type[Shape], given: Any, malformed: type[MalformedFile]) -> Shape:
    """What a file says, as a value of that shape. Raises ``malformed`` with the first thing that is wrong."""
    try:
        return TypeAdapter(shape).validate_python(given)
    except ValidationError as error:
        raise malformed(file, *next(problems(error))) from None
