"""The engagement's own row, its obligations and its notes."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import JSON, Field, LargeBinary, UniqueConstraint

from config.vocabulary import Origin, Role, Stage, Status
from engagements.database import UtcDateTime
from engagements.state.row import OfEngagement, Row, kept_in, only
from engagements.state.words import Words


@kept_in("engagement", rowid=True)
class EngagementFacts(Row):
    """Where an engagement stands. ``version`` and ``chain`` are the sequence and the hash of its last event.

    ``stage_since``: the day on which it came to its stage. ``open_ratings``: what its open actions are rated, each
    rating once, in alphabetical order with spaces between: which of them is worst is for the product's scale to say.
    """

    __table_args__ = (
        UniqueConstraint("ref"),
        Index("engagement_by_authority", "authority"),
        Index("engagement_by_coordinator", "coordinator"),
        Index("engagement_by_status", "status", "stage", "authority", "coordinator"),
    )

    id: int = Field(primary_key=True)
    ref: str
    version: int = 0
    chain: bytes = Field(default=b"", sa_type=LargeBinary)
    authority: str = ""
    product: str = ""
    product_version: int = 0
    stage: Stage = Field(default=Stage.REQUEST, sa_type=Words(Stage))
    stage_since: date | None = None
    status: Status = Field(default=Status.ACTIVE, sa_type=Words(Status))
    origin: Origin = Field(default=Origin.INDEPENDENT, sa_type=Words(Origin))
    choices: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    reason: str = ""
    coordinator: str | None = None
    requested_on: date | None = None
    window_from: date | None = None  # when the authority would like the visit
    window_to: date | None = None
    visit_from: date | None = None
    visit_to: date | None = None
    held_on: date | None = None
    closed_on: date | None = None
    reports_from: date | None = None  # returns are asked for from this day: a plan's approval, or the end of a hold
    reopened_by: int = 0  # the sequence of the event that reopened it last
    open_ratings: str = ""


@kept_in("stage_passed")
class StagePassed(OfEngagement):
    """A stage that an engagement left for another, and how many calendar days it was there."""

    IDENTITY: ClassVar = ("sequence",)
    __table_args__ = (Index("stage_passed_by_days", "stage", "days"),)

    sequence: int = Field(primary_key=True)
    stage: Stage = Field(sa_type=Words(Stage))
    days: int


@kept_in("obligation")
class Obligation(OfEngagement):
    """Something that somebody owes. ``due_on`` is empty, and ``days_left`` (working days) kept, while clocks stop.

    ``rung``, ``nudge_on``: the next rung of its ladder, and the day on which it is climbed. ``listed_on``: when the
    ladder ended in the oversight committee's report, as "no update received". ``handed_to``: the contact who has it
    now, in the place of those who hold the role.
    """

    IDENTITY: ClassVar = ("opened_by", "kind", "subject")
    __table_args__ = (
        # What else a count asks for is in the index: SQLite then needs no look at the rows.
        Index("obligation_open", "due_on", "ended", "listed_on", **only("ended IS NULL")),
        Index("obligation_to_lapse", "due_on", **only("ended IS NULL AND lapsed_on IS NULL")),
        Index("obligation_to_nudge", "nudge_on", **only("ended IS NULL AND nudge_on IS NOT NULL")),
    )

    opened_by: int = Field(primary_key=True)  # the sequence of the event that opened it
    kind: str = Field(primary_key=True)
    subject: str = Field(default="", primary_key=True)
    owed_by: Role = Field(sa_type=Words(Role))
    handed_to: str | None = None
    opened_on: date
    counted_from: date
    due_on: date | None = None
    days_left: int | None = None
    rung: str | None = None
    nudge_on: date | None = None
    listed_on: date | None = None
    lapsed_on: date | None = None
    ended: str | None = None  # discharged, expired, closed, waived
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def is_open(self) -> bool:
        return self.ended is None


@kept_in("note")
class Note(OfEngagement):
    """A remark for the file. Appended, never edited."""

    IDENTITY: ClassVar = ("sequence",)

    sequence: int = Field(primary_key=True)
    text: str


@kept_in("cause_of_concern")
class CauseOfConcern(OfEngagement):
    """A concern of the inspectorate: open until the inspectorate removes it, whatever boards decide."""

    IDENTITY: ClassVar = ("number",)

    number: int = Field(primary_key=True)
    question: str
    issued_on: date
    text: str
    revisited_on: date | None = None
    removed_on: date | None = None
