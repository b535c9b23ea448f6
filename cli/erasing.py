"""Erasing one person everywhere: the database in one transaction, the mailbox before it, the papers within it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from cli.migrations.tables import METADATA
from config.settings import Settings
from documents import erasing as papers
from engagements.database import writing
from engagements.engagement import World, uk_date
from engagements.erasing import registers
from engagements.erasing.duties import refuse_who_still_owes
from engagements.erasing.own_texts import erase_texts
from engagements.erasing.traces import traces
from engagements.people import on_record
from engagements.state.journal import FreeTextEntry
from engagements.state.people import Contact, Peer
from notifications import erasing as messages
from portal import sessions
from portal.api import tokens

CALLED = {
    "unreachable": "addresses that mail came back from",
    "political_group": "political groups",
    "saved_form": "forms saved for later",
    "free_text": "texts that people typed",
    "notification": "messages to others",
    "returned_mail": "notes on mail that came back",
    "portal_session": "visits to the portal",
    "api_token": "tokens of other systems",
    "webhook_subscription": "subscriptions of other systems",
    "outbox": "notes on events that could not be followed",
}
"""Tables in words; another is called by its own name."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is erased, or would be. ``gone`` and ``renamed``: what, and how many. ``papers``: made again.

    ``files``: what is removed beside. ``hints``: texts where the surname stands alone, for somebody to look at.
    ``others``: who else is on record under the same name or address, which therefore stays in what others wrote.
    ``overwritten``: whether the database's file holds nothing of it any more, in no page that it has set free.
    """

    person: str
    gone: tuple[tuple[str, int], ...]
    renamed: tuple[tuple[str, int], ...]
    papers: tuple[str, ...]
    files: tuple[str, ...]
    hints: tuple[str, ...]
    others: tuple[str, ...]
    overwritten: bool = True


class _NotForGood(Exception):
    """Undoes a transaction that only counted."""

    def __init__(self, erasure: Erasure) -> None:
        self.erasure = erasure


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to erase. ``also``: other ways in which people wrote them. ``texts``: whatever they typed goes as well."""

    person: str
    also: Sequence[str] = ()
    texts: bool = False


def erase(engine: Engine, settings: Settings, world: World, wish: Wish, now: datetime, *, dry_run: bool) -> Erasure:
    """Erase a person, or say what would go. To do it again with ``also`` finishes what was cut off, or overlooked.

    Raises NobodyOfThatName and StillOwes.
    """
    try:
        with writing(engine) as connection:
            erasure = _erase(connection, settings, world, wish, now, dry_run)
            if dry_run:
                raise _NotForGood(erasure)
    except _NotForGood as counted:
        return counted.erasure
    return replace(erasure, overwritten=_overwritten(engine))


def _erase(
    connection: Connection, settings: Settings, world: World, wish: Wish, now: datetime, dry_run: bool
) -> Erasure:
    person, on, tables = wish.person, uk_date(now), METADATA.sorted_tables
    refuse_who_still_owes(connection, person, on, world)
    standing = on_record(connection, person)
    same_name, same_address = _namesakes(connection, standing)
    name, address = "" if same_name else standing.name, "" if same_address else standing.email
    theirs = traces("", "", wish.also) if standing.erased_on else traces(name, address, wish.also)
    found = papers.naming(connection, person, theirs, settings.data_dir / "papers", now)

    texts, causes = erase_texts(connection, person, typed_too=wish.texts)
    told = messages.erase_messages(connection, person, causes, now)
    removed, rewritten = messages.erase_mail(settings.data_dir, told, theirs, dry_run=dry_run)
    gone = [
        ("texts about them, or that they typed" if wish.texts else "texts about them", texts),
        ("messages to them, or that repeated such a text", len(told)),
        ("mails in the mailbox", removed),
        ("visits to the portal", sessions.forget_all_of(connection, person)),
        ("tokens that act as them", tokens.revoke_all_of(connection, person, "erase-person", now)),
        *registers.erase_rows(connection, tables, person),
    ]
    registers.erase_name(connection, standing, on)
    renamed = [*registers.erase_mentions(connection, tables, theirs), ("mails in the mailbox", rewritten)]
    if not dry_run:
        papers.make_again(connection, found, settings.data_dir, world, now)
    return Erasure(
        person=person,
        gone=_in_words(gone),
        renamed=_in_words(renamed),
        papers=tuple(paper.path for paper in found.papers),
        files=tuple(str(file) for file in found.files),
        hints=tuple(registers.hinting(connection, FreeTextEntry.table, theirs)),
        others=tuple(sorted(same_name | same_address)),
    )


def _namesakes(connection: Connection, standing: Contact | Peer) -> tuple[set[str], set[str]]:
    """Who else is on record under the same name, and under the same address: a shared mailbox, say."""
    same_name, same_address = set[str](), set[str]()
    for table in (Contact.table, Peer.table):
        query = select(table.c.id, table.c.name, table.c.email).where(table.c.id != standing.id)
        for row in connection.execute(query.where(table.c.erased_on.is_(None))):
            if row.name.casefold() == standing.name.casefold():
                same_name.add(row.id)
            if row.email.casefold() == standing.email.casefold():
                same_address.add(row.id)
    return same_name, same_address


def _overwritten(engine: Engine) -> bool:
    """SQLite leaves what was deleted in pages that it has set free: write the file anew. False where somebody reads it.

    PostgreSQL does so by itself, in its own time.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        connection.close()


def _in_words(found: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((CALLED.get(what, what.replace("_", " ")), number) for what, number in found if number)
