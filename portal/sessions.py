"""Sessions: what the portal remembers of a visit. The cookie holds a secret; the database holds only its hash.

A visit ends when nothing happened for a while (the cookie's own signed time says so: no page has to write), when its
hours are over, or when somebody ends it.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature
from sqlalchemy import Connection, insert, select, update
from sqlmodel import JSON, Field

from config.vocabulary import Role
from engagements.database import UtcDateTime
from engagements.loading import plain
from engagements.state.row import Row, kept_in
from portal.office import Office
from portal.visitors import Door, Visitor

IDLE = {False: timedelta(hours=2), True: timedelta(minutes=30)}
LONGEST = {False: timedelta(hours=24), True: timedelta(hours=12)}
"""By whether it is staff's. A guest types a return with interruptions; staff see everybody's (OWASP ASVS 5.0, V7.3)."""


@kept_in("portal_session", derived=False)
class Session(Row):
    """A visit. ``id``: SHA-256 of the cookie's secret, in hex. ``hats``: identifiers by role."""

    IDENTITY = ("id",)

    id: str = Field(primary_key=True)
    name: str
    doors: list[str] = Field(sa_type=JSON)
    hats: dict[str, str] = Field(sa_type=JSON)
    errands: list[str] = Field(default_factory=list, sa_type=JSON)
    began_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)

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
) -> str:
    """Begin a visit. Its secret, for the cookie: always a new one, whatever the browser brought along."""
    secret = secrets.token_urlsafe(32)
    of_staff = Door.GUEST not in (opened := sorted(doors))
    session = Session(
        id=_hashed(secret),
        name=name,
        doors=list(opened),
        hats={role.value: person for role, person in hats.items()},
        errands=list(errands),
        began_at=now,
        ends_at=now + LONGEST[of_staff],
    )
    connection.execute(insert(Session.table).values(session.__dict__))
    return secret


def end(connection: Connection, session: str, now: datetime) -> None:
    """End a visit at once, by its identifier."""
    table = Session.table
    connection.execute(update(table).where(table.c.id == session, table.c.ends_at > now).values(ends_at=now))


def visitor_of(connection: Connection, office: Office, cookie: str) -> Visitor | None:
    """Whose cookie it is; None where it was tampered with, or its visit is over."""
    now = office.now()
    opened = unsealed(office, cookie)
    if opened is None:
        return None
    secret, seen_at = opened
    table = Session.table
    found = plain(connection.execute(select(table).where(table.c.id == _hashed(secret))), Session)
    if not found or found[0].ends_at <= now:
        return None
    visitor = found[0].visitor
    return visitor if now - seen_at < IDLE[visitor.is_staff] else None


def sealed(office: Office, secret: str) -> str:
    """The cookie for a secret, with the time at which it was seen last."""
    return office.signer("session").sign(f"{int(office.now().timestamp())}.{secret}").decode()


def unsealed(office: Office, cookie: str) -> tuple[str, datetime] | None:
    """The secret, and when it was seen last; None for a cookie that is not ours."""
    try:
        seen, _, secret = office.signer("session").unsign(cookie).decode().partition(".")
        return secret, datetime.fromtimestamp(int(seen), UTC)
    except (BadSignature, ValueError, OverflowError):
        return None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
