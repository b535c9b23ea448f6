"""The timetable of the visit: each day's sessions, where they are, with whom, and whose they are."""

from dataclasses import dataclass

from config.vocabulary import Role
from documents.facts import parts
from documents.facts.board import Cover
from documents.facts.parts import Days, Looked, Member
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.state.team import Visit


@dataclass(frozen=True, slots=True)
class TimetablePaper:
    """Everything that a timetable may say. ``note``: what was said when it was issued."""

    cover: Cover
    visit: tuple[Days, ...]
    note: tuple[str, ...]
    team: tuple[Member, ...]
    lines: tuple[Looked, ...]
    coordinator: str


def timetable(told: Told) -> TimetablePaper:
    visited = next(iter(told.now.all(Visit)), None)
    return TimetablePaper(
        cover=parts.head(told, Kind.TIMETABLE, f"Timetable of the visit to {parts.authority(told)}"),
        visit=parts.visit(told),
        note=told.typed.paragraphs(visited.timetable_note) if visited else (),
        team=parts.team(told),
        lines=parts.lines(told),
        coordinator=told.names.holder(Role.COORDINATOR),
    )
