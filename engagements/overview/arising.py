"""What became exceptional in a quarter and is so still: for the morning, not for a board.

A board's paper asks how things stood at a quarter's end, from whole engagements (``engagements.exceptions``). Here each
exception has a day on which it arose, and the database finds those of a quarter by it, however many engagements there
are. Good news waits for nobody, and is left to the papers.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from config.exceptions import Threshold
from config.vocabulary import ExceptionKind
from engagements.engagement import World
from engagements.obligations import Owed
from engagements.overview.severity import exceptional
from engagements.overview.whose import EVERYBODY, Listed, Part, Whose
from engagements.periods import ReportingPeriod
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.plan import Action, BoardDecision, Evidence, ExtensionRequest, RaisedException

FIRST = Part()
KINDS = tuple(kind for kind in ExceptionKind if not kind.positive)


class Arose(NamedTuple):
    """Something exceptional. ``about``: its action, or the period of the return; empty where it is neither.

    ``on``: the day on which it arose. ``cause``: a TextRef, None where nobody said.
    """

    ref: str
    authority: str
    kind: ExceptionKind
    about: str
    on: date
    cause: str | None


def arising(
    connection: Connection, on: date, world: World, whose: Whose = EVERYBODY, part: Part = FIRST
) -> Listed[Arose]:
    """What arose between the first day of the quarter and that day, in engagements that run, the newest first."""
    threshold, quarter = world.thresholds.on(on), ReportingPeriod.of(on)
    found = union_all(*_branches(quarter.first_day, on, threshold, world)).subquery("arose")
    arose, own = found.c, EngagementFacts.table
    conditions = whose.among_active(arose.engagement_id)
    here = (
        select(found, func.count().over().label("so_many"))
        .where(*conditions)
        .order_by(arose.day.desc(), arose.engagement_id, arose.kind, arose.about)
        .offset(part.after)
        .limit(part.most)
        .subquery("here")
    )
    query = (
        select(own.c.ref, own.c.authority, here)
        .join_from(here, own, own.c.id == here.c.engagement_id)
        .order_by(here.c.day.desc(), here.c.engagement_id, here.c.kind, here.c.about)
    )
    rows = connection.execute(query).all()
    lines = (
        Arose(
            ref=row.ref,
            authority=row.authority,
            kind=ExceptionKind(row.kind),
            about=row.about,
            on=row.day + timedelta(days=row.grace),
            cause=row.cause,
        )
        for row in rows
    )
    return Listed(rows[0].so_many if rows else 0, tuple(lines))


def _branches(first: date, on: date, threshold: Threshold, world: World) -> Iterator[Select[Any]]:
    """For each kind, what arose of it: engagement, what about, since which day, days of grace from then, and why."""
    yield _overdue(first, on, threshold.overdue_days)
    yield _no_update(first, on, threshold.no_update_days)
    yield _off_track(first, on, world)
    yield _closure_refused(first, on)
    yield from _extensions(first, on, threshold.date_moves)
    yield _evidence_rejected(first, on)
    yield _raised(first, on)


def _branch(kind: ExceptionKind, of: Any, about: Any, day: Any, cause: Any = None, grace: int = 0) -> Select[Any]:
    return select(
        of.label("engagement_id"),
        literal(kind.value).label("kind"),
        about.label("about"),
        day.label("day"),
        literal(grace).label("grace"),
        (null() if cause is None else cause).label("cause"),
    )


def _overdue(first: date, on: date, days: int) -> Select[Any]:
    """Open actions so many days past their date; while clocks stop, they have none."""
    owed = Obligation.table.c
    branch = _branch(ExceptionKind.OVERDUE, owed.engagement_id, owed.subject, owed.due_on, grace=days)
    grace = timedelta(days=days)
    return branch.where(
        owed.ended.is_(None), owed.kind == Owed.COMPLETE_ACTION, owed.due_on.between(first - grace, on - grace)
    )


def _no_update(first: date, on: date, days: int) -> Select[Any]:
    """Returns so many days past their date, or sooner where their ladder ended sooner."""
    owed, grace = Obligation.table.c, timedelta(days=days)
    branch = _branch(ExceptionKind.NO_UPDATE, owed.engagement_id, owed.subject, owed.due_on, grace=days)
    return branch.where(
        owed.ended.is_(None),
        owed.kind == Owed.FILE_RETURN,
        owed.due_on.between(first - grace, on),
        or_(owed.due_on <= on - grace, owed.listed_on <= on),
        or_(owed.listed_on.is_(None), owed.listed_on >= first),
    )


def _off_track(first: date, on: date, world: World) -> Select[Any]:
    action, own = Action.table.c, EngagementFacts.table
    branch = _branch(ExceptionKind.OFF_TRACK, action.engagement_id, action.ref, action.rated_on)
    return branch.join_from(Action.table, own, own.c.id == action.engagement_id).where(
        action.status == literal_column("'open'"),  # spelt out, so that the index of such rows is used
        action.rated_on.between(first, on),
        exceptional(world.catalogue, action.rating),
    )


def _closure_refused(first: date, on: date) -> Select[Any]:
    decided = BoardDecision.table.c
    branch = _branch(ExceptionKind.CLOSURE_REFUSED, decided.engagement_id, literal(""), decided.met_on, decided.reason)
    refused: ColumnElement[bool] = literal_column("board_decision.decision IN ('deferred', 'referred_back')")
    return branch.where(refused, decided.about == "closure", decided.met_on.between(first, on))


def _extensions(first: date, on: date, moves: int) -> Iterator[Select[Any]]:
    """Those refused; and those granted, once it is so many."""
    asked, earlier = ExtensionRequest.table.c, ExtensionRequest.table.alias("earlier").c
    decided = asked.decided_on.between(first, on)
    refused = _branch(
        ExceptionKind.EXTENSION_REFUSED, asked.engagement_id, asked.action, asked.decided_on, asked.decision_reason
    )
    yield refused.where(decided, asked.granted.is_(False))
    moved = _branch(ExceptionKind.DATE_MOVED, asked.engagement_id, asked.action, asked.decided_on, asked.reason)
    moved = moved.where(decided, asked.granted.is_(True))
    if moves > 1:
        same = and_(earlier.engagement_id == asked.engagement_id, earlier.action == asked.action)
        so_many = select(func.count()).where(same, earlier.granted.is_(True), earlier.number <= asked.number)
        moved = moved.where(so_many.scalar_subquery() >= moves)
    yield moved


def _evidence_rejected(first: date, on: date) -> Select[Any]:
    """Once for all that was rejected together."""
    item = Evidence.table.c
    rejected = _branch(ExceptionKind.EVIDENCE_REJECTED, item.engagement_id, item.action, item.verdict_on, item.reason)
    return rejected.where(item.verdict == literal_column("'rejected'"), item.verdict_on.between(first, on)).distinct()


def _raised(first: date, on: date) -> Select[Any]:
    one = RaisedException.table.c
    about = func.coalesce(one.action, "")
    raised = _branch(ExceptionKind.RAISED, one.engagement_id, about, one.raised_on, one.cause)
    return raised.where(one.kind == ExceptionKind.RAISED, one.raised_on.between(first, on))
