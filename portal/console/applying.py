"""One command on many engagements: tried first, and then given, each for itself; one that is refused stops no other."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID, uuid5

from config.calendar import in_words
from engagements.database import reading
from engagements.events import Event
from engagements.handling import handle
from engagements.journal import Actor
from engagements.loading import facts_of
from engagements.messages import Command
from engagements.process import step_for
from engagements.queries import last_decided, was_given
from engagements.refusals import Refused, StaleVersion
from engagements.stages.relief import ObligationExtended
from engagements.stages.throughout import CoordinatorReassigned, EngagementPutOnHold, EngagementResumed
from engagements.state.engagement import EngagementFacts
from engagements.together import handle_together
from portal.giving import actor_for
from portal.office import Office
from portal.visitors import Visitor


class Effect(NamedTuple):
    """What comes, or would come, of a command on an engagement. ``seen``: its last event when it was looked at."""

    ref: str
    service: str
    text: str
    refused: bool
    seen: int


def try_on(office: Office, visitor: Visitor, command: Command, ref: str, names: Mapping[str, str]) -> Effect:
    """What would come of it. Nothing is written."""
    facts, actor, seen = _looked_at(office, visitor, command, ref)
    try:
        [outcome] = handle_together(
            office.engine,
            office.world,
            [command],
            actor,
            office.now(),
            ref=ref,
            expected_version=facts.version,
            keep=False,
        )
    except Refused as refusal:
        return _effect(office, facts, str(refusal), seen, refused=True)
    return _effect(office, facts, _said(outcome.events[0], facts, names), seen)


def apply_to(
    office: Office,
    visitor: Visitor,
    command: Command,
    ref: str,
    names: Mapping[str, str],
    seen: int | None,
    command_id: UUID | None,
) -> Effect:
    """Give it. Refused where somebody decided something on the engagement since it was ``seen``; sent twice, once."""
    facts, actor, now_seen = _looked_at(office, visitor, command, ref)
    own_id = uuid5(command_id, ref) if command_id else None
    try:
        with reading(office.engine) as connection:
            again = own_id is not None and was_given(connection, own_id)
        if not again and seen is not None and now_seen > seen:
            raise StaleVersion("Somebody else dealt with it after you looked. Look at it again first.")
        outcome = handle(office.engine, office.world, command, actor, office.now(), ref=ref, command_id=own_id)
    except Refused as refusal:
        return _effect(office, facts, str(refusal), now_seen, refused=True)
    return _effect(office, facts, _said(outcome.events[0], facts, names), now_seen)


def _looked_at(office: Office, visitor: Visitor, command: Command, ref: str) -> tuple[EngagementFacts, Actor, int]:
    with reading(office.engine) as connection:
        facts = facts_of(connection, ref)
        actor = actor_for(connection, office, visitor, step_for(type(command)), facts)
        return facts, actor, last_decided(connection, facts.id)


def _effect(office: Office, facts: EngagementFacts, text: str, seen: int, *, refused: bool = False) -> Effect:
    service = office.world.reference.service(facts.authority).official_name
    return Effect(facts.ref, service, text, refused, seen)


def _said(event: Event, facts: EngagementFacts, names: Mapping[str, str]) -> str:
    clocks = f"{len(event.clocks)} clock{'' if len(event.clocks) == 1 else 's'}"
    match event:
        case EngagementPutOnHold():
            return f"{clocks} stop{'s' if len(event.clocks) == 1 else ''}."
        case EngagementResumed():
            return f"{clocks} go{'es' if len(event.clocks) == 1 else ''} on."
        case CoordinatorReassigned():
            before = names.get(facts.coordinator or "", facts.coordinator) or "Nobody"
            return f"From {before} to {names.get(event.coordinator, event.coordinator)}."
        case ObligationExtended():
            return f"Due on {in_words(event.due_to)} instead of {in_words(event.due_from)}."
        case _:
            return "It is done."
