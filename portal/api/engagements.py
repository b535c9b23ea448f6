"""Engagements as other systems read them: where they stand, what is owed, what is exceptional, what happened."""

import json
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import ColumnElement, select
from starlette.responses import Response

from config.vocabulary import Role, Stage, Status
from engagements import exceptions as exceptional
from engagements.database import reading
from engagements.loading import load_whole, plain
from engagements.messages import Slug
from engagements.periods import ReportingPeriod
from engagements.queries import Due
from engagements.refusals import Malformed
from engagements.state import engagement as state
from engagements.state.journal import JournalEntry
from engagements.texts import recall
from portal.api.callers import Caller, Resources, TheCaller
from portal.api.leafing import Leaf, Page
from portal.api.shapes import Engagement, Event, Exceptional, Obligation
from portal.office import TheOffice
from portal.visitors import TOKENS

resources = Resources("Engagements")

FACTS, OWED, JOURNAL = state.EngagementFacts.table, state.Obligation.table, JournalEntry.table

OfAuthority = Annotated[Slug | None, Query(description="Only of that authority, by the slug of its service.")]
Ref = Annotated[str | None, Query(max_length=120, description="Only of the engagement of that reference.")]
Quarter = Annotated[
    str | None,
    Query(pattern=r"^20[0-9]{2}-[0-9]{2}-Q[1-4]$", description="At the end of a quarter, as 2020-21-Q1; else today."),
]


