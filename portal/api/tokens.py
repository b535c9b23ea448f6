"""Tokens: by which another system acts as a member of staff. The database holds only their hashes."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select, update
from sqlmodel import JSON, Field

from config.calendar import in_words
from config.nearest import shown
from config.reference import UnknownService
from config.vocabulary import Role
from engagements.database import UtcDateTime
from engagements.engagement import World, uk_date
from engagements.loading import plain
from engagements.refusals import BrokenRule, Malformed, NotAllowed, UnknownPerson
from engagements.state.journal import POSITION
from engagements.state.people import Contact
from engagements.state.row import Row, kept_in

LONGEST = 365  # days that a token may last
USUAL = 90  # days, where nobody says; assumption
MARK = "ps_"
SHOWN = len(MARK) + 8
"""How many characters of a token stay visible, so that people can tell it from others."""

ROLES = (Role.COORDINATOR, Role.PRINCIPAL_ADVISER)
"""In which roles a token may act: those of the LGA's own staff."""


@kept_in("api_token", derived=False, rowid=True)
class Token(Row):
    """``hashed``: SHA-256 of the whole token, in hex. ``hats``: as whom it acts, an identifier for each role.

    ``authority``: whose engagements alone it may see and change. ``expires_on``: the last day on which it works.
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    begins_with: str
    hashed: str = Field(unique=True)
    name: str
    hats: dict[str, str] = Field(sa_type=JSON)
    authority: str | None = None
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_on: date
    used_on: date | None = None
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_by: str | None = None

    def stands(self, today: date) -> str:
        """In a word, on a day."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_on < today else "works"


class NoSuchToken(BrokenRule):
    """There is no token of that number."""


class UnfitToken(BrokenRule):
    """A token cannot be made like that: it would last too long, or act as nobody."""


def make(
    connection: Connection,
    world: World,
    now: datetime,
    *,
    name: str,
    hats: Mapping[Role, str],
    by: str,
    days: int = USUAL,
    authority: str | None = None,
) -> tuple[str, Token]:
    """A new token and what is on record of it: the token itself is told this once. ``days``: until it expires.

    Raises UnfitToken, Malformed, UnknownPerson and NotAllowed.
    """
    if not name.strip() or not name.isprintable() or len(name) > 80:
        raise Malformed("Give the token a name of at most 80 characters: which system uses it, and for what.")
    if not 1 <= days <= LONGEST:
        raise UnfitToken(f"Choose from 1 to {LONGEST} days: a token that nobody renews must end some day.")
    if authority is not None:
        try:
            world.reference.service(authority)
        except UnknownService as unknown:
            raise Malformed(str(unknown)) from None
    if not hats:
        raise UnfitToken("Say as whom the token acts: the identifier of a coordinator or of a principal adviser.")
    today = uk_date(now)
    for role, person in hats.items():
        _refuse_others(connection, role, person, today)
    token = MARK + secrets.token_urlsafe(32)
    values = {
        "begins_with": token[:SHOWN],
        "hashed": _hashed(token),
        "name": name.strip(),
        "hats": {role.value: person for role, person in hats.items()},
        "authority": authority,
        "made_by": by,
        "made_at": now,
        "expires_on": today + timedelta(days=days),
    }
    key = connection.execute(insert(Token.table).values(values)).inserted_primary_key
    return token, find(connection, int(key[0]) if key else 0)


def _refuse_others(connection: Connection, role: Role, person: str, today: date) -> None:
    if role not in ROLES:
        raise NotAllowed("A token acts as the LGA's own staff: as a coordinator or a principal adviser.")
    if person not in _in_office(connection, {role: person}, today).values():
        raise UnknownPerson(f"Nobody is in office as {role.replace('_', ' ')} {shown(person)} on {in_words(today)}.")


def _in_office(connection: Connection, hats: Mapping[Role, str], today: date) -> dict[Role, str]:
    """Those of the roles that their people still hold."""
    contacts = Contact.table
    query = select(contacts).where(contacts.c.id.in_(list(hats.values())))
    found = {contact.id: contact for contact in plain(connection.execute(query), Contact)}
    return {
        role: person
        for role, person in hats.items()
        if (contact := found.get(person))
        and contact.role == role
        and (contact.holds_from or today) <= today <= (contact.holds_to or today)
    }


def listed(connection: Connection) -> list[Token]:
    """Every token that was ever made, the newest first."""
    return list(plain(connection.execute(select(Token.table).order_by(Token.table.c.id.desc())), Token))


def find(connection: Connection, number: int) -> Token:
    """Raises NoSuchToken."""
    found = plain(connection.execute(select(Token.table).where(Token.table.c.id == number)), Token)
    if not found:
        raise NoSuchToken(f"There is no token {number}.")
    return found[0]


def revoke(connection: Connection, number: int, by: str, now: datetime) -> Token:
    """Have a token work no longer; one that was revoked before stays as it is. Raises NoSuchToken."""
    standing, table = find(connection, number), Token.table
    still = update(table).where(table.c.id == number, table.c.revoked_at.is_(None))
    if connection.execute(still.values(revoked_at=now, revoked_by=by)).rowcount == 1:
        return standing.amended({"revoked_at": now, "revoked_by": by})
    return standing


def revoke_all_of(connection: Connection, person: str, by: str, now: datetime) -> int:
    """Have every token that acts as somebody work no longer. How many worked until now."""
    theirs = [one for one in listed(connection) if person in one.hats.values() and one.revoked_at is None]
    for token in theirs:
        revoke(connection, token.id or 0, by, now)
    return len(theirs)


def holding(connection: Connection, given: str, today: date) -> tuple[Token, dict[Role, str]] | None:
    """Whose token it is, and the roles that they still hold; None for one that does not work, for whatever reason."""
    table = Token.table
    found = plain(connection.execute(select(table).where(table.c.hashed == _hashed(given))), Token)
    if not found or found[0].stands(today) != "works":
        return None
    hats = _in_office(connection, {Role(role): person for role, person in found[0].hats.items()}, today)
    return (found[0], hats) if hats else None


def note_use(connection: Connection, number: int, today: date) -> None:
    """Note the day on which a token was used last."""
    connection.execute(update(Token.table).where(Token.table.c.id == number).values(used_on=today))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
