"""What every page about an engagement shows: where it stands, and the ways to its other pages."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from config.products import Product
from engagements.loading import facts_of
from engagements.refusals import UnknownEngagement
from engagements.standing import Standing, standing
from engagements.state.engagement import EngagementFacts
from portal.mishaps import NotThere
from portal.office import Office


class Tab(NamedTuple):
    """A page about an engagement: the end of its address, and what it is called."""

    end: str
    text: str


TABS = (
    Tab("", "Overview"),
    Tab("/owed", "What is owed"),
    Tab("/team", "Team and visit"),
    Tab("/plan", "Plan"),
    Tab("/returns", "Returns"),
    Tab("/papers", "Papers"),
    Tab("/messages", "Messages"),
    Tab("/journal", "Journal"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """``tab``: the end of this page's address."""

    standing: Standing
    product: Product
    tab: str
    today: date

    @property
    def facts(self) -> EngagementFacts:
        return self.standing.facts

    @property
    def ref(self) -> str:
        return self.standing.facts.ref

    @property
    def title(self) -> str:
        return next(tab.text for tab in TABS if tab.end == self.tab)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        return TABS


def frame(connection: Connection, office: Office, ref: str, tab: str) -> Frame:
    """Raises NotThere."""
    try:
        facts_of(connection, ref)
    except UnknownEngagement:
        raise NotThere from None
    stands = standing(connection, office.world, ref, office.today)
    product = office.world.catalogue.get(stands.facts.product, stands.facts.product_version)
    return Frame(stands, product, tab, office.today)
