"""What a peer may be expert in: the questions that HMICFRS asks, and the themes of ``themes.toml``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.malformed import MalformedFile, read_toml, validated
from config.nearest import did_you_mean, quoted
from config.reference import QUESTIONS

SHIPPED = Path(__file__).with_suffix(".toml")

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Title = Annotated[str, Field(min_length=1, max_length=120)]


class MalformedThemes(MalformedFile):
    """The file of themes cannot be used: which one and why, in one sentence."""


class UnknownSubject(LookupError):
    """Neither a question of the inspections nor a theme is called that."""


@cache
def themes(file: Path = SHIPPED) -> Mapping[str, str]:
    """What each theme is called, by its short name. Raises MalformedThemes."""
    return validated(file, dict[Slug, Title], read_toml(file, MalformedThemes), MalformedThemes)


@cache
def subjects() -> Mapping[str, str]:
    """What anybody may be expert in, by what is kept: a question by its own words, a theme by its short name."""
    return {**{question: question[0].upper() + question[1:] for question in QUESTIONS}, **themes()}


def subject_named(word: str) -> str:
    """A subject as it is kept, whatever its capitals. Raises UnknownSubject, with what may have been meant."""
    kept = {subject.lower(): subject for subject in subjects()}
    kept |= {title.lower(): subject for subject, title in subjects().items()}
    plain = " ".join(word.split()).lower()
    if plain in kept:
        return kept[plain]
    hint = did_you_mean(plain, subjects()) or f" Themes are: {', '.join(themes())}."
    raise UnknownSubject(f"There is no question and no theme {quoted(word)}.{hint}")
