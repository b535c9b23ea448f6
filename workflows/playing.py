"""Plays a case with a simulated calendar: the same commands, sweeps, flows and deliveries as on a working day."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from prefect import tags
from sqlalchemy import func, select

from engagements.database import reading, writing
from engagements.engagement import UK
from engagements.handling import Outcome, handle
from engagements.messages import Command
from engagements.people import mend
from engagements.periods import ReportingPeriod
from engagements.proposing import Proposal
from engagements.refusals import Refused
from engagements.state.engagement import Obligation
from notifications.ledger import Notification, NotificationStatus, find
from workflows.bounces import read_bounces
from workflows.case import Case, CaseHappening, CaseStep, best_team
from workflows.chasing import Chased, chase
from workflows.orphans import relay_tag
from workflows.relaying import Relay
from workflows.returning import returned
from workflows.sweeps import clock_sweep
from workflows.workplace import Workplace, work_at

MORNING, CHASE, OPENING, WORKING_HOURS = time(6), time(7), time(8), time(9, 30)


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
    """What a step, a happening, or a morning's sweeps (neither) came to: its events' positions in the journal.

    ``proposal``: what a team was chosen from.
    """

    on: date
    step: CaseStep | None
    positions: tuple[int, ...] = ()
    refusal: Refused | None = None
    chased: Chased | None = None
    happening: CaseHappening | None = None
    proposal: Proposal | None = None


class Morning(NamedTuple):
    """What a morning's sweeps came to: their events' positions in the journal, and the chase."""

    positions: tuple[int, ...]
    chased: Chased


async def morning(relay: Relay, clock: SimulatedClock, on: date) -> Morning:
    """The morning's sweeps, what follows them, and what goes out once working hours begin."""
    clock.move_to(on, MORNING)
    with tags(relay_tag(relay.name), "sweep"):
        positions = await clock_sweep()
    await relay.drain()
    clock.move_to(on, CHASE)
    with tags(relay_tag(relay.name), "chase"):
        chased = await chase()
    clock.move_to(on, OPENING)
    await relay.drain()
    return Morning(positions, chased)


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
        beats: list[CaseHappening | CaseStep] = [*self.case.happenings, *self.case.steps]
        for beat in sorted(beats, key=lambda beat: beat.on):
            while busy := self._next_morning(swept, beat.on):
                swept = busy
                yield await self._sweep(busy)
            yield await (self._take(beat) if isinstance(beat, CaseStep) else self._happen(beat))
        while busy := self._next_morning(swept, self.case.ends):
            swept = busy
            yield await self._sweep(busy)

    def _next_morning(self, swept: date, until: date) -> date | None:
        """The next day after the last sweep, up to ``until``, on which a sweep has something to find."""
        obligation, following = Obligation.table, swept + timedelta(days=1)
        is_open = obligation.c.ended.is_(None)
        lapse = select(func.min(obligation.c.due_on)).where(is_open, obligation.c.lapsed_on.is_(None))
        nudge = select(func.min(obligation.c.nudge_on)).where(is_open)
        with reading(self.place.engine) as connection:
            due_on, nudge_on = connection.execute(lapse).scalar(), connection.execute(nudge).scalar()
        days = [ReportingPeriod.of(swept).last_day + timedelta(days=1)]
        days += [max(due_on + timedelta(days=1), following)] if due_on else []
        days += [self.place.world.calendar.after(max(nudge_on, following), 0)] if nudge_on else []
        return min(days) if min(days) <= until else None

    async def _sweep(self, on: date) -> Played:
        swept = await morning(self.relay, self.clock, on)
        return Played(on, None, swept.positions, chased=swept.chased)

    async def _happen(self, happening: CaseHappening) -> Played:
        """What the world outside does with somebody's mail, and what the system makes of it at once."""
        self.clock.move_to(happening.on, WORKING_HOURS)
        if happening.what == "mail_returned":
            self._send_back_the_last_to(happening.contact)
            with tags(relay_tag(self.relay.name), "sweep"):
                await read_bounces()
        else:
            with writing(self.place.engine) as connection:
                mend(connection, happening.contact)
        await self.relay.drain()
        return Played(happening.on, None, happening=happening)

    def _send_back_the_last_to(self, contact: str) -> None:
        folder = self.place.settings.bounces
        assert folder is not None, "A case with returned mail is played with a folder for it in the settings."
        table = Notification.table
        query = select(func.max(table.c.id)).where(
            table.c.recipient == contact, table.c.status == NotificationStatus.SENT
        )
        with reading(self.place.engine) as connection:
            last = find(connection, connection.execute(query).scalar_one())
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{last.id}.eml").write_bytes(returned(last).as_bytes())

    async def _take(self, step: CaseStep) -> Played:
        self.clock.move_to(step.on, WORKING_HOURS)
        command, proposal = self._command(step)
        try:
            outcome = self._give(step, command)
        except Refused as refusal:
            if refusal.rule != step.refused:
                raise PlayedOtherwise(f"{step.on}, {step.give}: {refusal}") from refusal
            return Played(step.on, step, (), refusal)
        if step.refused:
            raise PlayedOtherwise(f"{step.on}, {step.give}: done, where the case expects {step.refused}.")
        self.ref = outcome.ref
        await self.relay.drain()
        return Played(step.on, step, outcome.positions, proposal=proposal)

    def _command(self, step: CaseStep) -> tuple[Command, Proposal | None]:
        """What the step gives, and the proposal that it comes from, where a team is chosen."""
        if not step.chosen:
            return step.command(), None
        with reading(self.place.engine) as connection:
            return best_team(connection, self.place.world, str(self.ref), step.on)

    def _give(self, step: CaseStep, command: Command) -> Outcome:
        number = self.case.steps.index(step)
        identity = uuid5(NAMESPACE_URL, f"urn:peer-support:case:{self.case.title}:{number}")
        place, now = self.place, self.clock()
        return handle(place.engine, place.world, command, step.actor(), now, ref=self.ref, command_id=identity)
