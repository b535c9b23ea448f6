"""Whose engagements somebody of the LGA looks at: their own first, everybody's on request."""

from dataclasses import dataclass
from enum import StrEnum

from config.vocabulary import Role
from engagements.engagement import World
from engagements.overview.staff import Staff
from engagements.overview.whose import EVERYBODY, Whose
from portal.visitors import Visitor


class Choice(StrEnum):
    """As the address says it: ``?whose=regions``."""

    MINE = "mine"
    REGIONS = "regions"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Look:
    """What was chosen, what may be chosen, and the engagements that it comes to."""

    choice: Choice
    choices: tuple[Choice, ...]
    regions: tuple[str, ...]
    whose: Whose

    def called(self, choice: Choice) -> str:
        """What a choice is called on the page."""
        match choice:
            case Choice.MINE:
                return "My engagements"
            case Choice.REGIONS:
                return ", ".join(self.regions) or "My regions"
            case Choice.ALL:
                return "All engagements"


def look(visitor: Visitor, staff: Staff, world: World, wanted: str = "") -> Look:
    """What was asked for, where this visitor may choose it; else what is theirs."""
    adviser = next((one for one in staff.advisers if one.id == visitor.hats.get(Role.PRINCIPAL_ADVISER)), None)
    regions = tuple(adviser.regions) if adviser else ()
    theirs = {Choice.MINE: Role.COORDINATOR in visitor.hats, Choice.REGIONS: bool(regions), Choice.ALL: True}
    choices = tuple(choice for choice, offered in theirs.items() if offered)
    choice = next((one for one in choices if one == wanted), choices[0])
    match choice:
        case Choice.MINE:
            whose = Whose(coordinator=visitor.hats[Role.COORDINATOR])
        case Choice.REGIONS:
            whose = Whose.in_regions(regions, world.reference)
        case Choice.ALL:
            whose = EVERYBODY
    return Look(choice, choices, regions, whose)
