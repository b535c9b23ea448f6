"""Draft and final report side by side: which words went, which came, and what asked for it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from config.vocabulary import CorrectionOutcome
from documents.facts.wording import Texts, capitalised
from engagements.reports.draft_and_final import (
    Piece,
    Reworded,
    as_drafted,
    by_changes,
    by_corrections,
    place_in_words,
)
from engagements.state.report import Report, ReportCorrection

WORD = re.compile(r"\S+\s*|^\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """Consecutive words with one fate, and the space after them."""

    fate: Literal["kept", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A place of the draft and what it says in the end.

    ``number``: its number in the final report, None where it is taken out, or is the summary. ``after``: what it says
    now, empty where it is taken out. ``correction``: the number of the one that it answers. ``reason``: of the decision
    on the correction, or of a change that no correction asked for.
    """

    piece: Piece
    before: str
    after: str
    words: tuple[Words, ...]
    number: int | None
    taken_out: bool
    correction: int | None = None
    outcome: CorrectionOutcome | None = None
    reason: str = ""

    @property
    def called(self) -> str:
        """Paragraph 3: by its number in the draft."""
        return capitalised(place_in_words(self.piece.place))

    @property
    def differs(self) -> bool:
        return self.before != self.after


def comparison(report: Report, corrections: Sequence[ReportCorrection], typed: Texts) -> tuple[Compared, ...]:
    """Every place of the draft in its order, as it stands with what has been decided so far."""
    now = by_corrections(corrections) | by_changes(report)
    asked = {one.place: one for one in corrections}
    reasons = {change["place"]: typed(change["reason"]) for change in report.changes}
    return tuple(
        _compared(piece, now.get(piece.place, Reworded(piece.text)), number, asked.get(piece.place), reasons, typed)
        for piece, number in _numbered(as_drafted(report), now)
    )


def _numbered(pieces: Iterable[Piece], now: dict[str, Reworded]) -> Iterator[tuple[Piece, int | None]]:
    """Each piece, and its number in the final report."""
    counted = {"P": 0, "R": 0}
    for piece in pieces:
        kind = piece.place[0]
        if kind not in counted or now.get(piece.place, Reworded(piece.text)).text is None:
            yield piece, None
        else:
            counted[kind] += 1
            yield piece, counted[kind]


def _compared(
    piece: Piece,
    now: Reworded,
    number: int | None,
    correction: ReportCorrection | None,
    reasons: dict[str, str],
    typed: Texts,
) -> Compared:
    before, after = typed(piece.text), typed(now.text)
    return Compared(
        piece=piece,
        before=before,
        after=after,
        words=tuple(differing(before, after)),
        number=number,
        taken_out=now.text is None,
        correction=correction.number if correction else None,
        outcome=correction.outcome if correction else None,
        reason=typed(correction.reason) if correction else reasons.get(piece.place, ""),
    )


def differing(before: str, after: str) -> Iterator[Words]:
    """The words of both texts in reading order: what was removed stands before what was added in its place."""
    old, new = WORD.findall(before), WORD.findall(after)
    matched = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for what, old_from, old_to, new_from, new_to in matched.get_opcodes():
        if what == "equal":
            yield Words("kept", _apart(new[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Words("removed", _apart(old[old_from:old_to]))
        if new_to > new_from:
            yield Words("added", _apart(new[new_from:new_to]))


def _apart(words: Sequence[str]) -> str:
    """The words with a space after the last, so that what follows does not run into them."""
    text = "".join(words)
    return text if text[-1].isspace() else f"{text} "
