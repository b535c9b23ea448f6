"""What is wrong with a value, in words: pydantic's complaints made fit to show."""

from collections.abc import Iterator

from pydantic import ValidationError

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
