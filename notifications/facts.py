"""The facts that templates may use, all of them in words. What is not here, no message can say."""

from datetime import date
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel
from sqlalchemy import Connection

from config.calendar import in_words
from config.vocabulary import Role, Status
from engagements.directory import Directory
from engagements.engagement import World, uk_date
from engagements.events import Event
from engagements.messages import TextRef
from engagements.outbox import Followed
from engagements.state.engagement import EngagementFacts
from notifications.asks import Duty, duties
from notifications.lookups import look_up, texts_of
from notifications.pages import Pages
from notifications.receipts import gets_a_receipt, of_event
from notifications.successors import next_best
from notifications.wording import ROLES, quarter, worded

MOST_CONTACTS = 3


def facts(
    connection: Connection, followed: Followed, role: Role, world: World, directory: Directory, pages: Pages
) -> dict[str, Any]:
    """What a message about this event may say to people in this role, whoever of them it is for.

    ``engagement`` and ``event`` are dicts of words; ``due`` gives the first date of each kind of duty that begins;
    ``pages``: of the portal.
    """
    event = _event(connection, followed.event)
    return {
        "audience": role.value,
        "on": in_words(uk_date(followed.at)),
        "pages": pages,
        "engagement": of_engagement(followed.engagement, world),
        "event": event,
        "receipt": of_event(connection, followed, event) if gets_a_receipt(followed) else None,
        "due": {duty.kind.value: in_words(duty.due_on) for duty in _latest_first(followed.event)},
        "contacts": contacts(directory, followed.engagement, role, uk_date(followed.at)),
        **look_up(connection, followed, world),
        **next_best(connection, followed, role, world, pages),
    }


def _latest_first(event: Event) -> list[Duty]:
    return sorted(duties(event), key=lambda duty: duty.due_on, reverse=True)


def of_engagement(facts: EngagementFacts, world: World) -> dict[str, Any]:
    """An engagement in words: its reference, whose it is, what it is, where it stands, and its visit."""
    visit = (facts.visit_from, facts.visit_to)
    return {
        "ref": facts.ref,
        "authority": world.reference.service(facts.authority).official_name,
        "product": world.catalogue.get(facts.product, facts.product_version).name,
        "standing": _standing(facts),
        "visit": f"{in_words(visit[0])} to {in_words(visit[1])}" if visit[0] and visit[1] else None,
    }


def _standing(facts: EngagementFacts) -> str:
    stage = f"at the stage of {worded(facts.stage, {})}"
    match facts.status:
        case Status.ACTIVE:
            return stage
        case Status.ON_HOLD:
            return f"on hold, {stage}; all its clocks stand still"
        case ended:
            on = f" on {in_words(facts.closed_on)}" if facts.closed_on else ""
            return f"{worded(ended, {})}{on}"


def _event(connection: Connection, event: Event) -> dict[str, Any]:
    said: dict[str, Any] = worded(event, texts_of(connection, _refs(event)))
    return {**said, "period": quarter(said["period"])} if said.get("period") else said


def _refs(message: BaseModel) -> set[str]:
    """The references to texts in a message, and in the messages that it holds."""
    found: set[str] = set()
    for name in _text_fields(type(message)):
        told = getattr(message, name)
        found |= set(told) if isinstance(told, tuple) else {told} - {None}
    for value in message.__dict__.values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, BaseModel):
                found |= _refs(item)
    return found


@cache
def _text_fields(kind: type[BaseModel]) -> tuple[str, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(name for name in kind.model_fields if TextRef in (hints[name], *get_args(hints[name])))


def contacts(directory: Directory, engagement: EngagementFacts, audience: Role, on: date) -> list[dict[str, str]]:
    """Who to turn to: the coordinator; for coordinators, and until there is one, the principal adviser."""
    for role in (Role.COORDINATOR, Role.PRINCIPAL_ADVISER):
        if role is not audience and (people := directory.told(engagement, role, on)):
            return [
                {"name": person.name, "role": ROLES[role], "email": person.email} for person in people[:MOST_CONTACTS]
            ]
    return []
