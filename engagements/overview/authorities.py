"""How authorities stand: what runs for each, and the worst rating of it all."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from config.ratings.scale import Rating
from engagements.engagement import World
from engagements.loading import plain
from engagements.overview.pipeline import RUNNING
from engagements.overview.severity import known_ratings
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Contact


@dataclass(frozen=True, slots=True)
class Stands:
    """``running``: engagements of an authority, active or on hold; ``worst``: rating of their open actions, if any."""

    running: int = 0
    worst: Rating | None = None


def authorities(connection: Connection, world: World) -> dict[str, Stands]:
    """Every authority with an engagement that runs."""
    own = EngagementFacts.table.c
    query = (
        select(own.authority, own.open_ratings, func.count())
        .where(own.status.in_(RUNNING))
        .group_by(own.authority, own.open_ratings)
    )
    found: dict[str, Stands] = {}
    known = known_ratings(world.catalogue)
    for authority, kept, count in connection.execute(query):
        before = found.get(authority, Stands())
        rated = {*kept.split(), *([before.worst.slug] if before.worst else [])}
        worst = next((rating for slug, rating in known.items() if slug in rated), None)
        found[authority] = Stands(before.running + count, worst)
    return found


def contacts(connection: Connection, authority: str) -> Sequence[Contact]:
    """An authority's contacts by role, each role's in their turn; those who are out of office too."""
    contact = Contact.table
    query = select(contact).where(contact.c.authority == authority)
    return plain(connection.execute(query.order_by(contact.c.role, contact.c.turn, contact.c.id)), Contact)
