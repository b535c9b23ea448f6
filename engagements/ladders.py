"""Every date that is decided is put on its ladder: the first rung that is still to come, and its day."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from config.ladders import Ladder, Ladders, MalformedLadder, RungDay
from config.products import Catalogue
from engagements.engagement import Engagement, uk_date
from engagements.events import Event
from engagements.messages import Clock, Opened
from engagements.obligations import DUTIES, Owed
from engagements.state.engagement import Obligation

Dated = TypeVar("Dated", Opened, Clock)


class NeverFires(MalformedLadder):
    """A rung lies further before the due date than anybody is ever given time."""


def put_on_ladders(events: Iterable[Event], engagement: Engagement, now: datetime) -> list[Event]:
    """The events, with the next rung of everything that they open and of every clock that they set."""
    return [_on_ladders(event, engagement, uk_date(now)) for event in events]


def _on_ladders(event: Event, engagement: Engagement, today: date) -> Event:
    if not event.opens and not event.clocks:
        return event
    opens = tuple(_planned(new, _begin(new.kind, today, max(new.due_on, today), engagement)) for new in event.opens)
    clocks = tuple(_clock(clock, engagement, today) for clock in event.clocks)
    return event.model_copy(update={"opens": opens, "clocks": clocks})


def _clock(clock: Clock, engagement: Engagement, today: date) -> Clock:
    """A stopped clock keeps its rung; one that goes on, goes on from it; one with a new date begins anew."""
    obligation = engagement.one(Obligation, clock.opened_by, clock.kind, clock.subject, called="such obligation")
    if clock.due_on is None:
        return clock.model_copy(update={"rung": obligation.rung})
    if obligation.days_left is None:
        return _planned(clock, _begin(clock.kind, today, chased_from(clock.due_on, obligation), engagement))
    if obligation.rung is None:
        return clock
    since, calendar = chased_from(clock.due_on, obligation), engagement.world.calendar
    left = _ladder(clock.kind, engagement).from_rung(obligation.rung, today, since, calendar)
    return _planned(clock, left[0] if left else None)


def chased_from(due_on: date, obligation: Obligation) -> date:
    """The day that the ladder counts from: the due date, but nobody is chased for the time before they were asked."""
    return max(due_on, obligation.opened_on)


def _begin(kind: str, today: date, since: date, engagement: Engagement) -> RungDay:
    return _ladder(kind, engagement).begin(today, since, engagement.world.calendar)


def _ladder(kind: str, engagement: Engagement) -> Ladder:
    return engagement.world.ladders[DUTIES[Owed(kind)].ladder]


def _planned(dated: Dated, rung: RungDay | None) -> Dated:
    return dated.model_copy(update={"rung": rung.rung.key, "nudge_on": rung.on}) if rung else dated


def refuse_rungs_that_never_fire(ladders: Ladders, catalogue: Catalogue) -> None:
    """Refuse a rung that lies before the beginning of everything that climbs its ladder. Raises NeverFires."""
    for name, ladder in ladders.by_name.items():
        longest = max(_days_given(kind, catalogue) for kind, duty in DUTIES.items() if duty.ladder is name)
        for rung in ladder.rungs:
            before = -rung.offset if rung.unit == "working days" else -rung.offset * 5 // 7
            if before >= longest:
                reason = (
                    f"can never fire: nobody is given more than {longest} working days. Put it nearer to the due date"
                )
                raise NeverFires(Path(f"{name}.toml"), f"rung {rung.key}", reason)


def _days_given(kind: Owed, catalogue: Catalogue) -> int:
    """The most working days, about, that any product gives for a kind; without a clock, as many as one likes."""
    duty = DUTIES[kind]
    if duty.clock is None or duty.counted == "before":
        return 10_000
    weights = {"working days": 1.0, "days": 5 / 7, "weeks": 5.0, "months": 21.7}
    clocks = [product.clock(duty.clock) for product in catalogue.products.values()]
    return max(int(clock.amount * weights[clock.unit]) for clock in clocks)
