"""Where an engagement stands and who is awaited, in one sentence."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from config.calendar import in_words
from config.vocabulary import Status
from engagements.engagement import World
from engagements.loading import facts_of
from engagements.obligations import Owed
from engagements.people import holders
from engagements.queries import Due, due
from engagements.state.engagement import EngagementFacts
from engagements.telling import lateness, owing, plain


@dataclass(frozen=True, slots=True)
class Standing:
    """An engagement on a day: its facts, what is owed late first, and the names of those awaited where they matter."""

    facts: EngagementFacts
    service: str
    product: str
    owed: list[Due]
    names: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Essex Fire: Fire peer challenge, at scoping, awaiting the coordinator to propose scope by 4 May 2027."""
        awaiting = f", awaiting the {self.awaiting()}" if self.owed else ""
        return f"{self.service}: {self.product}, {self.where()}{awaiting}."

    def where(self) -> str:
        facts, status = self.facts, plain(self.facts.status)
        if facts.status is Status.ACTIVE:
            return f"at {plain(facts.stage)}"
        if facts.status is Status.ON_HOLD and facts.held_on:
            return f"on hold since {in_words(facts.held_on)} at {plain(facts.stage)}"
        return f"{status} on {in_words(facts.closed_on)}" if facts.closed_on else status

    def awaiting(self) -> str:
        """What is owed first, and how much besides; nothing when nothing is."""
        if not self.owed:
            return ""
        first, more = self.owed[0], len(self.owed) - 1
        who = plain(first.owed_by) + (f" ({', '.join(self.names)})" if self.names else "")
        when = f"by {in_words(first.due_on)}, {lateness(first.late)}" if first.due_on else "once its clock goes on"
        besides = f"; {more} more {'is' if more == 1 else 'are'} owed" if more else ""
        return f"{who} to {owing(first.kind, first.subject)} {when}{besides}"

    def plainly(self) -> dict[str, Any]:
        """The same for programs."""
        facts = self.facts
        kept = ("ref", "authority", "product", "product_version", "stage", "status", "version")
        return {
            **{name: getattr(facts, name) for name in kept},
            "standing": self.sentence(),
            "owed": [asdict(one) for one in self.owed],
        }


def standing(connection: Connection, world: World, ref: str, today: date) -> Standing:
    """Of one engagement, with the names of those awaited. Raises UnknownEngagement."""
    facts, owed = facts_of(connection, ref), due(connection, today, ref=ref)
    names: list[str] = []
    for first in owed[:1]:
        peer = first.subject if first.kind == Owed.ANSWER_INVITATION else ""
        names += (one.name for one in holders(connection, facts, first.owed_by, today, world.reference, peer))
    return _standing(world, facts, owed, tuple(names))


def standings(connection: Connection, world: World, found: list[EngagementFacts], today: date) -> Iterator[Standing]:
    """Of many, whatever their number with one look at what is owed."""
    owed: dict[str, list[Due]] = defaultdict(list)
    for one in due(connection, today):
        owed[one.ref].append(one)
    for facts in found:
        yield _standing(world, facts, owed[facts.ref])


def _standing(world: World, facts: EngagementFacts, owed: list[Due], names: tuple[str, ...] = ()) -> Standing:
    service = world.reference.service(facts.authority).official_name
    product = world.catalogue.get(facts.product, facts.product_version).name
    return Standing(facts, service, product, owed, names)
