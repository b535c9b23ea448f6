"""The chase: every rung of a ladder is climbed on its day, once, however often, late or at once it runs."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import Engine, select

from config.calendar import WorkingDays
from config.ladders import LadderName, Ladders
from config.vocabulary import Role, Stage
from engagements.chasing import Nudged, chase, planned
from engagements.database import reading
from engagements.engagement import UK
from engagements.stages.relief import ObligationNudged
from engagements.state.engagement import Obligation
from engagements.state.journal import OutboxEntry
from engagements.sweeping import open_periods
from engagements.what_if import side_by_side
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR

Q1 = "2020-21-Q1"
CHASED = [  # the return for April to June is due on 21 July 2020, 15 working days after the quarter's end
    (date(2020, 7, 7), "-10"),
    (date(2020, 7, 16), "-3"),
    (date(2020, 7, 21), "+0"),
    (date(2020, 7, 24), "+3"),
    (date(2020, 7, 28), "+5"),
    (date(2020, 8, 4), "+10"),
    (date(2020, 8, 11), "+15"),
]


def with_a_return_owed(case: Case) -> Case:
    """On 1 July 2020; nothing of the rest is chased meanwhile."""
    case.at_stage(Stage.QUARTERLY_REPORTING).wait(on=date(2020, 7, 1))
    list(open_periods(case.engine, case.world, case.now))
    return case


@pytest.fixture
def case(case_at: CaseAt) -> Case:
    return with_a_return_owed(case_at(Stage.QUARTERLY_REPORTING))


def swept(case: Case, on: date, hour: int = 7) -> list[Nudged]:
    now = datetime.combine(on, time(hour), UK)
    return [nudged for batch in chase(case.engine, case.world, now, _told) for nudged in batch]


def _told(connection: Any, nudged: Any) -> None:
    """Nobody needs to be told here."""


def rungs(nudged: list[Nudged], kind: str = "file_return") -> list[str]:
    return [rung.key for nudge in nudged if nudge.obligation.kind == kind for rung in nudge.rungs]


def owed(case: Case, kind: str = "file_return") -> Obligation:
    [obligation] = [o for o in case.rows(Obligation) if o.kind == kind]
    return obligation


def test_a_return_is_chased_up_its_ladder_day_by_day(case: Case) -> None:
    days = [date.fromordinal(day) for day in range(date(2020, 7, 2).toordinal(), date(2020, 9, 30).toordinal())]
    assert [(day, rung) for day in days for rung in rungs(swept(case, day))] == CHASED


def test_the_last_rung_lists_it_and_nothing_follows(case: Case) -> None:
    for day, _ in CHASED:
        swept(case, day)
    listed = owed(case)
    assert (listed.listed_on, listed.rung, listed.nudge_on) == (date(2020, 8, 11), None, None)
    assert listed.is_open


def test_a_rung_is_climbed_once_however_often_the_chase_runs(case: Case) -> None:
    assert [rungs(swept(case, date(2020, 7, 7), hour)) for hour in (7, 9, 23)] == [["-10"], [], []]


def test_missed_days_are_caught_up_and_no_nudge_is_lost(case: Case) -> None:
    assert rungs(swept(case, date(2020, 7, 27))) == ["-10", "-3", "+0", "+3"]
    assert rungs(swept(case, date(2020, 7, 28))) == ["+5"]


def test_a_clock_set_back_nudges_nobody_again(case: Case) -> None:
    swept(case, date(2020, 7, 16))
    assert swept(case, date(2020, 7, 7)) == []
    assert rungs(swept(case, date(2020, 7, 21))) == ["+0"]


@pytest.mark.parametrize("day", [date(2020, 7, 18), date(2020, 12, 25), date(2020, 8, 31)])
def test_nobody_is_nudged_on_a_day_on_which_nobody_works(case: Case, day: date) -> None:
    assert swept(case, day) == []


def test_a_bank_holiday_announced_late_puts_a_nudge_off_and_loses_none(case: Case) -> None:
    case.world = replace(case.world, calendar=ClosedOn(date(2020, 7, 7)))
    assert swept(case, date(2020, 7, 7)) == []
    assert rungs(swept(case, date(2020, 7, 8))) == ["-10"]
    assert rungs(swept(case, date(2020, 7, 16))) == ["-3"]


class ClosedOn(WorkingDays):
    """England's calendar with one more holiday."""

    def __init__(self, closed: date) -> None:
        super().__init__()
        object.__setattr__(self, "closed", closed)

    def is_working_day(self, day: date) -> bool:
        return day != self.closed and super().is_working_day(day)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("at", "climbed"), [("22:59", []), ("23:00", ["-10"])])
def test_the_day_is_the_one_in_england_in_summer_too(case: Case, at: str, climbed: list[str]) -> None:
    """While the clocks are forward, the 7th of July begins at 23:00 UTC on the 6th."""
    now = datetime.combine(date(2020, 7, 6), time.fromisoformat(at), UTC)
    assert rungs([n for batch in chase(case.engine, case.world, now, _told) for n in batch]) == climbed


def test_two_chases_at_once_climb_each_rung_once(engine: Engine) -> None:
    case = with_a_return_owed(Case(engine))
    with ThreadPoolExecutor(2) as sweeps:
        both = list(sweeps.map(lambda _: swept(case, date(2020, 7, 7)), range(2)))
    assert sorted(rungs(both[0]) + rungs(both[1])) == ["-10"]
    assert case.verify().problems == []


