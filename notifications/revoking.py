"""Links that no longer open anything: all that a person had before a moment, or those of one message."""

from datetime import datetime

from sqlalchemy import Connection, and_, insert, or_, select
from sqlmodel import Field

from engagements.database import UtcDateTime
from engagements.people import NobodyOfThatName, on_record
from engagements.state.journal import POSITION
from engagements.state.row import Row, kept_in
from notifications.links import Link


@kept_in("link_revocation", derived=False, rowid=True)
class LinkRevocation(Row):
    """Either a ``person``, whose links issued before ``before`` are void, or the number of a ``notification``."""

    id: int | None = Field(default=None, primary_key=True, sa_type=POSITION)
    person: str | None = Field(default=None, index=True)
    notification: int | None = Field(default=None, index=True)
    before: datetime = Field(sa_type=UtcDateTime)
    revoked_by: str


def revoke(
    connection: Connection, *, before: datetime, by: str, person: str | None = None, notification: int | None = None
) -> None:
    """Void the links that a person got before a moment, or those of one message. ``by``: who decided it."""
    if (person is None) is (notification is None):
        raise ValueError("Name either a person or a notification.")
    row = {"person": person, "notification": notification, "before": before, "revoked_by": by}
    connection.execute(insert(LinkRevocation.table), row)


def is_revoked(connection: Connection, link: Link) -> bool:
    table = LinkRevocation.table
    of_person = and_(table.c.person == link.person, table.c.before > link.issued_at)
    query = select(table.c.id).where(or_(of_person, table.c.notification == link.notification)).limit(1)
    return connection.execute(query).first() is not None


def stands(connection: Connection, link: Link) -> bool:
    """Whether a link that was read still opens its page: not revoked, and gone to the person's address of today."""
    try:
        person = on_record(connection, link.person)
    except NobodyOfThatName:
        return False
    return link.went_to(person.email) and not is_revoked(connection, link)
