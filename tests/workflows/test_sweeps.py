"""Sweeps: what the calendar brings, followed by one run for all of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from config.vocabulary import Role, Stage
from engagements.engagement import uk_date
from tests.builders import Case, CaseAt
from tests.workflows.relays import drained, messages, outbox, relay_for, run, runs_tagged
from workflows.sweeps import DayStillToCome, clock_sweep, open_reporting_period

pytestmark = pytest.mark.usefixtures("one_loop")


def test_silence_is_recorded_on_the_morning_after(case: Case, tmp_path: Path) -> None:
    case.request()
    relay = drained(relay_for(case, tmp_path))
    case.wait(days=7)
    assert len(run(clock_sweep())) == 1
    drained(relay)
    assert {message.template for message in messages(case.engine)} == {"request-received", "support-requested"}
    assert run(clock_sweep()) == (), "A lapse is recorded once."


def test_a_mornings_lapses_are_followed_by_one_run(case: Case, tmp_path: Path) -> None:
    for authority in ("essex", "kent"):
        case.request("fire-peer-challenge", authority)
    relay = drained(relay_for(case, tmp_path, name="bulk"))
    case.wait(days=7)
    assert len(run(clock_sweep())) == 2
    drained(relay)
    bulk = [each for each in runs_tagged("relay:bulk") if "batch" in each.tags]
    assert [each.name for each in bulk] == [f"clocks {case.today}: 2 events"]
    assert outbox(case.engine) == []


def test_each_quarters_end_asks_for_a_return(case_at: CaseAt, tmp_path: Path) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    relay = drained(relay_for(case, tmp_path))
    case.wait(on=_next_quarter(uk_date(case.now)))
    assert len(run(open_reporting_period())) == 1
    drained(relay)
    [asked] = [message for message in messages(case.engine) if message.template == "period-opened"]
    assert asked.audience is Role.AUTHORITY
    assert run(open_reporting_period()) == (), "A period opens once."


def _next_quarter(day: date) -> date:
    while day.month not in (1, 4, 7, 10) or day.day != 1:
        day += timedelta(days=1)
    return day


def test_a_missed_day_is_caught_up_and_a_day_to_come_is_refused(case: Case, tmp_path: Path) -> None:
    case.request()
    relay_for(case, tmp_path)
    case.wait(days=8)
    with pytest.raises(DayStillToCome, match="still to come"):
        run(clock_sweep(on=case.today + timedelta(days=1)))
    assert len(run(clock_sweep(on=case.world.calendar.before(case.today, 1)))) == 1
