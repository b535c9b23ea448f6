"""Exceptions: what a board is to read of, computed from what is on record, and what the authority raises itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from config.exceptions import Threshold, Thresholds
from config.vocabulary import Decision, ExceptionKind
from engagements.as_of import AsOf
from engagements.engagement import Engagement, uk_date
from engagements.obligations import Owed
from engagements.periods import ReportingPeriod
from engagements.state.engagement import Obligation
from engagements.state.plan import (
    Action,
    BoardDecision,
    Evidence,
    ExtensionRequest,
    QuarterlyReturn,
    RaisedException,
)


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Something exceptional in a quarter. ``cause``, ``response``, ``owner``: TextRefs, None where nobody said.

    ``first_period``: where the unbroken run of quarters begins in which the same was exceptional of the same action.
    """

    kind: ExceptionKind
    action: str | None
    cause: str | None
    response: str | None
    owner: str | None
    first_period: str
    positive: bool


class Seen(NamedTuple):
    """Something exceptional, before one asks since when."""

    kind: ExceptionKind
    action: str | None = None
    cause: str | None = None
    response: str | None = None


Look = Callable[[AsOf, Threshold], Iterator[Seen]]


def exceptions(
    engagement: Engagement, period: ReportingPeriod | str, thresholds: Thresholds, known_on: date = date.max
) -> tuple[Exceptional, ...]:
    """What was exceptional at the end of a period, the worst first; ``known_on``: by what was known on that day.

    A return that is missing is exceptional once it is ``no_update_days`` late on that day; without one, once its ladder
    has ended. Pure, over an engagement with all its rows: the same rows give the same answer.
    """
    of = ReportingPeriod.parse(period) if isinstance(period, str) else period
    view = AsOf(engagement, of, known_on)
    return tuple(sorted(_dated(view, thresholds), key=_worst_first))


def exceptions_on(engagement: Engagement, day: date, thresholds: Thresholds) -> tuple[Exceptional, ...]:
    """What is exceptional on a day, in the quarter that it falls in."""
    return exceptions(engagement, ReportingPeriod.of(day), thresholds, day)


def to_explain(engagement: Engagement, day: date, thresholds: Thresholds) -> tuple[Seen, ...]:
    """What is exceptional on a day and stays so until a return says why: a nil return will not do."""
    view = AsOf(engagement, ReportingPeriod.of(day), day)
    return tuple(seen for look in (_overdue, _off_track) for seen in look(view, thresholds.on(view.day)))


def _dated(view: AsOf, thresholds: Thresholds) -> Iterator[Exceptional]:
    since: dict[tuple[ExceptionKind, str | None], ReportingPeriod] = {}
    found = _seen(view, thresholds)
    going = {(seen.kind, seen.action) for seen in found}
    earlier = view
    while going:
        since.update(dict.fromkeys(going, earlier.period))
        earlier = earlier.before
        going &= {(seen.kind, seen.action) for seen in _seen(earlier, thresholds)}
    raised = [one for one in _raised(view) if one.kind == ExceptionKind.RAISED]
    responses = {one.action or "": one.response for one in raised}
    owners = {action.ref: action.owner for action in view.engagement.all(Action)}
    for seen in found:
        about = seen.action or ""
        response = seen.response or (responses.get(about) if about and not seen.kind.positive else None)
        first = str(since[seen.kind, seen.action])
        yield Exceptional(seen.kind, seen.action, seen.cause, response, owners.get(about), first, seen.kind.positive)


def _seen(view: AsOf, thresholds: Thresholds) -> list[Seen]:
    threshold = thresholds.on(view.day)
    return [seen for look in LOOKS for seen in look(view, threshold)]


