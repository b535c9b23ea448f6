"""What happened, as a timeline tells it: events of a journal in words, with the texts that people typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from config.vocabulary import Role, Stage
from engagements.process import recalled
from engagements.state.journal import JournalEntry
from engagements.state.people import Contact, Peer
from engagements.telling import TEXT_REF, details, happened
from engagements.texts import recall
from notifications.wording import ROLES


@dataclass(frozen=True, slots=True)
class Happening:
    """An event. ``by``: the role, with the name of the person where it is known; ``enters``: the stage it led to."""

    sequence: int
    title: str
    at: datetime
    by: str
    text: str
    enters: Stage | None


def happenings(connection: Connection, entries: Sequence[JournalEntry]) -> list[Happening]:
    """In the order of the entries."""
    texts = recall(connection, {ref for entry in entries for ref in re.findall(TEXT_REF, entry.facts)})
    names = named(connection, {entry.actor.partition(":")[2] for entry in entries})
    told = []
    for entry in entries:
        event = recalled(entry.type, entry.facts)
        by, text = given_by(entry.actor, names), details(event, texts)
        told.append(Happening(entry.sequence, happened(event), entry.at, by, text, event.enters))
    return told


def given_by(actor: str, names: dict[str, str]) -> str:
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
