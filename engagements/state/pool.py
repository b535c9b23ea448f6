"""The registers of the peer pool: what is known of a peer besides who they are. None follows from the journal."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from config.vocabulary import BlockSource, InterestKind, TeamRole
from engagements.state.row import Row, kept_in
from engagements.state.words import Words


class OfPeer(Row):
    """A row of a peer's."""

    peer: str = Field(primary_key=True, foreign_key="peer.id")


@kept_in("expertise", derived=False)
class Expertise(OfPeer):
    """``subject``: a question of the inspections in its own words, or a theme's short name."""

    IDENTITY: ClassVar = ("peer", "subject")

    subject: str = Field(primary_key=True)


@kept_in("block", derived=False)
class Block(OfPeer):
    """Days on which a peer is not free, both included. No two of a peer's overlap."""

    IDENTITY: ClassVar = ("peer", "first")

    first: date = Field(primary_key=True)
    last: date
    source: BlockSource = Field(sa_type=Words(BlockSource))


@kept_in("training", derived=False)
class Training(OfPeer):
    """A course or an accreditation, as last done. ``lapses_on``: the last day on which it counts; None is for good."""

    IDENTITY: ClassVar = ("peer", "what")

    what: str = Field(primary_key=True)
    done_on: date
    lapses_on: date | None = None


@kept_in("earlier_visit", derived=False)
class EarlierVisit(OfPeer):
    """A peer's visit before this system; ``service``: whom they visited."""

    IDENTITY: ClassVar = ("peer", "service", "ended_on")

    service: str = Field(primary_key=True, index=True)
    ended_on: date = Field(primary_key=True)
    team_role: TeamRole = Field(sa_type=Words(TeamRole))


@kept_in("standing_interest", derived=False)
class StandingInterest(OfPeer):
    """An interest declared outside any engagement. ``since`` and ``until``: its first and last days, where it has them.

    ``declared_by``: the peer or a coordinator, as the journal names who acts.
    """

    IDENTITY: ClassVar = ("peer", "service", "kind")

    service: str = Field(primary_key=True, index=True)
    kind: InterestKind = Field(primary_key=True, sa_type=Words(InterestKind))
    since: date | None = None
    until: date | None = None
    declared_on: date
    declared_by: str
    reason: str
