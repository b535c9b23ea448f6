"""By what somebody is recognised in a text: their address, and their name as people write it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

NAME_ERASED, ADDRESS_ERASED, TEXT_ERASED = "[name erased]", "[address erased]", "[text erased]"

TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "baroness", "rev"}
    | {"cllr", "councillor", "alderman", "chief", "deputy", "assistant", "principal", "area", "group", "station"}
    | {"watch", "crew", "fire", "officer", "manager", "commander", "cfo", "dcfo", "acfo"}
)
"""Words before a name that are none of its own: courtesy titles, and the ranks of fire and rescue services."""

APOSTROPHES = "(?:['\N{RIGHT SINGLE QUOTATION MARK}]|&#39;|&#x27;|&rsquo;)"
FOLD = r"(?:\r\n[ \t])?"
"""Where a calendar breaks a long line, be it within a word (RFC 5545, 3.1)."""

AMPERSAND = "(?:&|&amp;)"
SPELT: dict[str, str] = {"'": APOSTROPHES, "\N{RIGHT SINGLE QUOTATION MARK}": APOSTROPHES, "&": AMPERSAND}
"""Characters that HTML and word processors write in other ways."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way in which the person is written; ``fragment`` is in every text that holds it, in small ASCII letters."""

    pattern: re.Pattern[str]
    fragment: str
    instead: str


@dataclass(frozen=True, slots=True)
class Traces:
    """How a person is written. ``surname``: their last or only name, which may be somebody else's, or just a word."""

    spellings: tuple[Spelling, ...]
    surname: Spelling | None

    def without(self, text: str) -> str:
        """The text without the person; the same text where it does not name them."""
        for spelling in self.spellings:
            text = spelling.pattern.sub(spelling.instead, text)
        return text

    def scrubbed(self, value: Any) -> Any:
        """``without`` for every text in what JSON can hold."""
        match value:
            case str():
                return self.without(value)
            case dict():
                return {self.without(str(name)): self.scrubbed(item) for name, item in value.items()}
            case list() | tuple():
                return [self.scrubbed(item) for item in value]
            case _:
                return value

    def hints_at(self, text: str) -> bool:
        """Whether the surname stands in the text once the person is taken out: for somebody to look at."""
        return self.surname is not None and bool(self.surname.pattern.search(self.without(text)))


def traces(name: str, address: str, also: Iterable[str] = ()) -> Traces:
    """How somebody of that name and address is written; either may be empty. ``also``: other spellings of theirs."""
    words = _bare(name)
    whole = [each for each in (name.split(), words) if len(each) > 1] + [each.split() for each in also if each.strip()]
    found = [_spelling(_as_written(each), each[-1], NAME_ERASED) for each in whole]
    if len(words) > 1:
        first, last = _as_written(words[:1]), _as_written(words[-1:])
        titles, initial = "|".join(sorted(TITLES)), re.escape(words[0][0])
        forms = (rf"{first}\s+{last}", rf"(?:{titles})\.?\s+{last}", rf"{initial}\.?\s+{last}", rf"{last},\s+{first}")
        found += [_spelling(form, words[-1], NAME_ERASED) for form in forms]
    if address:
        found.insert(0, _spelling(_as_written([address]), address, ADDRESS_ERASED))
    surname = _spelling(_as_written(words[-1:]), words[-1], NAME_ERASED) if words else None
    return Traces(tuple(found), surname)


def _bare(name: str) -> list[str]:
    """The name's own words: no title or rank before it, nothing after a comma or in brackets, no letters after it."""
    words = re.split(r"[,(]", name)[0].split()
    while len(words) > 1 and words[0].rstrip(".").lower() in TITLES:
        words = words[1:]
    while len(words) > 2 and len(words[-1]) > 1 and words[-1].isupper() and not words[0].isupper():
        words = words[:-1]
    return words


def _as_written(words: Sequence[str]) -> str:
    """A pattern for words with any white space between them, broken lines included."""
    return r"\s+".join(FOLD.join(SPELT.get(each) or re.escape(each) for each in word) for word in words)


def _spelling(pattern: str, word: str, instead: str) -> Spelling:
    runs = re.findall(r"[a-z0-9@.]+", word.lower())
    return Spelling(re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE), max(runs, key=len, default=""), instead)
