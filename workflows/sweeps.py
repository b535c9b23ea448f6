"""Sweeps as flows: scheduled in UK time, or run by hand for a date. What they make in bulk one run follows."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from prefect import flow
from prefect.logging import get_run_logger
from sqlalchemy import Engine

from config.calendar import in_words
from engagements.database import writing
from engagements.engagement import World, uk_date
from engagements.handling import Outcome
from engagements.saved_forms import forget_old
from engagements.sweeping import moment_of, open_periods, sweep_clocks
from engagements.words import called
from workflows.catalogue import story_of
from workflows.following import follow_batch
from workflows.workplace import workplace


class DayStillToCome(ValueError):
    """A sweep runs for today or a day that was missed, never for one to come."""


@flow(name="sweep's batch", validate_parameters=False, persist_result=False)
async def follow_a_batch(positions: list[int]) -> None:
    """Follow what a sweep made in bulk."""
    await follow_batch(positions, story_of)


@flow(name="clock sweep", flow_run_name="clock sweep", persist_result=False)
async def clock_sweep(on: date | None = None) -> tuple[int, ...]:
    """Open the reporting period that has ended, record what has lapsed, and forget forms that nobody went on with.

    Args:
        on: The day to sweep for, when it was missed. Today when empty.
    """
    opened = _sweep("reporting periods opened", open_periods, on)
    _forget_saved_forms()
    return opened + _sweep("obligations lapsed", sweep_clocks, on)


@flow(name="open reporting period", flow_run_name="open reporting period", persist_result=False)
async def open_reporting_period(on: date | None = None) -> tuple[int, ...]:
    """Ask every authority that reports for the return of the quarter that has ended.

    Args:
        on: The day to open it for, when it was missed. Today when empty.
    """
    return _sweep("reporting periods opened", open_periods, on)


Sweep = Callable[[Engine, World, datetime], Iterator[Outcome]]


def _sweep(made: str, sweep: Sweep, on: date | None) -> tuple[int, ...]:
    place, log = workplace(), get_run_logger()
    positions: list[int] = []
    for outcome in sweep(place.engine, place.world, moment_on(on, place.now())):
        positions += outcome.positions
        log.info("%s: %s", outcome.ref, ", ".join(called(type(event)) for event in outcome.events))
    log.info("%s %s", len(positions), made)
    return tuple(positions)


def _forget_saved_forms() -> None:
    place = workplace()
    with writing(place.engine) as connection:
        forgotten = forget_old(connection, place.now())
    get_run_logger().info("%s saved forms forgotten", forgotten)


def moment_on(on: date | None, now: datetime) -> datetime:
    """When a sweep for a day is, or for today. Raises DayStillToCome."""
    if on and on > uk_date(now):
        raise DayStillToCome(f"{in_words(on)} is still to come; a sweep runs for today or for a day that was missed.")
    return moment_of(on, now)
