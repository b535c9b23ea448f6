"""``Rehearsal``: day after day, the sweeps and the chase as they run in earnest, and then the people who answer."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, Engine, Select, func, select

from config.vocabulary import Status
from engagements.chasing import Nudged, chase
from engagements.database import reading, writing
from engagements.engagement import UK, World, uk_date
from engagements.handling import Outcome, apply
from engagements.journal import Actor
from engagements.loading import facts_of, rows_of, still_owed
from engagements.obligations import Owed
from engagements.periods import ReportingPeriod
from engagements.refusals import Refused
from engagements.rehearsal.answering import Reply, replies
from engagements.rehearsal.manner import Manner
from engagements.rehearsal.standing import Standing
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.people import Peer
from engagements.sweeping import open_periods, sweep_clocks

MORNING, WORKING_HOURS = time(7), time(10)
SAID = "As rehearsed."
"""What people type in a rehearsal."""

ENDED = (Status.CLOSED, Status.DECLINED, Status.WITHDRAWN)


class Diary(Protocol):
    """Writes down what a rehearsal comes to."""

    def happened(self, connection: Connection, outcome: Outcome, now: datetime) -> None: ...

    def answered(self, facts: EngagementFacts, owed: Obligation, on: date) -> None: ...

    def note(self, connection: Connection, nudged: Sequence[Nudged]) -> None: ...


class Rehearsal:
    """Engagements of a database that may be written to, played ahead. ``pool``: the peers whom to invite."""

    def __init__(self, engine: Engine, world: World, manner: Manner, diary: Diary, pool: Sequence[Peer] = ()) -> None:
        self.engine, self.world, self.manner, self.diary, self.pool = engine, world, manner, diary, pool
        self._answers: dict[str, dict[tuple[Any, ...], tuple[date, Obligation]]] = {}
        self._facts: dict[str, EngagementFacts] = {}
        self._given = 0

    def days(self, first: date, last: date) -> Iterator[date]:
        """Play each day on which anything can happen, from the first to the last, and give it out afterwards."""
        with reading(self.engine) as connection:
            for ref in connection.execute(_every_one()).scalars().all():
                self._look(connection, ref)
        day = self._next(first)
        while day <= last and self._answers:
            self._play(day)
            yield day
            day = self._next(day + timedelta(days=1))

    def begin(self, reply: Reply, on: date) -> str:
        """Begin an engagement, by the command that asks for it. Its reference."""
        now = datetime.combine(on, WORKING_HOURS, UK)
        with writing(self.engine) as connection:
            outcome = self._give(connection, reply, None, now)
            self.diary.happened(connection, outcome, now)
        return outcome.ref

    @property
    def still_open(self) -> bool:
        """Whether any engagement has not come to its end."""
        return any(facts.status not in ENDED for facts in self._facts.values())

    def _look(self, connection: Connection, ref: str) -> None:
        """Look at what is owed on an engagement now, and so on which day each of it will be answered."""
        facts = self._facts[ref] = facts_of(connection, ref)
        known = self._answers.pop(ref, {})
        open_now = still_owed(connection, facts.id)
        if open_now or facts.status not in ENDED:
            self._answers[ref] = {}
            for owed in open_now:
                before = known.get(owed.identity)
                if before and before[1].due_on == owed.due_on:
                    self._answers[ref][owed.identity] = before
                elif on := self.manner.answers_on(ref, owed, self.world.calendar):
                    self._answers[ref][owed.identity] = (on, owed)

    def _next(self, day: date) -> date:
        """The first working day from that day on with something to do: a rung, a lapse, a quarter's end, an answer."""
        owed = Obligation.table.c
        rungs = select(func.min(owed.nudge_on)).where(owed.ended.is_(None), owed.nudge_on.is_not(None))
        to_lapse = owed.ended.is_(None), owed.lapsed_on.is_(None), owed.due_on.is_not(None)
        lapses = select(func.min(owed.due_on)).where(*to_lapse)
        with reading(self.engine) as connection:
            rung, due_on = connection.execute(rungs).scalar(), connection.execute(lapses).scalar()
        days = [ReportingPeriod.of(day - timedelta(days=1)).last_day + timedelta(days=1)]
        days += [rung] if rung else []
        days += [due_on + timedelta(days=1)] if due_on else []
        days += [on for answers in self._answers.values() for on, _ in answers.values()]
        return self.world.calendar.after(max(min(days), day), 0)

    def _play(self, day: date) -> None:
        morning = datetime.combine(day, MORNING, UK)
        for sweep in (open_periods, sweep_clocks):
            for outcome in sweep(self.engine, self.world, morning):
                with reading(self.engine) as connection:
                    self._look(connection, outcome.ref)
                    self.diary.happened(connection, outcome, morning)
        for _ in chase(self.engine, self.world, morning, self.diary.note):
            pass  # what was climbed is in the diary
        to_answer = [ref for ref, answers in self._answers.items() if any(on <= day for on, _ in answers.values())]
        if to_answer:
            with writing(self.engine) as connection:
                for ref in to_answer:
                    self._answer(connection, ref, datetime.combine(day, WORKING_HOURS, UK))

    def _answer(self, connection: Connection, ref: str, now: datetime) -> None:
        """Everybody whose day has come answers; where one answer lets another be given, that one too."""
        while any(self._settle(connection, ref, owed, now) for owed in self._to_answer(ref, uk_date(now))):
            pass

    def _to_answer(self, ref: str, today: date) -> list[Obligation]:
        come = [owed for on, owed in self._answers.get(ref, {}).values() if on <= today]
        return sorted(come, key=lambda owed: (owed.due_on or today, owed.opened_by, owed.kind, owed.subject))

    def _settle(self, connection: Connection, ref: str, owed: Obligation, now: datetime) -> bool:
        """Give the first answer that is not refused. Whether there was one."""
        facts = self._facts[ref]
        rows = partial(rows_of, connection, facts)
        standing = Standing(facts, self.world, uk_date(now), rows, self.pool, SAID)
        for reply in replies(standing, Owed(owed.kind), owed.subject):
            try:
                outcome = self._give(connection, reply, ref, now)
            except Refused:
                continue
            self._look(connection, ref)
            if owed.identity not in self._answers.get(ref, {}):
                self.diary.answered(facts, owed, uk_date(now))
            self.diary.happened(connection, outcome, now)
            return True
        return False

    def _give(self, connection: Connection, reply: Reply, ref: str | None, now: datetime) -> Outcome:
        self._given += 1
        identity = UUID(int=self._given).bytes
        return apply(connection, self.world, reply.command, Actor(reply.by), now, ref=ref, command_id=identity)


def _every_one() -> Select[Any]:
    return select(EngagementFacts.table.c.ref).order_by(EngagementFacts.table.c.id)
