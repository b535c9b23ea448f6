"""Governance: the bodies that an authority reports to and their meetings, and the papers that go before them."""

from datetime import date
from typing import ClassVar

from sqlmodel import JSON, Field

from config.vocabulary import Decision, PaperKind
from engagements.state.row import OfAuthority, OfEngagement, kept_in
from engagements.state.words import Words


@kept_in("governance_body", derived=False)
class GovernanceBody(OfAuthority):
    """A body on an authority's reporting route. ``order``: 1 sees papers first. ``decides``: it does more than note."""

    IDENTITY: ClassVar = ("slug",)

    slug: str = Field(primary_key=True)
    order: int
    name: str
    decides: bool = True
    holds_from: date | None = None
    holds_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.holds_from or day) <= day <= (self.holds_to or day)


@kept_in("meeting", derived=False)
class Meeting(OfAuthority):
    """A meeting of a body. ``papers_by``: the last day for papers, where it is not the product's clock that says."""

    IDENTITY: ClassVar = ("body", "met_on")

    body: str = Field(primary_key=True)  # its slug
    met_on: date = Field(primary_key=True)
    papers_by: date | None = None
    agenda_item: str | None = None


@kept_in("paper")
class Paper(OfEngagement):
    """A paper for the boards. ``matter``: the period it reports on, ``closure``, or ``paper-3`` for a decision paper.

    Texts are kept by reference. ``equality``: none, or for each of the nine protected characteristics of the Equality
    Act 2010 a dict of ``characteristic``, ``impact`` (no, positive, negative) and ``text``. What a board has decided
    about stays; who writes again on the same matter gives it the next number.
    """

    IDENTITY: ClassVar = ("number",)

    number: int = Field(primary_key=True)
    kind: PaperKind = Field(sa_type=Words(PaperKind))
    matter: str
    period: str | None = None
    subject: str
    author: str | None = None  # a post, not a name
    asks: list[str] = Field(sa_type=JSON)
    background: str | None = None
    update: str | None = None
    benefits_and_risks: str | None = None
    financial_implications: str | None = None
    workforce_engagement: str | None = None
    legal_implications: str | None = None
    equality_summary: str | None = None
    equality: list[dict[str, str | None]] = Field(default_factory=list, sa_type=JSON)
    drafted_on: date


@kept_in("paper_for_board")
class PaperForBoard(OfEngagement):
    """A paper before one meeting of one body, and what was decided there.

    ``stands``: false once the matter went to another meeting of the body instead, as when a meeting is moved.
    """

    IDENTITY: ClassVar = ("paper", "body", "met_on")

    paper: int = Field(primary_key=True)
    body: str = Field(primary_key=True)  # its slug
    met_on: date = Field(primary_key=True)
    board: str  # its name on the day of submission
    matter: str
    agenda_item: str | None = None
    submitted_on: date
    stands: bool = True
    decision: Decision | None = Field(default=None, sa_type=Words(Decision))
    reason: str | None = None
    decided_on: date | None = None  # the day on which the decision was recorded