@resources.get("/engagements", to=TOKENS, response_model=Page[Engagement])
def list_engagements(
    office: TheOffice,
    caller: TheCaller,
    leaf: Leaf,
    stage: Stage | None = None,
    status: Status | None = None,
    authority: OfAuthority = None,
    product: Slug | None = None,
) -> Page[Engagement]:
    """Engagements in the order in which they began."""
    query = select(FACTS).where(*_of(caller))
    for column, wanted in (
        (FACTS.c.stage, stage),
        (FACTS.c.status, status),
        (FACTS.c.authority, authority),
        (FACTS.c.product, product),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    with reading(office.engine) as connection:
        found = plain(connection.execute(leaf.narrowed(query, FACTS.c.id)), state.EngagementFacts)
    held, following = leaf.page(found, lambda facts: (facts.id,))
    return Page(items=[Engagement.of(facts) for facts in held], next=following)


@resources.get("/engagements/{ref}", to=TOKENS, response_model=Engagement)
def read_engagement(ref: str, office: TheOffice, caller: TheCaller, response: Response) -> Engagement:
    """Where one engagement stands. Its ETag is its version, for If-Match."""
    with reading(office.engine) as connection:
        facts = caller.engagement(connection, ref)
    response.headers["ETag"] = f'"{facts.version}"'
    return Engagement.of(facts)


@resources.get("/engagements/{ref}/events", to=TOKENS, response_model=Page[Event])
def list_events(ref: str, office: TheOffice, caller: TheCaller, leaf: Leaf) -> Page[Event]:
    """What happened to an engagement, in order: its journal."""
    with reading(office.engine) as connection:
        of = caller.engagement(connection, ref)
        query = leaf.narrowed(select(JOURNAL).where(JOURNAL.c.engagement_id == of.id), JOURNAL.c.sequence)
        held, following = leaf.page(plain(connection.execute(query), JournalEntry), lambda entry: (entry.sequence,))
    return Page(items=[_event(entry) for entry in held], next=following)


@resources.get("/obligations", to=TOKENS, response_model=Page[Obligation])
def list_obligations(
    office: TheOffice,
    caller: TheCaller,
    leaf: Leaf,
    engagement: Ref = None,
    authority: OfAuthority = None,
    owed_by: Role | None = None,
    kind: Annotated[str | None, Query(pattern=r"^[a-z_]{1,60}$")] = None,
    late: Annotated[bool, Query(description="Only what is past its date.")] = False,
) -> Page[Obligation]:
    """What is owed now: who, what and by when; engagement by engagement."""
    query = (
        select(OWED, FACTS.c.ref, FACTS.c.authority, FACTS.c.stage)
        .join(FACTS, FACTS.c.id == OWED.c.engagement_id)
        .where(OWED.c.ended.is_(None), *_of(caller))
    )
    for column, wanted in ((FACTS.c.authority, authority), (OWED.c.owed_by, owed_by), (OWED.c.kind, kind)):
        if wanted is not None:
            query = query.where(column == wanted)
    if late:
        query = query.where(OWED.c.due_on < office.today)
    with reading(office.engine) as connection:
        if engagement is not None:
            query = query.where(OWED.c.engagement_id == caller.engagement(connection, engagement).id)
        key = (OWED.c.engagement_id, OWED.c.opened_by, OWED.c.kind, OWED.c.subject)
        found = connection.execute(leaf.narrowed(query, *key)).all()
    held, following = leaf.page(found, lambda row: (row.engagement_id, row.opened_by, row.kind, row.subject))
    return Page(items=[_owed(row, office) for row in held], next=following)


@resources.get("/exceptions", to=TOKENS, response_model=Page[Exceptional])
def list_exceptions(
    office: TheOffice,
    caller: TheCaller,
    leaf: Leaf,
    engagement: Ref = None,
    authority: OfAuthority = None,
    period: Quarter = None,
) -> Page[Exceptional]:
    """What boards are to read of, the worst first within an engagement. ``limit`` counts engagements that report."""
    asked = _quarter(period) or ReportingPeriod.of(office.today)
    query = select(FACTS).where(FACTS.c.reports_from.is_not(None), *_of(caller))
    if period is None:
        query = query.where(FACTS.c.stage == Stage.QUARTERLY_REPORTING, FACTS.c.status == Status.ACTIVE)
    if authority is not None:
        query = query.where(FACTS.c.authority == authority)
    with reading(office.engine) as connection:
        if engagement is not None:
            query = query.where(FACTS.c.id == caller.engagement(connection, engagement).id)
        found = plain(connection.execute(leaf.narrowed(query, FACTS.c.id)), state.EngagementFacts)
        held, following = leaf.page(found, lambda facts: (facts.id,))
        seen = [
            (facts.ref, one)
            for facts in held
            for one in exceptional.exceptions(
                load_whole(connection, facts.ref, office.world), asked, office.world.thresholds, office.today
            )
        ]
        texts = recall(connection, (ref for _, one in seen for ref in (one.cause, one.response, one.owner) if ref))
    return Page(items=[_exceptional(ref, asked, one, texts) for ref, one in seen], next=following)


def _of(caller: Caller) -> list[ColumnElement[bool]]:
    """Whose engagements the caller may know of."""
    return [FACTS.c.authority == caller.authority] if caller.authority else []


def _quarter(period: str | None) -> ReportingPeriod | None:
    try:
        return ReportingPeriod.parse(period) if period else None
    except ValueError as malformed:
        raise Malformed(str(malformed)) from None


def _owed(row: Any, office: TheOffice) -> Obligation:
    late = (office.today - row.due_on).days if row.due_on else None
    known = ("ref", "authority", "stage", "kind", "subject", "owed_by", "opened_on", "due_on")
    return Obligation.of(Due(**{name: getattr(row, name) for name in known}, late=late))


def _exceptional(ref: str, period: ReportingPeriod, one: exceptional.Exceptional, texts: dict[str, str]) -> Exceptional:
    words = {name: texts.get(getattr(one, name) or "") for name in ("cause", "response", "owner")}
    return Exceptional(
        engagement=ref,
        period=str(period),
        kind=one.kind,
        positive=one.positive,
        action=one.action,
        since=one.first_period,
        **words,
    )


def _event(entry: JournalEntry) -> Event:
    return Event(
        position=entry.position or 0,
        sequence=entry.sequence,
        type=entry.type,
        at=entry.at,
        role=Role(entry.actor.partition(":")[0]),
        facts=json.loads(entry.facts),
    )
