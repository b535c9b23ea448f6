"""The chase as operators see it: one run, how far it has come, and what it came to."""

from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from engagements.chasing import chase as climb
from engagements.engagement import UK
from tests.builders import Case
from tests.notifications.chased import AUTHORITY, LATE, REMINDED, digests, noted, with_a_return_owed
from tests.workflows.relays import artifacts, drained, relay_for, run
from workflows.chasing import chase
from workflows.sweeps import DayStillToCome

pytestmark = pytest.mark.usefixtures("one_loop")


def chased_on(case: Case, on: date, hour: int = 7) -> dict[str, object]:
    case.now = datetime.combine(on, time(hour), UK)
    came_to = run(chase())
    return {name: getattr(came_to, name) for name in ("due", "nudged", "people", "digests")}


def test_a_working_morning_reminds_whoever_owes_something_when_quiet_hours_end(case: Case, tmp_path: Path) -> None:
    with_a_return_owed(case)
    relay = drained(relay_for(case, tmp_path))
    assert chased_on(case, REMINDED) == {"due": 1, "nudged": 1, "people": 1, "digests": 1}
    drained(relay)
    assert digests(case)[0].status.value == "pending"
    assert chased_on(case, REMINDED, hour=9) == {"due": 0, "nudged": 0, "people": 0, "digests": 0}
    drained(relay)
    assert [(digest.recipient, digest.status.value) for digest in digests(case)] == [(AUTHORITY, "sent")]


def test_how_far_a_chase_has_come_is_seen(case: Case, tmp_path: Path) -> None:
    with_a_return_owed(case)
    relay_for(case, tmp_path)
    chased_on(case, LATE)
    [shown] = [each for each in artifacts("chase") if str(each.description).startswith("Chase of 24 July 2020.")]
    assert shown.data == 100
    assert "Obligations nudged: 1 of 1. People looked at: 1 of 1. Digests written: 1." in str(shown.description)


def test_nobody_is_chased_on_a_day_on_which_nobody_works(case: Case, tmp_path: Path) -> None:
    with_a_return_owed(case)
    relay_for(case, tmp_path)
    assert chased_on(case, date(2020, 7, 11))["due"] == 0
    assert digests(case) == []


def test_a_missed_morning_is_caught_up_by_hand_and_a_day_to_come_is_refused(case: Case, tmp_path: Path) -> None:
    with_a_return_owed(case)
    relay_for(case, tmp_path)
    case.now = datetime.combine(REMINDED + timedelta(days=1), time(10), UK)
    with pytest.raises(DayStillToCome):
        run(chase(on=REMINDED + timedelta(days=2)))
    assert run(chase(on=REMINDED)).digests == 1
    assert digests(case)[0].day == REMINDED + timedelta(days=1)


def test_the_relay_writes_what_a_chase_left_that_was_cut_off(case: Case, tmp_path: Path) -> None:
    with_a_return_owed(case)
    relay = relay_for(case, tmp_path)
    case.now = datetime.combine(REMINDED, time(9), UK)
    list(climb(case.engine, case.world, case.now, partial(noted, case)))  # and here it is cut off
    case.now += timedelta(minutes=11)
    drained(relay)
    assert [digest.status.value for digest in digests(case)] == ["sent"]
