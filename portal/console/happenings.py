"""What happened, as a timeline tells it: events of a journal in words, with the texts that people typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from config.calendar import in_words
from config.vocabulary import Role, Stage
from engagements.events import Event
from engagements.messages import Opened
from engagements.obligations import Owed
from engagements.process import recalled
from engagements.stages.handing_over import ObligationHandedOver
from engagements.stages.relief import ObligationExtended, ObligationNudged, ObligationWaived
from engagements.stages.throughout import ObligationLapsed
from engagements.state.journal import JournalEntry
from engagements.state.people import Contact, Peer
from engagements.telling import TEXT_REF, cell, details, happened
from engagements.texts import recall
from notifications.asks import to_do
from notifications.wording import ROLES


@dataclass(frozen=True, slots=True)
class Happening:
    """An event. ``by``: the role, with the name of the person where it is known; ``enters``: the stage it led to."""

    sequence: int
    title: str
    text: str
    at: datetime
    by: str
    enters: Stage | None


def happenings(connection: Connection, entries: Sequence[JournalEntry]) -> list[Happening]:
    """In the order of the entries."""
    texts = recall(connection, {ref for entry in entries for ref in re.findall(TEXT_REF, entry.facts)})
    events = [recalled(entry.type, entry.facts) for entry in entries]
    people = {entry.actor.partition(":")[2] for entry in entries}
    people |= {event.to for event in events if isinstance(event, ObligationHandedOver)}
    names = named(connection, people)
    return [
        Happening(entry.sequence, *told(event, texts, names), entry.at, given_by(entry.actor, names), event.enters)
        for entry, event in zip(entries, events, strict=True)
    ]


def told(event: Event, texts: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, str]:
    """What happened, and more about it. What is about something owed says what that is."""
    match event:
        case ObligationNudged():
            listed = "It is in the oversight committee's report." if event.listed else ""
            return f"Reminded: {_owed(event.kind, event.about)}", listed
        case ObligationLapsed():
            return f"Not done in time: {_owed(event.kind, event.about)}", f"It was due on {in_words(event.due_on)}."
        case ObligationWaived():
            return f"Waived: {_owed(event.kind, event.about)}", cell(event.reason, texts)
        case ObligationExtended():
            moved = f"{in_words(event.due_to)} instead of {in_words(event.due_from)}"
            return f"More time: {_owed(event.kind, event.about)}", f"{moved}: {cell(event.reason, texts)}"
        case ObligationHandedOver():
            return f"Handed over: {_owed(event.kind, event.about)}", f"To {names.get(event.to, event.to)}."
        case _:
            facts = details(event.model_copy(update={"opens": ()}), texts)
            said = [f"{part[:1].upper()}{part[1:]}." for part in (facts, _next(event)) if part]
            return happened(event), " ".join(said).replace("”.", "”")


def _next(event: Event) -> str:
    """Next, the coordinator is to propose the scope by 4 May 2027; nothing where it asks nobody for anything."""
    by_role: dict[Role, list[Opened]] = {}
    for opened in event.opens:
        by_role.setdefault(opened.owed_by, []).append(opened)
    asked = []
    for role, opens in by_role.items():
        first = min(opens, key=lambda opened: opened.due_on)
        more = f", and {len(opens) - 1} more" if len(opens) > 1 else ""
        asked.append(f"the {ROLES[role]} is to {_owed(first.kind, first.subject)} by {in_words(first.due_on)}{more}")
    return f"next, {'; '.join(asked)}" if asked else ""


def _owed(kind: str, subject: str) -> str:
    return to_do(Owed(kind), subject)


def given_by(actor: str, names: Mapping[str, str]) -> str:
    """Who did it: Ada, coordinator; the system for the sweeps."""
    role, _, person = actor.partition(":")
    if role == Role.SYSTEM:
        return "the system"
    words = ROLES.get(Role(role), role)
    return f"{names[person]}, {words}" if person in names else f"the {words}"


def named(connection: Connection, people: set[str]) -> dict[str, str]:
    """Names of contacts and peers by their identifiers; who was erased is missing."""
    wanted = sorted(people - {""})
    found: dict[str, str] = {}
    for kind in (Peer, Contact):
        query = select(kind.table.c.id, kind.table.c.name).where(kind.table.c.id.in_(wanted))
        found |= {row.id: row.name for row in connection.execute(query)}
    return found
