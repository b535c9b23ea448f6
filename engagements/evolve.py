"""How an event changes an engagement: the part that is the same for all, and the part that each event says itself."""

from collections.abc import Iterator

from config.vocabulary import Stage, Status
from engagements.clocks import set_clocks
from engagements.engagement import Change, Engagement, Insert, Moment, end
from engagements.events import Event
from engagements.obligations import DUTIES, Owed
from engagements.state.engagement import Obligation


def evolve(engagement: Engagement, event: Event, when: Moment) -> tuple[Engagement, list[Change]]:
    """The engagement after the event, and what to write. Pure: the same event gives the same changes for ever."""
    changes = [
        *event.changes(engagement, when),
        *_stage(engagement, event, when),
        *_obligations(engagement, event, when),
    ]
    return engagement.after(changes), changes


def _stage(engagement: Engagement, event: Event, when: Moment) -> Iterator[Change]:
    if event.enters is Stage.CLOSED:
        yield engagement.becomes(stage=Stage.CLOSED, status=Status.CLOSED, closed_on=when.on)
    elif event.enters:
        yield engagement.becomes(stage=event.enters)


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
