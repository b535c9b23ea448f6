"""Sessions: what the portal remembers of a visit. The cookie holds a secret; the database holds only its hash.

A visit ends when nothing happened for a while (the cookie's own signed time says so: no page has to write), when its
hours are over, or when somebody ends it.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from fastapi import Request
from itsdangerous import BadSignature
from sqlalchemy import Connection, delete, insert, select, update
from sqlmodel import JSON, Field

from config.vocabulary import Role
from engagements.database import UtcDateTime, reading
from engagements.loading import plain
from engagements.state.people import Contact
from engagements.state.row import Row, kept_in
from portal.cookies import cookie, sessions_of
from portal.office import Office
from portal.visitors import NOBODY, Door, Visitor

IDLE = {False: timedelta(hours=2), True: timedelta(minutes=30)}
LONGEST = {False: timedelta(hours=24), True: timedelta(hours=12)}
"""By whether it is staff's. A guest types a return with interruptions; staff see everybody's (OWASP ASVS 5.0, V7.3)."""

KEPT = timedelta(days=30)
"""How long a visit that is over stays on record."""


@kept_in("portal_session", derived=False)
class Session(Row):
    """A visit. ``id``: no secret; forms are tied to it. ``secret``: SHA-256 of what the cookie holds, in hex.

    ``hats``: identifiers by role. ``begun_by``: the one sign-in that began it, where an identity provider was asked.
    """

    IDENTITY = ("id",)

    id: str = Field(primary_key=True)
    secret: str = Field(unique=True)
    name: str
    doors: list[str] = Field(sa_type=JSON)
    hats: dict[str, str] = Field(sa_type=JSON)
    errands: list[str] = Field(default_factory=list, sa_type=JSON)
    began_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)
    begun_by: str | None = Field(default=None, unique=True)

    @property
    def visitor(self) -> Visitor:
        return Visitor(
            name=self.name,
            doors=frozenset(map(Door, self.doors)),
            hats={Role(role): person for role, person in self.hats.items()},
            errands=tuple(self.errands),
            session=self.id,
        )


def begin(
    connection: Connection,
    now: datetime,
    *,
    name: str,
    doors: Iterable[Door],
    hats: Mapping[Role, str],
    errands: Iterable[str] = (),
    begun_by: str | None = None,
) -> str:
    """Begin a visit. Its secret, for the cookie: always a new one, whatever the browser brought along.

    Raises IntegrityError where the sign-in ``begun_by`` began a visit before.
    """
    secret = secrets.token_urlsafe(32)
    of_staff = Door.GUEST not in (opened := sorted(doors))
    session = Session(
        id=secrets.token_urlsafe(16),
        secret=_hashed(secret),
        name=name,
        doors=list(opened),
        hats={role.value: person for role, person in hats.items()},
        errands=list(errands),
        began_at=now,
        ends_at=now + LONGEST[of_staff],
        begun_by=begun_by,
    )
    table = Session.table
    connection.execute(delete(table).where(table.c.ends_at < now - KEPT))
    connection.execute(insert(table).values(session.__dict__))
    return secret


def extend(connection: Connection, session: str, now: datetime, errand: str) -> str:
    """A guest came by one more link: the same visit, good for one more errand, under a new secret."""
    table, secret = Session.table, secrets.token_urlsafe(32)
    before = connection.execute(select(table.c.errands).where(table.c.id == session).with_for_update()).scalar_one()
    errands = before if errand in before else [*before, errand]
    values = {"errands": errands, "secret": _hashed(secret), "ends_at": now + LONGEST[False]}
    connection.execute(update(table).where(table.c.id == session).values(values))
    return secret


def end(connection: Connection, session: str, now: datetime) -> None:
    """End a visit at once, by its identifier."""
    table = Session.table
    connection.execute(update(table).where(table.c.id == session, table.c.ends_at > now).values(ends_at=now))


def end_all_of(connection: Connection, person: str, now: datetime) -> int:
    """End every visit of a contact or a peer at once. How many there were."""
    table = Session.table
    going_on = plain(connection.execute(select(table).where(table.c.ends_at > now)), Session)
    theirs = [session.id for session in going_on if person in session.hats.values()]
    connection.execute(update(table).where(table.c.id.in_(theirs)).values(ends_at=now))
    return len(theirs)


def forget_all_of(connection: Connection, person: str) -> int:
    """Take every visit of a contact or a peer off the record, over or not. How many there were."""
    table = Session.table
    theirs = [one.id for one in plain(connection.execute(select(table)), Session) if person in one.hats.values()]
    return connection.execute(delete(table).where(table.c.id.in_(theirs))).rowcount


def recognise(request: Request, office: Office) -> Visitor:
    """Whoever sent a request, by their session's cookie; looked up once. ``kept_in``: the name of that cookie."""
    if not hasattr(request.state, "visitor"):
        request.state.visitor, request.state.kept_in = NOBODY, ""
        for name in sessions_of(request.url.path):
            given = request.cookies.get(cookie(name, office))
            if given and request.state.visitor is NOBODY:
                with reading(office.engine) as connection:
                    if found := visitor_of(connection, office, given):
                        request.state.visitor, request.state.kept_in = found, name
    visitor: Visitor = request.state.visitor
    return visitor


def visitor_of(connection: Connection, office: Office, given: str) -> Visitor | None:
    """Whose cookie it is; None where it was tampered with, its visit is over, or a role is not theirs any more."""
    now = office.now()
    opened = unsealed(office, given)
    if opened is None:
        return None
    secret, seen_at = opened
    table = Session.table
    found = plain(connection.execute(select(table).where(table.c.secret == _hashed(secret))), Session)
    if not found or found[0].ends_at <= now:
        return None
    visitor = found[0].visitor
    if now - seen_at >= IDLE[visitor.is_staff] or not _still_theirs(connection, visitor, office.today):
        return None
    return visitor


def _still_theirs(connection: Connection, visitor: Visitor, on: date) -> bool:
    """Whether all that the visitor was let in as is theirs on that day."""
    contact = Contact.table
    wanted = select(contact).where(contact.c.id.in_(list(visitor.hats.values())))
    in_office = {one.id: one.role for one in plain(connection.execute(wanted), Contact) if one.in_office(on)}
    return all(role is Role.PEER or in_office.get(person) is role for role, person in visitor.hats.items())


def sealed(office: Office, secret: str) -> str:
    """The cookie for a secret, with the time at which it was seen last."""
    return office.signer("session").sign(f"{int(office.now().timestamp())}.{secret}").decode()


def unsealed(office: Office, given: str) -> tuple[str, datetime] | None:
    """The secret, and when it was seen last; None for a cookie that is not ours."""
    try:
        seen, _, secret = office.signer("session").unsign(given).decode().partition(".")
        return secret, datetime.fromtimestamp(int(seen), UTC)
    except (BadSignature, ValueError, OverflowError):
        return None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
