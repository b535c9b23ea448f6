"""Errands: what a link is good for. Each is one page of the portal, and one thing that somebody may do there."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote

from engagements.obligations import Owed

TO_DO = "/to-do"

SHAPE = re.compile(rf"{TO_DO}(?:/(?P<ref>[A-Z0-9][A-Z0-9-]*)/(?P<page>[a-z][a-z-]*)(?:/(?P<subject>[^?#]+))?)?")
LONGEST = 500
"""Characters of a path."""


ON_ONE_PAGE = frozenset({Owed.RESPOND_TO_RECOMMENDATION, Owed.PROVIDE_DOCUMENT})
"""What is done on one page for all subjects together."""


@dataclass(frozen=True, slots=True)
class Errand:
    """``page``: what is owed there, with hyphens, or another page's name; ``subject``: which of several."""

    page: str
    ref: str | None
    subject: str = ""

    @classmethod
    def about(cls, ref: str, kind: Owed, subject: str = "") -> Self:
        """The errand of doing what is owed."""
        return cls(kind.value.replace("_", "-"), ref, "" if kind in ON_ONE_PAGE else subject)

    @property
    def path(self) -> str:
        """``/to-do/ESSEX-2026-1/file-return/2026-27-Q3``, percent-encoded; ``/to-do`` is everything that one owes."""
        if self.ref is None:
            return TO_DO
        subject = f"/{quote(self.subject, safe='')}" if self.subject else ""
        return f"{TO_DO}/{self.ref}/{self.page}{subject}"

    @classmethod
    def parse(cls, path: str) -> "Errand | None":
        """The errand of a path as ``path`` writes it; None for any other address."""
        found = SHAPE.fullmatch(path) if len(path) <= LONGEST else None
        if found is None:
            return None
        if found["ref"] is None:
            return EVERYTHING
        subject = unquote(found["subject"] or "")
        return cls(found["page"], found["ref"], subject) if subject.isprintable() else None

    def covers(self, other: "Errand") -> bool:
        """Whether a link that is good for this one is good for the other too."""
        return self in (EVERYTHING, other)


EVERYTHING = Errand("everything", None)
"""All that a person owes, on one page."""


def report(ref: str) -> Errand:
    """Where an authority, and the peers, read what became of the draft report."""
    return Errand("report", ref)


def scrutiny(ref: str) -> Errand:
    """Where a member of the authority's scrutiny committee reads how its plan stands."""
    return Errand("scrutiny", ref)


def timetable(ref: str) -> Errand:
    """Where peers and the authority read the timetable of the visit."""
    return Errand("timetable", ref)


def findings(ref: str) -> Errand:
    """Where a peer notes what they find on a visit, and reads what the team found."""
    return Errand("findings", ref)


def papers(ref: str) -> Errand:
    """Where peers and the authority find what was written for them, from the scope to the final report."""
    return Errand("papers", ref)


def documents(ref: str) -> Errand:
    """Where a peer reads what the authority provided for the visit."""
    return Errand("documents", ref)
