"""What somebody may have meant by a word that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence with the nearest known words, led by a space, or nothing when none is near."""
    near = get_close_matches(word[:100].lower(), list(known), n=3)
    return f" Did you mean {' or '.join(near)}?" if near else ""


def quoted(word: str) -> str:
    """The word as a message may repeat it: control characters escaped, and a long one cut short."""
    return repr(word if len(word) <= 60 else word[:60] + "…")


def shown(word: str) -> str:
    """The word as it is where it is short and printable, and quoted where it is not."""
    return word if len(word) <= 60 and word.isprintable() else quoted(word)
