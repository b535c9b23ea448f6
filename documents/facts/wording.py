"""Values as papers say them."""

from collections.abc import Mapping
from datetime import date

from config.calendar import in_words
from config.vocabulary import Role
from engagements.periods import ReportingPeriod
from engagements.stages.follow_up_plan import FindingRef

ERASED = "[this text has been erased]"

FINDINGS = {"R": "recommendation", "C": "cause of concern", "A": "area for improvement", "N": "comment"}
"""What an action answers, by the letter of its reference."""

BY = {
    Role.AUTHORITY: "the authority",
    Role.COORDINATOR: "the coordinator",
    Role.PRINCIPAL_ADVISER: "the principal adviser",
    Role.SYSTEM: "the system",
}


class Texts:
    """What people typed, by reference."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = typed

    def __call__(self, ref: str | None) -> str:
        """The text; nothing where there is no reference, and a remark where it was erased."""
        return self._typed.get(ref, ERASED) if ref else ""

    def paragraphs(self, ref: str | None) -> tuple[str, ...]:
        """The text taken apart at its empty lines."""
        return tuple(part.strip("\n") for part in self(ref).replace("\r\n", "\n").split("\n\n") if part.strip())


def day(on: date | None) -> str:
    return in_words(on) if on else ""


def span(first: date, last: date) -> str:
    """4 to 6 May 2027; with the months, or the years, where these differ."""
    if first == last:
        return in_words(first)
    if first.year != last.year:
        return f"{in_words(first)} to {in_words(last)}"
    begins = str(first.day) if first.month == last.month else f"{first.day} {first:%B}"
    return f"{begins} to {in_words(last)}"


def quarter(period: str) -> str:
    return ReportingPeriod.parse(period).in_words


def finding(ref: FindingRef) -> str:
    """Recommendation 1, for R1."""
    return f"{FINDINGS[ref[0]]} {ref[1:]}"


def times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def by(actor: str | None) -> str:
    """Who did it, as a role: people's names are in no paper."""
    role = actor.partition(":")[0] if actor else ""
    return BY.get(Role(role), f"the {role.replace('_', ' ')}") if role else ""


def counted(number: int, one: str, many: str) -> str:
    return f"{'no' if number == 0 else number} {one if number == 1 else many}"


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def spelled(number: int, one: str, many: str) -> str:
    """Two matters; from 10 on in figures."""
    return f"{NUMBERS[number] if number < len(NUMBERS) else number} {one if number == 1 else many}"


def capitalised(word: str) -> str:
    """Partly accepted, for partly_accepted."""
    plain = word.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def lowered(name: str) -> str:
    """A name as it stands within a sentence: fire peer challenge."""
    return name[:1].lower() + name[1:]


def listed(words: list[str]) -> str:
    """One, two and three."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
