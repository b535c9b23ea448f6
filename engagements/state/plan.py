"""Report, recommendations, the plan and its quarterly returns."""

from datetime import date, datetime
from typing import ClassVar

from sqlmodel import JSON, Field

from config.vocabulary import Answer, Decision, Rating
from engagements.database import UtcDateTime
from engagements.state.row import OfEngagement, kept_in
from engagements.state.words import Words


@kept_in("report")
class Report(OfEngagement):
    """The one report of an engagement, from draft to publication."""

    summary: str
    draft: list[dict[str, str | None]] = Field(sa_type=JSON)  # text and line of enquiry of each recommendation
    drafted_on: date
    sent_on: date | None = None
    returned_on: date | None = None
    corrections: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)  # paragraph and correction
    finalised_on: date | None = None
    published_on: date | None = None
    address: str | None = None


@kept_in("recommendation")
class Recommendation(OfEngagement):
    """What the peers recommend, and how the authority answered."""

    IDENTITY: ClassVar = ("number",)

    number: int = Field(primary_key=True)
    text: str
    line_of_enquiry: str | None = None
    answer: Answer | None = Field(default=None, sa_type=Words(Answer))
    reason: str | None = None


@kept_in("plan")
class Plan(OfEngagement):
    """A plan as proposed; approved once ``approved_on`` is set."""

    IDENTITY: ClassVar = ("number",)

    number: int = Field(primary_key=True)
    proposed_on: date
    approved_on: date | None = None


@kept_in("action")
class Action(OfEngagement):
    """An action of the plan. ``status``: proposed, open, completed, verified, transferred, replaced.

    ``findings``: what it answers: R1 for recommendation 1, C1 for cause of concern 1. ``due_on`` is the current date,
    ``due_first`` the original one; how it moved is in its extension requests.
    """

    IDENTITY: ClassVar = ("ref",)

    ref: str = Field(primary_key=True)
    plan: int
    text: str
    owner: str
    success_measure: str | None = None
    findings: list[str] = Field(sa_type=JSON)
    due_first: date
    due_on: date
    moves: int = 0
    status: str = "proposed"
    rating: Rating = Field(default=Rating.NOT_STARTED, sa_type=Words(Rating))
    settled_on: date | None = None
    bau_owner: str | None = None
    bau_reason: str | None = None


@kept_in("action_update")
class ActionUpdate(OfEngagement):
    """What a return said of an action. Appended, never edited; ``sequence`` is its event's."""

    IDENTITY: ClassVar = ("sequence", "action")

    sequence: int = Field(primary_key=True)
    action: str = Field(primary_key=True)
    period: str
    rating: Rating = Field(sa_type=Words(Rating))
    text: str | None = None


@kept_in("extension_request")
class ExtensionRequest(OfEngagement):
    """A request to move an action's date, and the decision."""

    IDENTITY: ClassVar = ("action", "number")

    action: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    due_from: date
    due_to: date
    reason: str
    requested_on: date
    granted: bool | None = None
    decided_on: date | None = None
    decision_reason: str | None = None


@kept_in("evidence")
class Evidence(OfEngagement):
    """What shows that an action is complete: a link, or a file known by the SHA-256 of its content."""

    IDENTITY: ClassVar = ("sequence", "action", "number")

    sequence: int = Field(primary_key=True)
    action: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    title: str
    link: str | None = None
    sha256: str | None = None
    verdict: str | None = None  # verified, rejected
    reason: str | None = None


@kept_in("quarterly_return")
class QuarterlyReturn(OfEngagement):
    """A period's return. ``status``: due, filed, nil, queried, accepted."""

    IDENTITY: ClassVar = ("period",)

    period: str = Field(primary_key=True)
    due_on: date
    status: str = "due"
    filed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    filings: int = 0
    query: str | None = None


@kept_in("exception")
class RaisedException(OfEngagement):
    """Something that an authority itself raises to its boards: what happened, and what is done about it."""

    IDENTITY: ClassVar = ("sequence",)

    sequence: int = Field(primary_key=True)
    period: str
    action: str | None = None
    cause: str
    response: str


@kept_in("board_decision")
class BoardDecision(OfEngagement):
    """What a governance body decided. ``about``: plan, progress, closure."""

    IDENTITY: ClassVar = ("sequence",)

    sequence: int = Field(primary_key=True)
    board: str
    met_on: date
    agenda_item: str | None = None
    about: str
    decision: Decision = Field(sa_type=Words(Decision))
    reason: str | None = None
