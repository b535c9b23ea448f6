"""The sessions of other visits in the same days: nobody is on two visits at once."""

from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from config.vocabulary import Stage, Status
from engagements.engagement import UK
from engagements.state.engagement import EngagementFacts
from engagements.state.timetable import SessionElsewhere, VisitSession


def sessions_elsewhere(connection: Connection, facts: EngagementFacts) -> tuple[SessionElsewhere, ...]:
    """In the days of the engagement's visit, those of every other visit that is not over."""
    if not (facts.visit_from and facts.visit_to):
        return ()
    first, end = (datetime.combine(day, time(), UK) for day in (facts.visit_from, facts.visit_to + timedelta(days=1)))
    found = connection.execute(_in_those_days(), {"of": facts.id, "first": first, "end": end})
    return tuple(SessionElsewhere.recall(row._asdict()) for row in found)


@cache
def _in_those_days() -> Select[Any]:
    session, engagement = VisitSession.table.c, EngagementFacts.table.c
    return (
        select(engagement.ref, session.number, session.starts_at, session.ends_at, session.place, session.peers)
        .join_from(VisitSession.table, EngagementFacts.table, session.engagement_id == engagement.id)
        .where(session.starts_at >= bindparam("first"), session.starts_at < bindparam("end"))
        .where(session.engagement_id != bindparam("of"), session.cancelled_on.is_(None))
        .where(engagement.stage == Stage.CHALLENGE_VISIT, engagement.status.in_((Status.ACTIVE, Status.ON_HOLD)))
        .order_by(engagement.ref, session.number)
    )
