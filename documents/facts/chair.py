"""The letter to the authority's chair: the report is final, what it recommends, and what is asked now."""

from dataclasses import dataclass

from config.vocabulary import OF_THE_AUTHORITY, Role
from documents.facts import parts, wording
from documents.facts.board import Cover
from documents.facts.parts import Days, Member, Step
from documents.facts.report import Recommended, final, recommendations
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.obligations import Owed


@dataclass(frozen=True, slots=True)
class LetterToChair:
    """Everything that the letter may say. ``copied``: who gets a copy, by post."""

    cover: Cover
    to: str
    visit: tuple[Days, ...]
    team: tuple[Member, ...]
    summary: tuple[str, ...]
    recommendations: tuple[Recommended, ...]
    publish_by: str
    next: tuple[Step, ...]
    copied: tuple[str, ...]
    coordinator: str


COPIED = (Role.CHIEF_FIRE_OFFICER, Role.AUTHORITY)


def letter_to_chair(told: Told) -> LetterToChair:
    report, publish = final(told), told.now.open_obligations(Owed.PUBLISH_REPORT)
    product = wording.lowered(told.now.product.name)
    return LetterToChair(
        cover=parts.head(told, Kind.LETTER_TO_CHAIR, f"Report of the {product} of {parts.authority(told)}"),
        to=told.names.holder(Role.CHAIR),
        visit=parts.visit(told),
        team=parts.team(told),
        summary=told.typed.paragraphs(report.final_summary),
        recommendations=recommendations(told),
        publish_by=wording.day(publish[0].due_on) if publish else "",
        next=parts.owed(told, *OF_THE_AUTHORITY),
        copied=tuple(f"{parts.POSTS[role]}: {name}" for role in COPIED if (name := told.names.holder(role))),
        coordinator=told.names.holder(Role.COORDINATOR),
    )
