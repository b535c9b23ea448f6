"""Whom an authority's own people reviewed: peers of those services keep away from that authority for a while."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Connection, or_, select

from config.vocabulary import InterestKind
from engagements.peers.periods import Interest, years_after
from engagements.peers.visits import GIVEN_UP
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Peer
from engagements.state.pool import EarlierVisit
from engagements.state.row import Row
from engagements.state.team import Invitation, VisitPhase


class Review(Row):
    """Peers of one service visited another; read from the visits, kept nowhere of its own."""

    IDENTITY: ClassVar = ("reviewed", "by", "ended_on")

    reviewed: str
    by: str
    ended_on: date

    def interest(self, years: int) -> Interest:
        """What the peers of the reviewed service have in the reviewing one."""
        return Interest(self.by, InterestKind.REVIEWED_LATELY, self.ended_on, years_after(self.ended_on, years))


def reviews_by(connection: Connection, service: str) -> list[Review]:
    """Every visit that a service's peers accepted to go on, by the last day of each phase; those before this system."""
    engagement, invitation, phase = EngagementFacts.table, Invitation.table, VisitPhase.table
    peer, earlier = Peer.table, EarlierVisit.table
    here = (
        select(engagement.c.authority.label("reviewed"), phase.c.ends_on.label("ended_on"))
        .join(invitation, invitation.c.engagement_id == engagement.c.id)
        .join(peer, peer.c.id == invitation.c.peer)
        .join(phase, phase.c.engagement_id == engagement.c.id)
        .where(
            peer.c.service == service,
            invitation.c.status == "accepted",
            phase.c.replaced_on.is_(None),
            or_(phase.c.completed_on.is_not(None), engagement.c.status.not_in(GIVEN_UP)),
        )
    )
    before = select(earlier.c.service.label("reviewed"), earlier.c.ended_on).join(peer, peer.c.id == earlier.c.peer)
    found = connection.execute(here.union(before.where(peer.c.service == service)))
    return [Review(reviewed=row.reviewed, by=service, ended_on=row.ended_on) for row in found]
