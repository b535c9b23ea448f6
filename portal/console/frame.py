"""What every page about an engagement shows: where it stands, and the ways to its other pages."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from config.calendar import in_words
from config.products import Product
from engagements.loading import facts_of
from engagements.obligations import Owed
from engagements.refusals import UnknownEngagement
from engagements.standing import Standing, standing
from engagements.state.engagement import EngagementFacts
from engagements.telling import lateness
from notifications.asks import to_do
from notifications.wording import ROLES
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
    Tab("/timetable", "Timetable"),
    Tab("/documents", "Documents"),
    Tab("/findings", "Findings"),
    Tab("/report", "Report"),
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
    def sentence(self) -> str:
        """At scoping, awaiting the coordinator (Ada) to propose the scope by 4 May 2027, 2 days late."""
        stands = self.standing
        where = stands.where()
        if not stands.owed:
            return f"{where[:1].upper()}{where[1:]}."
        first, more = stands.owed[0], len(stands.owed) - 1
        who = ROLES[first.owed_by] + (f" ({', '.join(stands.names)})" if stands.names else "")
        by = f"by {in_words(first.due_on)}, {lateness(first.late)}" if first.due_on else "once its clock goes on"
        besides = f"; {more} more {'is' if more == 1 else 'are'} owed" if more else ""
        what = to_do(Owed(first.kind), first.subject)
        return f"{where[:1].upper()}{where[1:]}, awaiting the {who} to {what} {by}{besides}."

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
