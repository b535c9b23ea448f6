"""What an answer is made from: how an engagement stands on a day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from config.products import Product
from engagements.engagement import World
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Peer

Fields = Iterable[dict[str, Any]]
"""Sets of a command's fields, to be tried in turn."""


class Standing(NamedTuple):
    """How an engagement stands on a day. ``rows``: its rows of a kind; ``pool``: whom to invite, the first first.

    ``said``: what people type wherever they have to type something.
    """

    facts: EngagementFacts
    world: World
    today: date
    rows: Callable[[type[Any]], Sequence[Any]]
    pool: Sequence[Peer]
    said: str

    @property
    def product(self) -> Product:
        return self.world.catalogue.get(self.facts.product, self.facts.product_version)

    def in_working_days(self, n: int) -> date:
        return self.world.calendar.after(self.today, n)
