"""What peers find on a visit. What an inspection finds is a ``Finding``, in ``plan``."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from config.vocabulary import FindingKind
from engagements.state.row import OfEngagement, kept_in, only
from engagements.state.words import Words


@kept_in("visit_finding")
class VisitFinding(OfEngagement):
    """What a peer found, on a line of enquiry. ``noted_by``: the peer; None where the coordinator wrote it down.

    ``text``: a TextRef. ``session``: the visit session that it comes from. ``in_feedback``: its place in the order of
    the feedback session; None where it is left out. ``share``: good practice that the LGA may show to other services.
    """

    IDENTITY: ClassVar = ("number",)
    __table_args__ = (Index("visit_finding_to_share", "engagement_id", **only("share")),)

    number: int = Field(primary_key=True)
    noted_by: str | None = None
    line: str
    kind: FindingKind = Field(sa_type=Words(FindingKind))
    text: str
    session: int | None = None
    noted_on: date
    changed_on: date | None = None
    withdrawn_on: date | None = None
    in_feedback: int | None = None
    share: bool = False
