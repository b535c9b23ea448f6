"""The feedback note: what the peers told the authority on the last day, line by line."""

from dataclasses import dataclass

from config.vocabulary import Role
from documents.facts import parts
from documents.facts.board import Cover
from documents.facts.parts import Days, Looked, Member, Step
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.state.team import Visit


@dataclass(frozen=True, slots=True)
class FeedbackNote:
    """Everything that the note may say."""

    cover: Cover
    visit: tuple[Days, ...]
    said: tuple[str, ...]
    lines: tuple[Looked, ...]
    team: tuple[Member, ...]
    next: tuple[Step, ...]
    coordinator: str


def feedback(told: Told) -> FeedbackNote:
    visited = next(iter(told.now.all(Visit)), None)
    return FeedbackNote(
        cover=parts.head(told, Kind.FEEDBACK_NOTE, f"Feedback of the peers to {parts.authority(told)}"),
        visit=parts.visit(told),
        said=told.typed.paragraphs(visited.feedback) if visited else (),
        lines=parts.lines(told),
        team=parts.team(told),
        next=parts.owed(told),
        coordinator=told.names.holder(Role.COORDINATOR),
    )