def _worst_first(found: Exceptional) -> tuple[int, str, list[tuple[int, str]], str]:
    """By kind, then the oldest; action A2 before A10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", found.action or "")
    natural = [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
    return list(ExceptionKind).index(found.kind), found.first_period, natural, found.cause or ""


def _said(view: AsOf, action: Action) -> str | None:
    update = view.update(action, said=True)
    return update.text if update else None


def _no_update(view: AsOf, threshold: Threshold) -> Iterator[Seen]:
    """A return that is not in, or came in too late. Several that are missing are one exception, since the first."""
    if any(_not_in(view, standing, threshold) for standing in view.engagement.all(QuarterlyReturn)):
        yield Seen(ExceptionKind.NO_UPDATE)


def _not_in(view: AsOf, standing: QuarterlyReturn, threshold: Threshold) -> bool:
    if standing.first_filed_on and standing.first_filed_on <= view.known_on:
        return standing.period == str(view.period) and standing.late >= threshold.no_update_days
    if standing.status == "waived" or ReportingPeriod.parse(standing.period) > view.period:
        return False
    owed = [o for o in view.engagement.all(Obligation) if (o.kind, o.subject) == (Owed.FILE_RETURN, standing.period)]
    if any(o.ended == "closed" and o.ended_at and uk_date(o.ended_at) <= view.day for o in owed):
        return False
    if any(o.listed_on and o.listed_on <= view.known_on for o in owed):
        return True
    looked = view.known_on < date.max and not _stopped(view, standing.due_on)
    return looked and (view.known_on - standing.due_on).days >= threshold.no_update_days


def _stopped(view: AsOf, due_on: date) -> bool:
    """Whether the engagement is on hold since before that day: no clock ran out on it."""
    held = view.engagement.facts.held_on
    return held is not None and held <= due_on


def _overdue(view: AsOf, threshold: Threshold) -> Iterator[Seen]:
    for action in view.open.values():
        due_on = view.due_on(action)
        if (view.day - due_on).days >= threshold.overdue_days and not _stopped(view, due_on):
            yield Seen(ExceptionKind.OVERDUE, action.ref, _said(view, action))


def _off_track(view: AsOf, threshold: Threshold) -> Iterator[Seen]:
    scale = view.engagement.product.ratings
    for action in view.open.values():
        if scale.rating(view.rating(action)).exceptional:
            yield Seen(ExceptionKind.OFF_TRACK, action.ref, _said(view, action))


def _closure_refused(view: AsOf, threshold: Threshold) -> Iterator[Seen]:
    for decision in view.engagement.all(BoardDecision):
        refused = decision.decision in (Decision.DEFERRED, Decision.REFERRED_BACK)
        if decision.about == "closure" and refused and view.within(decision.met_on):
            yield Seen(ExceptionKind.CLOSURE_REFUSED, None, decision.reason)


def _extension_refused(view: AsOf, threshold: Threshold) -> Iterator[Seen]:
    for request in view.engagement.all(ExtensionRequest):
        if request.granted is False and view.within(request.decided_on):
            yield Seen(ExceptionKind.EXTENSION_REFUSED, request.action, request.decision_reason)


def _evidence_rejected(view: AsOf, threshold: Threshold) -> Iterator[Seen]:
    verdicts = {
        (item.action, item.reason)
        for item in view.engagement.all(Evidence)
        if item.verdict == "rejected" and view.within(item.verdict_on)
    }
    for action, reason in verdicts:
        yield Seen(ExceptionKind.EVIDENCE_REJECTED, action, reason)


def _date_moved(view: AsOf, threshold: Threshold) -> Iterator[Seen]:
    for request in view.engagement.all(ExtensionRequest):
        if request.granted and view.within(request.decided_on):
            before = [r for r in view.engagement.all(ExtensionRequest) if r.action == request.action and r.granted]
            if sum(r.number <= request.number for r in before) >= threshold.date_moves:
                yield Seen(ExceptionKind.DATE_MOVED, request.action, request.reason)


def _raised(view: AsOf) -> list[RaisedException]:
    raised = view.engagement.all(RaisedException)
    return [one for one in raised if one.period == str(view.period) and one.raised_on <= view.known_on]


def _raised_by_the_authority(view: AsOf, threshold: Threshold) -> Iterator[Seen]:
    for one in _raised(view):
        yield Seen(ExceptionKind(one.kind), one.action, one.cause, one.response)


def _delivered_early(view: AsOf, threshold: Threshold) -> Iterator[Seen]:
    for action in view.planned.values():
        given = [
            item.given_on
            for item in view.engagement.all(Evidence)
            if item.action == action.ref and item.verdict == "verified" and view.within(item.verdict_on)
        ]
        if given and (action.due_first - max(given)).days >= threshold.early_days:
            yield Seen(ExceptionKind.DELIVERED_EARLY, action.ref)


LOOKS: tuple[Look, ...] = (
    _no_update,
    _overdue,
    _off_track,
    _closure_refused,
    _extension_refused,
    _evidence_rejected,
    _date_moved,
    _raised_by_the_authority,
    _delivered_early,
)
