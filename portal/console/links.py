"""The links of a person: what was sent to them with one, and how all of them are made void at once."""

from sqlalchemy import Connection, select
from starlette.responses import Response

from engagements.database import reading, writing
from engagements.loading import plain
from engagements.people import NobodyOfThatName, on_record
from engagements.state.people import Contact, Peer
from notifications.ledger import Notification, NotificationStatus
from notifications.revoking import LinkRevocation, revoke
from portal import sessions
from portal.doors import Pages, TheVisitor
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show
from portal.visitors import LGA

pages = Pages("/people/{person}/links")

MOST = 50
"""Messages that the page lists, the latest first."""


@pages.get("", to=LGA)
def sent(person: str, office: TheOffice, show: Show) -> Response:
    table, revoked = Notification.table, LinkRevocation.table
    with reading(office.engine) as connection:
        known = _known(connection, person)
        of_theirs = (table.c.recipient == person, table.c.status == NotificationStatus.SENT)
        messages = plain(
            connection.execute(select(table).where(*of_theirs).order_by(table.c.id.desc()).limit(MOST)), Notification
        )
        latest = select(revoked).where(revoked.c.person == person).order_by(revoked.c.before.desc()).limit(1)
        before = plain(connection.execute(latest), LinkRevocation)
    return show(
        "console/person-links.html",
        person=known,
        messages=messages,
        revoked=before[0] if before else None,
        link_days=office.settings.link_days,
        most=MOST,
    )


@pages.post("", to=LGA)
def make_void(person: str, form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    """Links that were sent until now open nothing any more, and what they opened is closed."""
    now = office.now()
    with writing(office.engine) as connection:
        known = _known(connection, person)
        revoke(connection, person=person, before=now, by=visitor.person)
        sessions.end_all_of(connection, person, now)
    return back(
        f"/people/{person}/links", notice=f"The links that {known.name} was sent until now open nothing any more."
    )


def _known(connection: Connection, person: str) -> Contact | Peer:
    try:
        return on_record(connection, person)
    except NobodyOfThatName:
        raise NotThere from None
