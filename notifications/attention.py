"""Messages that wait for a person, as an overview lists them: how many, and the first of them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, case, func, or_, select

from config.vocabulary import Role
from engagements.overview.whose import EVERYBODY, Listed, Part, Whose
from engagements.state.engagement import EngagementFacts
from notifications.ledger import Notification, NotificationStatus, waits_for_a_person
from notifications.reminders import Reminder

FIRST = Part()


class Waiting(NamedTuple):
    """A message that did not arrive, or may not have.

    ``ref``: the engagement that it is about, or the first of several that a list names; ``authority``: of the one that
    it is about. None where there is none.
    """

    number: int
    ref: str | None
    authority: str | None
    audience: Role
    subject: str
    status: NotificationStatus
    outcome: str
    decided_at: datetime


def attention(connection: Connection, whose: Whose = EVERYBODY, part: Part = FIRST) -> Listed[Waiting]:
    """The longest waiting first. A message about no one engagement is everybody's: nobody overlooks it."""
    message, own = Notification.table, EngagementFacts.table
    theirs = [or_(message.c.engagement_id.is_(None), one) for one in whose.among(message.c.engagement_id)]
    waits = (waits_for_a_person(), *theirs)
    columns = (message.c.audience, message.c.subject, message.c.status, message.c.outcome, message.c.decided_at)
    reminder = Reminder.table.c
    named = select(func.min(reminder.engagement_id)).where(reminder.digest == message.c.id).scalar_subquery()
    authority = case((message.c.engagement_id.is_not(None), own.c.authority))
    query = (
        select(message.c.id, own.c.ref, authority, *columns)
        .outerjoin_from(message, own, own.c.id == func.coalesce(message.c.engagement_id, named))
        .where(*waits)
        .order_by(message.c.id)
        .offset(part.after)
        .limit(part.most)
    )
    count = connection.execute(select(func.count()).select_from(message).where(*waits)).scalar_one()
    return Listed(count, tuple(Waiting(*row) for row in connection.execute(query)))
