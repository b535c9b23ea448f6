"""Where choices are looked up: one engagement on a day, its rows and texts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection

from config.products import Product
from engagements.engagement import World
from engagements.loading import rows_of
from engagements.state.engagement import EngagementFacts
from engagements.state.row import Row
from engagements.texts import recall
from portal.forms.choice import Option

R = TypeVar("R", bound=Row)
Options = Iterable[Option]

EXCERPT = 140
"""Characters of a text that tell one of several."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One engagement, its product, and the day."""

    connection: Connection
    world: World
    facts: EngagementFacts
    product: Product
    today: date

    def rows(self, kind: type[R]) -> Sequence[R]:
        return rows_of(self.connection, self.facts, kind)

    def texts(self, refs: Iterable[str]) -> Callable[[str], str]:
        """Texts by their references, shortened to one line."""
        found = recall(self.connection, refs)
        return lambda ref: shortened(found.get(ref, "(erased)"))


def shortened(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= EXCERPT else f"{one_line[: EXCERPT - 1].rstrip()}…"
