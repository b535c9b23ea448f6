"""What is late, what falls due soon, and which invitations nobody answered yet."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from config.vocabulary import Role, TeamRole
from engagements.overview.whose import EVERYBODY, Listed, Part, Whose
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.people import Peer
from engagements.state.team import Invitation

WEEK = timedelta(days=6)
"""From a day to the last of the seven that begin with it."""

FIRST = Part()


class Owing(NamedTuple):
    """An open obligation. ``late``: calendar days past its date, negative before it."""

    ref: str
    authority: str
    kind: str
    subject: str
    owed_by: Role
    due_on: date
    late: int


class Unanswered(NamedTuple):
    """An invitation that waits for the peer's answer. ``name``: the peer's."""

    ref: str
    authority: str
    peer: str
    name: str
    team_role: TeamRole
    answer_by: date


def late(connection: Connection, on: date, whose: Whose = EVERYBODY, part: Part = FIRST) -> Listed[Owing]:
    """What is past its date, the latest first. What waits on hold has no date, and is not late."""
    return _owing(connection, on, whose, part, Obligation.table.c.due_on < on)


def due_this_week(connection: Connection, on: date, whose: Whose = EVERYBODY, part: Part = FIRST) -> Listed[Owing]:
    """What falls due that day or on one of the six days after it, the soonest first."""
    return _owing(connection, on, whose, part, Obligation.table.c.due_on.between(on, on + WEEK))


def _owing(connection: Connection, on: date, whose: Whose, part: Part, dated: ColumnElement[bool]) -> Listed[Owing]:
    owed, own = Obligation.table.c, EngagementFacts.table
    conditions = (owed.ended.is_(None), dated, *whose.among(owed.engagement_id))
    count = connection.execute(select(func.count()).select_from(Obligation.table).where(*conditions)).scalar_one()
    first = (
        select(owed.engagement_id, owed.opened_by, owed.kind, owed.subject, owed.owed_by, owed.due_on)
        .where(*conditions)
        .order_by(owed.due_on, owed.engagement_id, owed.opened_by, owed.kind, owed.subject)
        .offset(part.after)
        .limit(part.most)
        .subquery("first")
    )
    query = (
        select(own.c.ref, own.c.authority, first.c.kind, first.c.subject, first.c.owed_by, first.c.due_on)
        .join_from(first, own, own.c.id == first.c.engagement_id)
        .order_by(first.c.due_on, first.c.engagement_id, first.c.opened_by, first.c.kind, first.c.subject)
    )
    lines = (Owing(*row, late=(on - row.due_on).days) for row in connection.execute(query))
    return Listed(count, tuple(lines))


def unanswered(connection: Connection, whose: Whose = EVERYBODY, part: Part = FIRST) -> Listed[Unanswered]:
    """Invitations of running engagements that nobody answered yet, the soonest to be answered first."""
    asked, own, peer = Invitation.table, EngagementFacts.table, Peer.table
    waits = (
        asked.c.status == literal_column("'invited'"),  # spelt out, so that the index of such rows is used
        *whose.among_active(asked.c.engagement_id),
    )
    columns = (own.c.ref, own.c.authority, asked.c.peer, peer.c.name, asked.c.team_role, asked.c.answer_by)
    query = (
        select(*columns)
        .join_from(asked, own, own.c.id == asked.c.engagement_id)
        .join(peer, peer.c.id == asked.c.peer)
        .where(*waits)
        .order_by(asked.c.answer_by, asked.c.engagement_id, asked.c.peer)
        .offset(part.after)
        .limit(part.most)
    )
    count = connection.execute(select(func.count()).select_from(asked).where(*waits)).scalar_one()
    return Listed(count, tuple(Unanswered(*row) for row in connection.execute(query)))