def test_what_is_answered_is_chased_no_more(case: Case) -> None:
    swept(case, date(2020, 7, 7))
    case.give("FileNilReturn", Role.AUTHORITY, on=date(2020, 7, 9), period=Q1)
    assert rungs(swept(case, date(2020, 7, 30))) == []


def test_a_hold_stops_the_chase_and_it_goes_on_where_it_stopped(case: Case) -> None:
    swept(case, date(2020, 7, 7))
    case.give("PutOnHold", COORDINATOR, on=date(2020, 7, 9), reason="A major incident.")
    assert rungs(swept(case, date(2020, 9, 1))) == []
    case.give("Resume", COORDINATOR, on=date(2020, 9, 1))
    assert owed(case).due_on == date(2020, 9, 11)  # the eight working days that it had left
    assert rungs(swept(case, date(2020, 9, 1))) == []
    assert rungs(swept(case, date(2020, 9, 8))) == ["-3"]


def test_a_later_date_begins_the_ladder_anew(case: Case) -> None:
    swept(case, date(2020, 7, 24))
    later = {"kind": "file_return", "subject": Q1, "due_on": date(2020, 8, 21)}
    case.give("ExtendObligation", COORDINATOR, later, reason="The officer is ill.")
    assert rungs(swept(case, date(2020, 8, 6))) == []
    assert rungs(swept(case, date(2020, 8, 7))) == ["-10"]


def test_nobody_is_chased_for_the_time_before_they_were_asked(case_at: CaseAt) -> None:
    """The report was finished so late that publishing it was due long before it could be."""
    case = case_at(Stage.RECOMMENDATIONS)
    case.wait(on=date(2021, 5, 10)).report()
    asked = case.today
    assert owed(case, "publish_report").due_on < asked  # type: ignore[operator]
    third = case.world.calendar.after(asked, 3)
    assert rungs(swept(case, case.world.calendar.before(third, 1)), "publish_report") == []
    assert rungs(swept(case, third), "publish_report") == ["+3"]


def test_a_nudge_is_in_the_journal_and_no_flow_follows_it(case: Case) -> None:
    [nudged] = [n for n in swept(case, date(2020, 7, 7)) if n.obligation.kind == "file_return"]
    event = next(e for e in reversed(case.events()) if isinstance(e, ObligationNudged) and e.kind == "file_return")
    assert (event.rungs, event.rung, event.nudge_on) == (("-10",), "-3", date(2020, 7, 16))
    assert case.verify().problems == []
    with reading(case.engine) as connection:
        outbox = connection.execute(select(OutboxEntry.table.c.position)).scalars().all()
    assert nudged.position not in outbox


def test_whoever_is_to_be_told_is_written_down_with_the_nudge_or_not_at_all(case: Case) -> None:
    def fails(connection: Any, nudged: Any) -> None:
        raise OSError("the disk is full")

    before = case.facts.version
    with pytest.raises(OSError, match="full"):
        list(chase(case.engine, case.world, datetime.combine(date(2020, 7, 7), time(7), UK), fails))
    assert case.facts.version == before
    assert rungs(swept(case, date(2020, 7, 7))) == ["-10"]


def test_the_dry_run_says_what_the_chase_then_does(case: Case) -> None:
    with reading(case.engine) as connection:
        expected = planned(connection, case.world, date(2020, 7, 24))
    done = swept(case, date(2020, 7, 24))
    assert [(c.obligation.identity, c.rungs) for c in expected] == [(n.obligation.identity, n.rungs) for n in done]


def test_a_ladder_made_shorter_is_climbed_from_where_it_still_has_rungs(case: Case) -> None:
    ladder = case.world.ladders[LadderName.QUARTERLY_RETURN]
    shorter = ladder.model_copy(update={"rungs": tuple(r for r in ladder.rungs if r.key not in ("-10", "+15"))})
    case.world = replace(case.world, ladders=Ladders(case.world.ladders.by_name).with_ladder(shorter))
    assert rungs(swept(case, date(2020, 7, 7))) == ["-3"]
    for day, _ in CHASED:
        swept(case, day)
    assert owed(case).nudge_on is None


def test_another_ladder_is_shown_side_by_side_and_nothing_is_done(case: Case) -> None:
    ladder = case.world.ladders[LadderName.QUARTERLY_RETURN]
    gentler = ladder.model_copy(update={"rungs": tuple(r for r in ladder.rungs if r.key != "+5")})
    before = case.facts.version
    with reading(case.engine) as connection:
        same = side_by_side(connection, case.world, ladder, date(2020, 7, 1), date(2020, 12, 31))
        [differs] = side_by_side(connection, case.world, gentler, date(2020, 7, 1), date(2020, 12, 31))
    assert same == []
    assert (differs.on, differs.today and differs.today.key, differs.tried) == (date(2020, 7, 28), "+5", None)
    assert case.facts.version == before


def test_a_chase_and_commands_on_the_same_engagement_never_wait_in_a_circle(engine: Engine) -> None:
    case = with_a_return_owed(Case(engine))
    later = [{"kind": "file_return", "subject": Q1, "due_on": date(2020, 8, day)} for day in (3, 4, 5, 6, 7)]

    def more_time() -> None:
        for fields in later:
            case.give("ExtendObligation", COORDINATOR, fields, reason="The officer is ill.")

    with ThreadPoolExecutor(3) as threads:
        runs = [threads.submit(swept, case, date(2020, 7, 7 + n)) for n in range(2)]
        runs.append(threads.submit(more_time))  # type: ignore[arg-type]  # its answer is of no interest
    assert [run.exception() for run in runs] == [None, None, None]
    assert case.verify().problems == []
