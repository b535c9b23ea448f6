"""The feedback note: what the peers told the authority on the last day, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.vocabulary import FindingKind, Role
from documents.facts import parts
from documents.facts.board import Cover
from documents.facts.parts import Days, Looked, Member, Step
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.state.team import Visit
from engagements.state.visit_findings import VisitFinding


@dataclass(frozen=True, slots=True)
class Found:
    """What the peers found on a line of enquiry."""

    line: str
    strengths: tuple[str, ...]
    to_consider: tuple[str, ...]
    good_practice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedbackNote:
    """Everything that the note may say. ``found``: what was gathered for the feedback, in the order of its lines."""

    cover: Cover
    visit: tuple[Days, ...]
    said: tuple[str, ...]
    found: tuple[Found, ...]
    lines: tuple[Looked, ...]
    team: tuple[Member, ...]
    next: tuple[Step, ...]
    coordinator: str


def feedback(told: Told) -> FeedbackNote:
    presented = [visited for visited in told.now.all(Visit) if visited.feedback_on]
    visited = told.there(next(iter(presented), None), "feedback")
    return FeedbackNote(
        cover=parts.head(told, Kind.FEEDBACK_NOTE, f"Feedback of the peers to {parts.authority(told)}"),
        visit=parts.visit(told),
        said=told.typed.paragraphs(visited.feedback),
        found=tuple(_found(told)),
        lines=parts.lines(told),
        team=parts.team(told),
        next=parts.owed(told),
        coordinator=told.names.holder(Role.COORDINATOR),
    )


def _found(told: Told) -> Iterator[Found]:
    gathered = [one for one in told.now.all(VisitFinding) if one.in_feedback is not None and not one.withdrawn_on]
    gathered.sort(key=lambda one: one.in_feedback or 0)
    for line in dict.fromkeys(one.line for one in gathered):
        on_it = [one for one in gathered if one.line == line]
        yield Found(
            line=parts.line_title(told, line),
            strengths=_texts(told, on_it, FindingKind.STRENGTH),
            to_consider=_texts(told, on_it, FindingKind.AREA_TO_CONSIDER),
            good_practice=_texts(told, on_it, FindingKind.GOOD_PRACTICE),
        )


def _texts(told: Told, found: list[VisitFinding], kind: FindingKind) -> tuple[str, ...]:
    return tuple(told.typed(one.text) for one in found if one.kind is kind)
