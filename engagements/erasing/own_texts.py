"""Texts that are about one person alone, and texts that they typed: found by what the journal says of each."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, select

from engagements.state.journal import FreeTextEntry, JournalEntry

REF = re.compile(r"[0-9a-f]{32}\.\d+")
"""How ``engagements.texts`` names a text: the command's identifier, and which of its texts it is."""


def erase_texts(connection: Connection, person: str, *, typed_too: bool) -> tuple[int, set[int]]:
    """Erase the texts about a peer's own place: why they declined, were released, or have an interest.

    ``typed_too``: and whatever the person typed, on whoever's behalf. How many texts went, and the positions of their
    events in the journal, whose messages may have repeated them.
    """
    texts = FreeTextEntry.table
    gone, causes = 0, set[int]()
    for position, refs in _own(connection, person, typed_too):
        there = connection.execute(delete(texts).where(texts.c.ref.in_(refs))).rowcount
        if there:
            gone += there
            causes.add(position)
    return gone, causes


def _own(connection: Connection, person: str, typed_too: bool) -> Iterator[tuple[int, list[str]]]:
    """Of each event that has such texts: its position, and their references."""
    journal = JournalEntry.table
    which = journal.c.facts.contains(f'"{person}"', autoescape=True)
    if typed_too:
        which |= journal.c.actor.endswith(f":{person}", autoescape=True)
    query = select(journal.c.position, journal.c.actor, journal.c.facts).where(which).order_by(journal.c.position)
    for position, actor, stated in connection.execute(query).all():
        facts = json.loads(stated)
        theirs = typed_too and actor.partition(":")[2] == person
        refs = list(_texts(facts)) if theirs else [ref for held in _about(facts, person) for ref in _texts(held)]
        if refs:
            yield position, refs


def _about(value: Any, person: str) -> Iterator[dict[str, Any]]:
    """The parts of an event's facts that are about that peer and nobody else."""
    if isinstance(value, dict):
        if value.get("peer") == person:
            yield value
        else:
            for item in value.values():
                yield from _about(item, person)
    elif isinstance(value, list):
        for item in value:
            yield from _about(item, person)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if REF.fullmatch(value):
            yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
