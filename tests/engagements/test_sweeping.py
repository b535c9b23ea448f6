"""Sweeps: what the calendar brings about, once, however often it is asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine, select

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.stages.quarterly_reporting import PeriodOpened
from engagements.state.engagement import Obligation
from engagements.state.journal import OutboxEntry
from engagements.state.plan import QuarterlyReturn
from engagements.state.team import Invitation
from engagements.sweeping import open_periods, sweep_clocks
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, KENT, LEAD
from tests.desk import everything

QUARTERS = [Q1, *_] = ["2020-21-Q1", "2020-21-Q2", "2020-21-Q3", "2020-21-Q4"]
APRIL = date(2021, 4, 6)
"""The last quarter is over and its return not due yet; A1, publication and the progress review are late."""


@pytest.fixture
def case(case_at: CaseAt) -> Case:
    """The plan was approved in May 2020; the return for April to June is not opened yet."""
    return case_at(Stage.QUARTERLY_REPORTING)


@pytest.fixture
def on_either(engine: Engine) -> Case:
    """The same, on both databases in turn."""
    return Case(engine).at_stage(Stage.QUARTERLY_REPORTING)


def lapsed(case: Case) -> list[tuple[str, str, date | None]]:
    return sorted((row.kind, row.subject, row.lapsed_on) for row in case.rows(Obligation) if row.lapsed_on)


def clocks(case: Case) -> int:
    return len(list(sweep_clocks(case.engine, case.world, case.now)))


def periods(case: Case) -> int:
    return len(list(open_periods(case.engine, case.world, case.now)))


def test_what_is_late_is_recorded_once_and_stays_owed(case: Case) -> None:
    case.wait(on=APRIL)
    assert clocks(case) == 3
    assert lapsed(case) == [
        ("complete_action", "A1", APRIL),
        ("publish_report", "", APRIL),
        ("review_progress", "", APRIL),
    ]
    assert {due.kind for due in case.obligations()} >= {"publish_report", "review_progress", "complete_action"}
    assert case.verify().problems == []


def test_a_second_sweep_changes_nothing(on_either: Case) -> None:
    on_either.wait(on=APRIL)
    periods(on_either)
    clocks(on_either)
    before = everything(on_either.engine)
    assert (clocks(on_either), periods(on_either)) == (0, 0)
    assert everything(on_either.engine) == before


def test_two_sweeps_at_once_record_each_lapse_and_open_each_period_once(on_either: Case) -> None:
    periods(on_either.wait(on=date(2021, 1, 4)))
    on_either.wait(on=APRIL)
    version = on_either.facts.version
    with ThreadPoolExecutor(4) as threads:
        runs = [threads.submit(sweep, on_either) for sweep in (clocks, periods) * 2]
    assert all(run.exception() is None for run in runs)
    assert on_either.facts.version == version + 7  # the lapses of three duties and three returns, and one period
    assert len(lapsed(on_either)) == 6
    assert [standing.period for standing in on_either.rows(QuarterlyReturn)] == QUARTERS
    assert on_either.verify().problems == []


def test_nothing_is_late_on_its_own_day(case: Case) -> None:
    due_on = case.due("publish_report")
    assert clocks(case.wait(on=due_on)) == 0
    assert clocks(case.wait(days=1)) == 1


def test_late_is_late_however_late_the_sweep(case: Case) -> None:
    """A missed day is caught up: the lapse is recorded on the day that somebody looked."""
    clocks(case.wait(on=date(2024, 1, 8)))
    assert ("review_progress", "", date(2024, 1, 8)) in lapsed(case)


def test_clocks_that_stand_still_do_not_run_out(case: Case) -> None:
    case.give("PutOnHold", COORDINATOR, reason="An inspection comes first.")
    assert (clocks(case.wait(on=APRIL)), periods(case)) == (0, 0)


def test_a_period_is_opened_for_everyone_who_reports_and_nobody_else(case: Case) -> None:
    case.request(authority=KENT)
    case.wait(on=date(2020, 7, 1))
    assert periods(case) == 1
    case.ref = "ESSEX-2020-1"
    [standing] = case.rows(QuarterlyReturn)
    assert (standing.period, standing.due_on) == (Q1, date(2020, 7, 21))


def test_no_period_is_opened_that_ended_before_the_plan_was_approved(case: Case) -> None:
    assert periods(case) == 0


def test_however_long_the_sweep_was_away_every_quarter_since_the_plan_is_asked_for(case: Case) -> None:
    """The oldest first, and none that was opened already."""
    assert periods(case.wait(on=date(2020, 7, 1))) == 1
    assert periods(case.wait(on=date(2021, 4, 1))) == 3
    opened = [event.period for event in case.events() if isinstance(event, PeriodOpened)]
    assert opened == [standing.period for standing in case.rows(QuarterlyReturn)] == QUARTERS
    assert periods(case) == 0


@pytest.mark.parametrize(
    ("held", "resumed", "asked_for"),
    [
        (date(2020, 8, 3), date(2020, 9, 1), [Q1]),  # no quarter ended meanwhile
        (date(2020, 8, 3), date(2020, 11, 2), [Q1, "2020-21-Q2"]),  # the last quarter was begun
        (date(2020, 8, 3), date(2021, 2, 1), [Q1]),  # nothing of the last quarter lay outside the hold
        (date(2020, 10, 1), date(2021, 2, 1), [Q1, "2020-21-Q2"]),  # held from the first day of a quarter
    ],
)
def test_quarters_that_went_by_on_hold_are_not_asked_for(
    case: Case, held: date, resumed: date, asked_for: list[str]
) -> None:
    for day in (date(2020, 7, 1), held):
        periods(case.wait(on=day))
    case.give("PutOnHold", COORDINATOR, reason="An inspection comes first.")
    case.give("Resume", COORDINATOR, on=resumed)
    periods(case)
    assert [standing.period for standing in case.rows(QuarterlyReturn)] == asked_for
    assert periods(case.wait(on=date(2021, 7, 1))) >= 1
    assert case.rows(QuarterlyReturn)[-1].period == "2021-22-Q1"


def test_a_closed_engagement_reports_no_more(case: Case) -> None:
    case.at_stage(Stage.CLOSED).wait(on=date(2021, 7, 1))
    assert periods(case) == 0


def test_an_invitation_without_an_answer_makes_room_for_another(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    case.give("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")
    assert clocks(case.wait(days=6)) == 1
    assert [invitation.status for invitation in case.rows(Invitation)] == ["lapsed"]
    case.give("InvitePeer", COORDINATOR, peer="hertfordshire-officer", team_role="lead_peer")


def test_what_a_sweep_brings_about_is_followed_as_one_batch(case: Case) -> None:
    clocks(case.wait(on=APRIL))
    periods(case)
    with reading(case.engine) as connection:
        batches = connection.execute(select(OutboxEntry.table.c.batch)).scalars().all()
    opened = [f"period {period}" for period in QUARTERS]
    assert [batch for batch in batches if batch] == ["clocks 2021-04-06"] * 3 + opened


def test_a_date_that_moved_may_lapse_again(case: Case) -> None:
    clocks(case.wait(on=APRIL))
    later = {"action": "A1", "due_to": date(2021, 6, 30)}
    case.give("RequestExtension", Role.AUTHORITY, later, reason="The supplier was late.")
    case.give("DecideExtension", COORDINATOR, action="A1", grant=True, reason="Agreed.")
    assert "A1" not in [subject for _, subject, _ in lapsed(case)]
    clocks(case.wait(on=date(2021, 7, 1)))
    assert ("complete_action", "A1", date(2021, 7, 1)) in lapsed(case)
