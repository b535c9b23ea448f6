"""The sessions of a visit."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import JSON, Field

from config.vocabulary import SessionKind
from engagements.database import UtcDateTime
from engagements.state.row import OfEngagement, Row, kept_in
from engagements.state.words import Words


@kept_in("visit_session")
class VisitSession(OfEngagement):
    """What peers do at a time, in a place, with somebody. ``revision``: how often its times or facts changed.

    ``title``, ``with_whom``: references to texts. ``place``: a site, and after a comma a room of it. ``lines``: slugs
    of the lines of enquiry that it covers. ``peers``: identifiers.
    """

    IDENTITY: ClassVar = ("number",)
    __table_args__ = (Index("visit_session_by_time", "starts_at"),)

    number: int = Field(primary_key=True)
    phase: int
    kind: SessionKind = Field(sa_type=Words(SessionKind))
    title: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    place: str
    with_whom: str | None = None
    lines: list[str] = Field(sa_type=JSON)
    peers: list[str] = Field(sa_type=JSON)
    revision: int = 0
    cancelled_on: date | None = None


class SessionElsewhere(Row):
    """A session of another visit in the same days, as far as it may clash with one of this. No table of its own."""

    IDENTITY: ClassVar = ("ref", "number")

    ref: str
    number: int
    starts_at: datetime
    ends_at: datetime
    place: str
    peers: list[str]
