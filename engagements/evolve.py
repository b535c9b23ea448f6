"""How an event changes an engagement: the part that is the same for all, and the part that each event says itself."""

from collections.abc import Iterable, Iterator

from config.vocabulary import Stage, Status
from engagements.clocks import set_clocks
from engagements.engagement import Change, Engagement, Insert, Moment, end
from engagements.events import Event
from engagements.obligations import DUTIES, Owed
from engagements.state.engagement import Obligation, StagePassed
from engagements.state.plan import Action


def evolve(engagement: Engagement, event: Event, when: Moment) -> tuple[Engagement, list[Change]]:
    """The engagement after the event, and what to write. Pure: the same event gives the same changes for ever."""
    changes = [
        *event.changes(engagement, when),
        *_stage(engagement, event, when),
        *_obligations(engagement, event, when),
    ]
    after = engagement.after(changes)
    rated = list(_open_ratings(after, changes))
    return after.after(rated), [*changes, *rated]


def _stage(engagement: Engagement, event: Event, when: Moment) -> Iterator[Change]:
    if event.enters is None:
        return
    closed = {"status": Status.CLOSED, "closed_on": when.on} if event.enters is Stage.CLOSED else {}
    yield engagement.becomes(stage=event.enters, stage_since=when.on, **closed)
    if since := engagement.facts.stage_since:
        left, days = engagement.facts.stage, (when.on - since).days
        yield Insert(StagePassed(engagement_id=engagement.id, sequence=when.sequence, stage=left, days=days))


def _open_ratings(after: Engagement, changes: Iterable[Change]) -> Iterator[Change]:
    """What the open actions are rated, once an event changed some."""
    if any((type(change.row) if isinstance(change, Insert) else change.kind) is Action for change in changes):
        rated = " ".join(sorted({action.rating for action in after.all(Action) if action.status == "open"}))
        if rated != after.facts.open_ratings:
            yield after.becomes(open_ratings=rated)


def _obligations(engagement: Engagement, event: Event, when: Moment) -> Iterator[Change]:
    for obligation in engagement.open_obligations():
        if event.CLOSES or (event.enters is Stage.CLOSED and not DUTIES[Owed(obligation.kind)].survives_closing):
            yield end(obligation, "closed", when)
        elif event.settles(obligation):
            yield end(obligation, "discharged", when)
    yield from set_clocks(engagement, event.clocks, when)
    for new in event.opens:
        yield Insert(
            Obligation(
                engagement_id=engagement.id,
                opened_by=when.sequence,
                kind=new.kind,
                subject=new.subject,
                owed_by=new.owed_by,
                opened_on=when.on,
                counted_from=new.counted_from,
                due_on=new.due_on,
                rung=new.rung,
                nudge_on=new.nudge_on,
            )
        )
