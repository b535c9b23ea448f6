"""The next best for a place on a team that became free, in words for its coordinator, who decides."""

from typing import Any

from sqlalchemy import Connection

from config.vocabulary import Role
from engagements.engagement import World, uk_date
from engagements.events import AboutAPeer
from engagements.outbox import Followed
from engagements.proposing.proposal import NextBest
from engagements.proposing.succession import place_left_by, successor, takes_reading_groups
from notifications.pages import Pages
from notifications.wording import worded

NOTHING: dict[str, Any] = {"reads_groups": False, "name": None, "service": None, "because": None, "changes": ()}


def next_best(connection: Connection, followed: Followed, role: Role, world: World, pages: Pages) -> dict[str, Any]:
    """As the fact ``next_best``: who, why, and what changes; or why nobody can. None where no place is free."""
    event, ref = followed.event, followed.engagement.ref
    if role is not Role.COORDINATOR or not isinstance(event, AboutAPeer):
        return {}
    left = place_left_by(connection, ref, event.peer, world)
    if left is None:
        return {"next_best": None}
    said = {**NOTHING, "place": worded(left.team_role, {}), "page": pages.of_successor(ref, event.peer)}
    if takes_reading_groups(connection, ref, left, world):
        return {"next_best": {**said, "reads_groups": True}}
    found = successor(connection, ref, event.peer, world, uk_date(followed.at))
    return {"next_best": {**said, **_in_words(found, world)} if found else None}


def _in_words(found: NextBest, world: World) -> dict[str, Any]:
    if found.choice is None:
        return {"impossible": found.impossible}
    service = world.reference.service(found.choice.service).official_name
    named = {"name": found.choice.name, "service": service, "because": found.choice.because}
    return {**named, "changes": found.changes}
