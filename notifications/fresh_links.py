"""A fresh link for somebody whose link no longer opens anything: by mail, to the address on record, whoever asks.

Nobody learns from asking whether an address is on record: what is done, and what is answered, is the same either way.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select
from sqlmodel import Field

from config.settings import Settings
from config.vocabulary import Role
from engagements.capacities import engagements_of
from engagements.database import UtcDateTime
from engagements.directory import Directory
from engagements.engagement import World, uk_date
from engagements.loading import plain
from engagements.obligations import Owed
from engagements.people import unreachable
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import POSITION
from engagements.state.people import Contact, Peer
from engagements.state.row import Row, kept_in
from notifications import ledger
from notifications.asks import capitalised, to_do
from notifications.errands import EVERYTHING, Errand
from notifications.facts import contacts, of_engagement
from notifications.ledger import FRESH_LINK, Notification
from notifications.links import Link
from notifications.pages import WHO_SIGN_IN, Pages
from notifications.rendering import render

PAUSE = timedelta(minutes=5)
"""Between two fresh links to one address: nobody's mailbox is filled by somebody else."""

FORGOTTEN = timedelta(days=1)


@kept_in("link_request", derived=False, rowid=True)
class LinkRequest(Row):
    """Somebody asked for a link to an address, known or not; only a digest of it is kept, for a day."""

    id: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    address_digest: str = Field(index=True)
    at: datetime = Field(index=True, sa_type=UtcDateTime)


class _Asked(NamedTuple):
    """Whom the link is for, where there is anybody, and for what."""

    address: str
    people: Sequence[Contact | Peer]
    errand: Errand


def request_fresh_link(
    connection: Connection, world: World, asked: Link | str, now: datetime, settings: Settings
) -> None:
    """Send a fresh link to the person of a link, for its errand; or to whoever has the address that somebody typed.

    It goes out at once, but not twice within ``PAUSE``. It does not keep quiet hours: it answers somebody's act.
    """
    wanted = _of_link(connection, asked) if isinstance(asked, Link) else _of_address(connection, asked)
    if not _noted(connection, wanted.address, now):
        return
    failed, on = unreachable(connection), uk_date(now)
    people = [one for one in wanted.people if one.id not in failed and (isinstance(one, Peer) or one.in_office(on))]
    nobody = Contact(id="", role=Role.AUTHORITY, name="", email="")
    drafts = [_draft(connection, world, one, wanted.errand, now, settings) for one in people or [nobody]]
    ledger.record(connection, [draft for draft in drafts if draft.recipient])


def _of_link(connection: Connection, link: Link) -> _Asked:
    found = _people(connection, lambda table: table.c.id == link.person)
    return _Asked(found[0].email if found else link.person, found, link.errand)


def _of_address(connection: Connection, typed: str) -> _Asked:
    address = typed.strip().lower() if typed.isascii() else ""
    return _Asked(address, _people(connection, lambda table: func.lower(table.c.email) == address), EVERYTHING)


def _people(connection: Connection, which: Callable[[Table], ColumnElement[bool]]) -> list[Contact | Peer]:
    """Those on record; whoever has no address gets no link."""
    contacts = plain(connection.execute(select(Contact.table).where(which(Contact.table))), Contact)
    peers = plain(connection.execute(select(Peer.table).where(which(Peer.table))), Peer)
    found: list[Contact | Peer] = [*contacts, *peers]
    return sorted((one for one in found if one.email), key=lambda one: one.id)


def _noted(connection: Connection, address: str, now: datetime) -> bool:
    """Write down that somebody asked. False where somebody did a moment ago."""
    table, digest = LinkRequest.table, sha256(address.casefold().encode()).hexdigest()
    connection.execute(delete(table).where(table.c.at < now - FORGOTTEN))
    lately = select(table.c.id).where(table.c.address_digest == digest, table.c.at > now - PAUSE).limit(1)
    if connection.execute(lately).first():
        return False
    connection.execute(insert(table).values(address_digest=digest, at=now))
    return True


def _draft(
    connection: Connection, world: World, person: Contact | Peer, errand: Errand, now: datetime, settings: Settings
) -> Notification:
    role = person.role if isinstance(person, Contact) else Role.PEER
    theirs = engagements_of(connection, person.id)
    about = next((facts for facts in theirs if facts.ref == errand.ref), None)
    pages = Pages(settings.portal_url)
    said = {
        "recipient": person.name,
        "signs_in": role in WHO_SIGN_IN,
        "page": pages.of_everything(role) if role in WHO_SIGN_IN else f"{pages.url}{errand.path}",
        "page_called": _called(errand),
        "days": settings.link_days,
        "asks": [],
        "engagement": of_engagement(about, world) if about else None,
        "contacts": _contacts(connection, world, role, about or next(iter(theirs[::-1]), None), now),
    }
    rendered = render(FRESH_LINK, said)
    return Notification(
        engagement_id=about.id if about else None,
        audience=role,
        recipient=person.id,
        template=FRESH_LINK,
        address=person.email,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        not_before=now,
        decided_at=now,
    )


def _contacts(
    connection: Connection, world: World, role: Role, facts: EngagementFacts | None, now: datetime
) -> list[dict[str, str]]:
    if facts is None:
        return []
    return contacts(Directory.read(connection, world.reference, [facts]), facts, role, uk_date(now))


def _called(errand: Errand) -> str:
    kind = errand.page.replace("-", "_")
    if kind in set(Owed):
        return capitalised(to_do(Owed(kind), errand.subject))
    return "Everything that you owe on one page" if errand == EVERYTHING else "Open your page"
