"""Scope, team and visit."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import JSON, Field

from config.vocabulary import InterestKind, TeamRole
from engagements.state.row import OfEngagement, kept_in, only
from engagements.state.words import Words


@kept_in("scope")
class Scope(OfEngagement):
    """A proposed scope; the agreed one is the last, once ``agreed_on`` is set."""

    IDENTITY: ClassVar = ("number",)

    number: int = Field(primary_key=True)
    lines_of_enquiry: list[str] = Field(sa_type=JSON)  # slugs of the product's lines
    focuses: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # own-1, own-2: texts of the authority's own
    focus: str | None = None
    visit_from: date
    visit_to: date
    proposed_on: date
    agreed_on: date | None = None
    charge_agreed_on: date | None = None
    amended_on: date | None = None
    dropped: list[str] = Field(default_factory=list, sa_type=JSON)  # those of the authority's own looked at no more

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line of enquiry: the product's, then the authority's own."""
        return (*self.lines_of_enquiry, *(own for own in self.focuses if own not in self.dropped))


@kept_in("invitation")
class Invitation(OfEngagement):
    """A peer and a place on the team. ``status``: proposed, invited, accepted, declined, lapsed, released.

    ``lines``: the lines of enquiry that they cover.
    """

    IDENTITY: ClassVar = ("peer",)
    __table_args__ = (Index("invitation_unanswered", "answer_by", **only("status = 'invited'")),)

    peer: str = Field(primary_key=True)
    team_role: TeamRole = Field(sa_type=Words(TeamRole))
    status: str
    lines: list[str] = Field(default_factory=list, sa_type=JSON)
    answer_by: date | None = None
    reason: str | None = None


@kept_in("interest_declaration")
class InterestDeclaration(OfEngagement):
    """A peer's interest in a service, which keeps them off its teams; until its last day, where it has one."""

    IDENTITY: ClassVar = ("peer", "kind")

    peer: str = Field(primary_key=True, index=True)
    kind: InterestKind = Field(primary_key=True, sa_type=Words(InterestKind))
    service: str
    declared_on: date
    until: date | None = None
    reason: str


@kept_in("visit_phase")
class VisitPhase(OfEngagement):
    """Consecutive days of a visit; some visits come in two phases, a month apart. ``title``: what it is about."""

    IDENTITY: ClassVar = ("number",)

    number: int = Field(primary_key=True)
    starts_on: date
    ends_on: date
    title: str | None = None
    completed_on: date | None = None
    replaced_on: date | None = None


@kept_in("visit")
class Visit(OfEngagement):
    """What has been done for the visit as a whole. ``self_assessment_by_line``: texts by the lines' slugs."""

    self_assessment: str | None = None
    self_assessment_by_line: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    self_assessment_on: date | None = None
    timetable_note: str | None = None
    timetable_on: date | None = None
    feedback: str | None = None
    feedback_on: date | None = None
