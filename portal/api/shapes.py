"""What the API tells: identifiers, dates, and the words that the pages use. Nobody's name or address."""

from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from config.products import Product
from config.reference.services import Service
from config.vocabulary import ExceptionKind, Origin, Role, Stage, Status
from documents.kinds import Kind
from documents.ledger import Document
from engagements.queries import Due
from engagements.state.engagement import EngagementFacts


class Engagement(BaseModel):
    """``version``: the sequence of its last event, which is also its ETag."""

    ref: str
    version: int
    authority: str
    product: str
    product_version: int
    stage: Stage
    status: Status
    origin: Origin
    coordinator: str | None = None
    requested_on: date | None = None
    window_from: date | None = None
    window_to: date | None = None
    visit_from: date | None = None
    visit_to: date | None = None
    held_on: date | None = None
    closed_on: date | None = None

    @classmethod
    def of(cls, facts: EngagementFacts) -> Self:
        return cls.model_validate(facts, from_attributes=True)


class Obligation(BaseModel):
    """``late``: calendar days past its date, negative before it; absent while its clock stops."""

    engagement: str
    authority: str
    stage: Stage
    kind: str
    subject: str = Field(description="Which of several of that kind: an action, a period, a peer; else empty.")
    owed_by: Role
    opened_on: date
    due_on: date | None = None
    late: int | None = None

    @classmethod
    def of(cls, due: Due) -> Self:
        values = {name: getattr(due, name) for name in cls.model_fields if name != "engagement"}
        return cls(engagement=due.ref, **values)


class Exceptional(BaseModel):
    """Something that boards are to read of. ``since``: the quarter in which it was first seen."""

    engagement: str
    period: str
    kind: ExceptionKind
    positive: bool
    action: str | None = None
    cause: str | None = None
    response: str | None = None
    owner: str | None = None
    since: str


class Paper(BaseModel):
    """``docx``, ``pdf``: where its files are."""

    number: int
    engagement: str | None = Field(None, description="Absent for the national report, which is of no engagement.")
    kind: Kind
    board: str
    period: str
    title: str
    made_at: datetime
    docx: str
    pdf: str

    @classmethod
    def of(cls, paper: Document, ref: str | None) -> Self:
        values = {name: getattr(paper, name) for name in ("kind", "board", "period", "title", "made_at")}
        files = f"/api/v1/papers/{paper.id}"
        return cls(number=paper.id or 0, engagement=ref, docx=f"{files}/docx", pdf=f"{files}/pdf", **values)


class Event(BaseModel):
    """What happened. ``facts``: as the journal holds them: texts that people typed are named by reference only."""

    position: int = Field(description="Its place in the journal of all engagements.")
    sequence: int = Field(description="Its place in the journal of its engagement.")
    type: str
    at: datetime
    role: Role
    facts: dict[str, Any]


class Outcome(BaseModel):
    """What a command came to. ``replayed``: it had been applied before, under the same key."""

    engagement: str
    version: int
    events: list[str]
    positions: list[int]
    replayed: bool


class FireService(BaseModel):
    """A fire and rescue service. ``governance``: who its authority is, in words, as of today."""

    slug: str
    official_name: str
    region: str
    ons_code: str
    exists_from: date | None = None
    exists_to: date | None = None
    successor: str | None = None
    governance: str

    @classmethod
    def of(cls, service: Service, today: date) -> Self:
        known = {name: getattr(service, name) for name in cls.model_fields if name != "governance"}
        return cls(**known, governance=service.governance_on(today).shown)


class ProductOffered(BaseModel):
    """A version of a product. ``choices``: what a request must choose besides, and the options of each."""

    slug: str
    version: int
    name: str
    summary: str
    effective_from: date
    stages: list[Stage]
    lines_of_enquiry: list[str]
    choices: dict[str, list[str]]
    chargeable: bool

    @classmethod
    def of(cls, product: Product) -> Self:
        return cls(
            slug=product.slug,
            version=product.version,
            name=product.name,
            summary=product.summary,
            effective_from=product.effective_from,
            stages=list(product.stages),
            lines_of_enquiry=[line.slug for line in product.lines_of_enquiry],
            choices={choice: list(options) for choice, options in product.choices.items()},
            chargeable=product.charge is not None,
        )
