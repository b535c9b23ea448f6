"""Plays a case with a simulated calendar: the same commands, sweeps, flows and deliveries as on a working day."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from prefect import tags
from sqlalchemy import func, select

from engagements.database import reading, writing
from engagements.engagement import UK
from engagements.handling import Outcome, handle
from engagements.periods import ReportingPeriod
from engagements.refusals import Refused
from engagements.state.engagement import Obligation
from workflows.case import Case, CaseStep
from workflows.orphans import relay_tag
from workflows.relaying import Relay
from workflows.sweeps import clock_sweep
from workflows.workplace import Workplace, work_at

MORNING, WORKING_HOURS = time(6), time(9, 30)


class PlayedOtherwise(Exception):
    """A step was refused that the case expects to be done, or done that it expects to be refused."""


class SimulatedClock:
    """Tells the time that the case has come to."""

    def __init__(self, start: date) -> None:
        self._now = datetime.combine(start, MORNING, UK).astimezone(UTC)

    def __call__(self) -> datetime:
        return self._now

    def move_to(self, day: date, at: time) -> None:
        """On to a time of a day, never back; a second on where it has come to already."""
        moment = datetime.combine(day, at, UK).astimezone(UTC)
        self._now = max(moment, self._now + timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class Played:
    """What a step, or a morning's sweep (``step`` is None), came to: its events' positions in the journal."""

    on: date
    step: CaseStep | None
    positions: tuple[int, ...]
    refusal: Refused | None = None


class Play:
    """A case being played at a workplace whose clock is simulated."""

    def __init__(self, case: Case, place: Workplace, clock: SimulatedClock, relay_name: str) -> None:
        self.case, self.place, self.clock = case, work_at(place), clock
        self.relay = Relay(place, relay_name)
        self.ref: str | None = None

    async def scenes(self) -> AsyncIterator[Played]:
        """Play every step on its day, with a sweep on every morning that has something to find."""
        with writing(self.place.engine) as connection:
            self.case.put_on_record(connection)
        swept = self.case.begins - timedelta(days=1)
        for step in self.case.steps:
            while morning := self._next_morning(swept, step.on):
                swept = morning
                yield await self._sweep(morning)
            yield await self._take(step)
        while morning := self._next_morning(swept, self.case.ends):
            swept = morning
            yield await self._sweep(morning)

    def _next_morning(self, swept: date, until: date) -> date | None:
        """The next day after the last sweep, up to ``until``, on which a sweep has something to find."""
        obligation = Obligation.table
        earliest = select(func.min(obligation.c.due_on)).where(
            obligation.c.ended.is_(None), obligation.c.lapsed_on.is_(None), obligation.c.due_on.is_not(None)
        )
        with reading(self.place.engine) as connection:
            due_on = connection.execute(earliest).scalar()
        quarter = ReportingPeriod.of(swept).last_day + timedelta(days=1)
        days = [quarter, *([max(due_on, swept) + timedelta(days=1)] if due_on else [])]
        return min(days) if min(days) <= until else None

    async def _sweep(self, on: date) -> Played:
        self.clock.move_to(on, MORNING)
        with tags(relay_tag(self.relay.name), "sweep"):
            positions = await clock_sweep()
        await self.relay.drain()
        return Played(on, None, positions)

    async def _take(self, step: CaseStep) -> Played:
        self.clock.move_to(step.on, WORKING_HOURS)
        try:
            outcome = self._give(step)
        except Refused as refusal:
            if refusal.rule != step.refused:
                raise PlayedOtherwise(f"{step.on}, {step.give}: {refusal}") from refusal
            return Played(step.on, step, (), refusal)
        if step.refused:
            raise PlayedOtherwise(f"{step.on}, {step.give}: done, where the case expects {step.refused}.")
        self.ref = outcome.ref
        await self.relay.drain()
        return Played(step.on, step, outcome.positions)

    def _give(self, step: CaseStep) -> Outcome:
        number = self.case.steps.index(step)
        identity = uuid5(NAMESPACE_URL, f"urn:peer-support:case:{self.case.title}:{number}")
        place, now = self.place, self.clock()
        return handle(place.engine, place.world, step.command(), step.actor(), now, ref=self.ref, command_id=identity)
