"""Plays a case through the rules alone: its commands on their days, and the sweeps on the mornings before them.

The demonstration plays the same case with flows and messages: see ``workflows/playing.py``.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import Engine

from engagements.database import reading, writing
from engagements.engagement import UK, World
from engagements.handling import Outcome, handle
from engagements.periods import ReportingPeriod
from engagements.refusals import Refused
from engagements.sweeping import open_periods, sweep_clocks
from workflows.case import SHIPPED, Case, best_team

ESSEX = SHIPPED / "essex-protection-2021.toml"


def play(case: Case, engine: Engine, world: World) -> str:
    """Play the whole case on a database without its people yet. Its reference."""
    with writing(engine) as connection:
        case.put_on_record(connection)
    ref: str | None = None
    days = {case.begins, case.ends, *(step.on for step in case.steps), *_quarters(case.begins, case.ends)}
    for day in sorted(days):
        morning, working_hours = (datetime.combine(day, time(hour), UK) for hour in (6, 10))
        list(open_periods(engine, world, morning))
        list(sweep_clocks(engine, world, morning))
        for step in (step for step in case.steps if step.on == day):
            outcome: Outcome | Refused
            command = step.command()
            if step.chosen:
                with reading(engine) as connection:
                    command, _ = best_team(connection, world, str(ref), day)
            try:
                outcome = handle(engine, world, command, step.actor(), working_hours, ref=ref)
            except Refused as refusal:
                outcome = refusal
            refused = outcome.rule if isinstance(outcome, Refused) else None
            if refused != step.refused:
                raise AssertionError(f"{step.give} on {day}: expected {step.refused or 'done'}, came to {outcome}")
            ref = outcome.ref if isinstance(outcome, Outcome) else ref
    return str(ref)


def _quarters(first: date, last: date) -> Iterator[date]:
    """The day after each quarter's end."""
    day = ReportingPeriod.of(first).last_day + timedelta(days=1)
    while day <= last:
        yield day
        day = ReportingPeriod.of(day).last_day + timedelta(days=1)
