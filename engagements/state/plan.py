"""Recommendations, the plan and its quarterly returns."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import JSON, Field

from config.vocabulary import Answer, Decision
from engagements.database import UtcDateTime
from engagements.state.row import OfEngagement, kept_in, only
from engagements.state.words import Words


@kept_in("recommendation")
class Recommendation(OfEngagement):
    """What the peers recommend, and how the authority answered. ``drafted``: its number in the draft."""

    IDENTITY: ClassVar = ("number",)

    number: int = Field(primary_key=True)
    drafted: int
    text: str
    line_of_enquiry: str | None = None
    question: str | None = None
    answer: Answer | None = Field(default=None, sa_type=Words(Answer))
    reason: str | None = None


@kept_in("finding")
class Finding(OfEngagement):
    """What an inspection found: A1 for an area for improvement, N1 for a comment; and the question that it is about."""

    IDENTITY: ClassVar = ("ref",)

    ref: str = Field(primary_key=True)
    question: str | None = None
    text: str
    recorded_on: date


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

    ``findings``: what it answers: R1 for recommendation 1, C1 for cause of concern 1, A1 for an area for improvement,
    N1 for a comment. ``due_on`` is the current date, ``due_first`` the original one; how it moved is in its extension
    requests. ``rating``: a slug of the product's scale, and ``rated_on`` the day since which it stands. ``opened_on``:
    when a body approved the plan that it is in.
    """

    IDENTITY: ClassVar = ("ref",)
    __table_args__ = (
        Index("action_open_by_rating", "rating", "rated_on", **only("status = 'open'")),
        Index("action_opened", "opened_on", **only("opened_on IS NOT NULL")),
        Index("action_settled", "settled_on", **only("settled_on IS NOT NULL")),
    )

    ref: str = Field(primary_key=True)
    plan: int
    text: str
    owner: str
    lead: str | None = None
    success_measure: str | None = None
    evidence_expected: str | None = None
    findings: list[str] = Field(sa_type=JSON)
    due_first: date
    due_on: date
    moves: int = 0
    status: str = "proposed"
    rating: str
    rated_on: date
    opened_on: date | None = None
    settled_on: date | None = None
    bau_owner: str | None = None
    bau_reason: str | None = None
    check_back_on: date | None = None
    checked_back_on: date | None = None
    still_running: bool | None = None
    check_back_outcome: str | None = None


@kept_in("action_update")
class ActionUpdate(OfEngagement):
    """What a return said of an action. Appended, never edited; ``sequence`` is its event's.

    ``rating`` is the one that the return left it with, kept or changed. ``due_to``: the later date that it asked for.
    """

    IDENTITY: ClassVar = ("sequence", "action")

    sequence: int = Field(primary_key=True)
    action: str = Field(primary_key=True)
    period: str
    filed_on: date
    rating: str
    text: str | None = None
    due_to: date | None = None


@kept_in("extension_request")
class ExtensionRequest(OfEngagement):
    """A request to move an action's date, and the decision. ``requested_by``, ``decided_by``: the journal's actors.

    ``known_to``: the board that the authority had told of it.
    """

    IDENTITY: ClassVar = ("action", "number")
    __table_args__ = (Index("extension_decided", "decided_on", **only("decided_on IS NOT NULL")),)

    action: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    due_from: date
    due_to: date
    reason: str
    known_to: str | None = None
    requested_on: date
    requested_by: str
    granted: bool | None = None
    decided_on: date | None = None
    decided_by: str | None = None
    decision_reason: str | None = None


@kept_in("date_move")
class DateMove(OfEngagement):
    """An action's date as it moved, by a decision or with a clock that a hold had stopped.

    ``counts_from``: the day from which the new date holds instead of the old: of the decision, or the hold's first.
    """

    IDENTITY: ClassVar = ("action", "sequence")

    action: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    counts_from: date
    due_from: date
    due_to: date


@kept_in("evidence")
class Evidence(OfEngagement):
    """What shows that an action is complete: a link, or a file known by the SHA-256 of its content."""

    IDENTITY: ClassVar = ("sequence", "action", "number")
    __table_args__ = (Index("evidence_rejected", "verdict_on", **only("verdict = 'rejected'")),)

    sequence: int = Field(primary_key=True)
    action: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    title: str
    link: str | None = None
    sha256: str | None = None
    given_on: date
    verdict: str | None = None  # verified, rejected
    verdict_on: date | None = None
    reason: str | None = None


@kept_in("quarterly_return")
class QuarterlyReturn(OfEngagement):
    """A period's return. ``status``: due, filed, queried, answered, accepted.

    ``nil``: whether what was filed last says that nothing is exceptional. ``late``: calendar days that the first filing
    came past its date, 0 in time. ``filings``: how often it was filed: each replaces the one before. ``ratings``: what
    it left the open actions rated, as in the engagement's ``open_ratings``; with ``authority`` beside it, so that the
    ratings of ten thousand engagements are counted from an index alone.
    """

    IDENTITY: ClassVar = ("period",)
    __table_args__ = (Index("quarterly_return_by_ratings", "period", "authority", "ratings"),)

    period: str = Field(primary_key=True)
    authority: str
    due_on: date
    status: str = "due"
    nil: bool = False
    ratings: str = ""
    filed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_filed_on: date | None = None
    late: int = 0
    filings: int = 0
    queries: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)  # question, asked_on, answer, answered_on


@kept_in("exception")
class RaisedException(OfEngagement):
    """Something that an authority itself raises to its boards: what happened, and what is done about it.

    ``kind``: raised, or good_practice for what others may learn from.
    """

    IDENTITY: ClassVar = ("sequence",)
    __table_args__ = (Index("exception_raised", "raised_on"),)

    sequence: int = Field(primary_key=True)
    period: str
    kind: str = "raised"
    raised_on: date
    action: str | None = None
    cause: str
    response: str


@kept_in("board_decision")
class BoardDecision(OfEngagement):
    """What a governance body decided. ``about``: plan, progress, closure; ``body``: its slug on the route.

    ``paper``: the number of the paper that it decided on. ``decides_closure``: whether it was for this body to decide.
    """

    IDENTITY: ClassVar = ("sequence",)
    __table_args__ = (Index("board_decision_refused", "met_on", **only("decision IN ('deferred', 'referred_back')")),)

    sequence: int = Field(primary_key=True)
    board: str
    met_on: date
    agenda_item: str | None = None
    about: str
    decision: Decision = Field(sa_type=Words(Decision))
    reason: str | None = None
    body: str | None = None
    paper: int | None = None
    decides_closure: bool = False
