"""Overviews: whose engagements they are about, what became exceptional, and what is counted."""

import statistics
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, update

from config.vocabulary import ExceptionKind, Role, Stage, Status
from engagements.database import reading, writing
from engagements.overview.arising import arising
from engagements.overview.authorities import authorities
from engagements.overview.burn_up import burn_up
from engagements.overview.owing import due_this_week, late
from engagements.overview.pipeline import Filters, Sort, pipeline
from engagements.overview.ratings import last_quarters, ratings
from engagements.overview.staff import staff
from engagements.overview.stage_times import median, stage_times
from engagements.overview.take_up import financial_years, take_up
from engagements.overview.whose import EVERYBODY, Part, Whose
from engagements.periods import ReportingPeriod
from engagements.state.engagement import EngagementFacts
from tests import cast as people
from tests.builders import Case
from tests.desk import MONDAY, world

WORLD = world()
IN_THE_EAST = Whose.in_regions(["East of England"], WORLD.reference)


def at(connection: Connection, today: date, whose: Whose = EVERYBODY) -> list[str]:
    return [one.ref for one in late(connection, today, whose).lines]


def a_month_after(case: Case) -> date:
    return case.today + timedelta(days=30)


def test_a_coordinator_sees_their_own_and_what_nobody_coordinates(engine: Engine) -> None:
    mine, others, nobodys = (Case(engine) for _ in range(3))
    for case, coordinator in ((mine, "coordinator"), (others, "other-coordinator"), (nobodys, None)):
        case.request()
        with writing(engine) as connection:
            own = EngagementFacts.table
            connection.execute(update(own).where(own.c.ref == case.ref).values(coordinator=coordinator))
    with reading(engine) as connection:
        seen = at(connection, a_month_after(mine), Whose(coordinator="coordinator"))
        assert seen == [mine.ref, nobodys.ref]
        assert len(at(connection, a_month_after(mine))) == 3


def test_a_principal_adviser_sees_the_authorities_of_their_regions_and_no_others(engine: Engine) -> None:
    essex, kent = Case(engine), Case(engine)
    essex.request(authority=people.ESSEX)
    kent.request(authority=people.KENT)
    with reading(engine) as connection:
        assert at(connection, a_month_after(essex), IN_THE_EAST) == [essex.ref]
        assert Whose.in_regions([], WORLD.reference) == EVERYBODY


def test_what_is_due_today_is_not_late_and_what_is_due_in_a_week_is_not_due_this_week(engine: Engine) -> None:
    case = Case(engine)
    case.request()
    due_on = case.due("triage_request")
    assert due_on
    with reading(engine) as connection:
        for days, is_late, is_due in ((-7, 0, 0), (-6, 0, 1), (0, 0, 1), (1, 1, 0)):
            today = due_on + timedelta(days=days)
            counts = (late(connection, today).count, due_this_week(connection, today).count)
            assert counts == (is_late, is_due), f"{days} days after its date"


def test_what_waits_on_hold_is_neither_late_nor_due(engine: Engine) -> None:
    case = Case(engine)
    case.request()
    case.give("PutOnHold", Role.COORDINATOR, reason="An election.")
    with reading(engine) as connection:
        assert late(connection, a_month_after(case)).count == 0


def reporting(engine: Engine) -> Case:
    return Case(engine).at_stage(Stage.QUARTERLY_REPORTING)


def _overdue(case: Case) -> None:
    case.wait(on=(case.due("complete_action", "A1") or case.today) + timedelta(days=1))


def _off_track(case: Case) -> None:
    _period_opens(case)
    updates = [{"action": "A1", "rating": "off_track", "text": "Nobody to do it."}, {"action": "A2"}]
    case.give("FileReturn", Role.AUTHORITY, period=str(ReportingPeriod.last_ended(case.today)), updates=updates)


def _no_update(case: Case) -> None:
    _period_opens(case)
    case.wait(on=case.today + timedelta(days=45))


def _period_opens(case: Case) -> None:
    ended = ReportingPeriod.of(case.today)
    case.give("OpenPeriod", Role.SYSTEM, on=ended.last_day + timedelta(days=1), period=str(ended))


def _asked(case: Case, *, grant: bool) -> None:
    case.give("RequestExtension", Role.AUTHORITY, action="A1", due_to=date(2022, 6, 30), reason="No staff.", days=1)
    case.give("DecideExtension", Role.PRINCIPAL_ADVISER, action="A1", grant=grant, reason="As agreed.", days=1)


def _rejected(case: Case) -> None:
    case.complete("A1")
    case.give("RejectEvidence", Role.PRINCIPAL_ADVISER, action="A1", reason="A draft.")


def _raised(case: Case) -> None:
    _period_opens(case)
    period = str(ReportingPeriod.last_ended(case.today))
    case.give("RaiseException", Role.AUTHORITY, period=period, action="A2", cause="A strike.", response="We wait.")


def _refused_closure(case: Case) -> None:
    case.settle()
    decided = {"about": "closure", "decision": "deferred", "reason": "Too soon.", "board": "Board"}
    case.give("RecordBoardDecision", Role.CLERK, decided, met_on=case.today)


@pytest.mark.parametrize(
    ("happens", "kind", "about"),
    [
        (_overdue, ExceptionKind.OVERDUE, "A1"),
        (_off_track, ExceptionKind.OFF_TRACK, "A1"),
        (_no_update, ExceptionKind.NO_UPDATE, "2020-21-Q1"),
        (lambda case: _asked(case, grant=False), ExceptionKind.EXTENSION_REFUSED, "A1"),
        (lambda case: _asked(case, grant=True), ExceptionKind.DATE_MOVED, "A1"),
        (_rejected, ExceptionKind.EVIDENCE_REJECTED, "A1"),
        (_raised, ExceptionKind.RAISED, "A2"),
        (_refused_closure, ExceptionKind.CLOSURE_REFUSED, ""),
    ],
    ids=lambda value: str(value) if isinstance(value, ExceptionKind) else "",
)
def test_what_becomes_exceptional_is_new_in_its_quarter_and_no_longer_after_it(
    engine: Engine, happens: Callable[[Case], None], kind: ExceptionKind, about: str
) -> None:
    case = reporting(engine)
    with reading(engine) as connection:
        assert arising(connection, case.today, WORLD).count == 0
    happens(case)
    following = ReportingPeriod.of(case.today).last_day + timedelta(days=1)
    with reading(engine) as connection:
        found = arising(connection, case.today, WORLD)
        later = arising(connection, following, WORLD)
    assert [(one.kind, one.about) for one in found.lines if one.kind is kind] == [(kind, about)]
    assert found.count == len(found.lines)
    assert not [one for one in later.lines if (one.kind, one.about) == (kind, about)]


def test_good_news_waits_for_nobody(engine: Engine) -> None:
    case = reporting(engine)
    case.complete("A1")
    case.give("VerifyAction", Role.PRINCIPAL_ADVISER, days=1, action="A1")
    with reading(engine) as connection:
        assert arising(connection, case.today, WORLD).count == 0


def test_what_is_exceptional_on_hold_comes_back_with_the_engagement(engine: Engine) -> None:
    case = reporting(engine)
    _rejected(case)
    case.give("PutOnHold", Role.COORDINATOR, reason="An election.")
    with reading(engine) as connection:
        assert arising(connection, case.today, WORLD).count == 0


@pytest.fixture(scope="module")
def many(sqlite_template: object, request: pytest.FixtureRequest) -> Engine:
    """Thirty engagements of two authorities, at four stages."""
    desks = request.getfixturevalue("sqlite_desks")
    engine: Engine = desks(99).holding(sqlite_template)
    for number in range(30):
        case = Case(engine, begins=MONDAY + timedelta(days=7 * (number % 9)))
        case.request(authority=(people.ESSEX, people.KENT)[number % 2])
        if number % 3:
            case.at_stage((Stage.SCOPING, Stage.TEAM_ASSIGNMENT)[number % 3 - 1])
        if number % 7 == 0:
            case.give("WithdrawRequest", Role.COORDINATOR, reason="No longer wanted.")
    return engine


@given(
    sort=st.sampled_from(Sort),
    descending=st.booleans(),
    size=st.integers(1, 11),
    statuses=st.sampled_from([tuple(Status), (Status.ACTIVE, Status.ON_HOLD), (Status.WITHDRAWN,)]),
    stage=st.sampled_from([None, Stage.REQUEST, Stage.SCOPING]),
    region=st.sampled_from([None, "East of England", "South East", "London"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_page_of_the_pipeline_loses_or_doubles_an_engagement(
    many: Engine,
    sort: Sort,
    descending: bool,
    size: int,
    statuses: tuple[Status, ...],
    stage: Stage | None,
    region: str | None,
) -> None:
    filters = Filters(statuses=statuses, stage=stage, region=region)
    with reading(many) as connection:
        there = staff(connection, WORLD.reference, MONDAY)
        whole = pipeline(connection, WORLD, there, filters, sort, descending, Part(0, 100))
        leafed = [
            line
            for after in range(0, whole.count + size, size)
            for line in pipeline(connection, WORLD, there, filters, sort, descending, Part(after, size)).lines
        ]
    assert leafed == list(whole.lines)
    assert len({line.ref for line in leafed}) == whole.count
    assert all(line.status in statuses and stage in (None, line.stage) for line in leafed)
    assert all(region in (None, line.region) for line in leafed)


def test_the_pipeline_is_found_by_part_of_a_name_and_by_whoever_looks_after_it(many: Engine) -> None:
    with reading(many) as connection:
        there = staff(connection, WORLD.reference, MONDAY)

        def found(**fields: str) -> set[str]:
            shown = pipeline(connection, WORLD, there, Filters(**fields), part=Part(0, 100))  # type: ignore[arg-type]
            return {line.authority for line in shown.lines}

        assert found(text="KENT-2020") == found(text="kent fire") == found(region="South East") == {"kent"}
        assert found(text="peer review") == {"essex", "kent"}
        assert found(text="100%") == found(text="_") == set()
        assert found(adviser="adviser-east") == {"essex"}
        assert found(rating="off_track") == set()


def test_the_worst_rating_counts_and_a_better_one_is_not_found_by(engine: Engine) -> None:
    case = reporting(engine)
    _off_track(case)
    with reading(engine) as connection:
        there = staff(connection, WORLD.reference, case.today)
        [line] = pipeline(connection, WORLD, there, Filters(rating="off_track")).lines
        assert line.worst is not None
        assert (line.worst.slug, line.coordinator, line.adviser) == ("off_track", None, "Adviser east")
        assert pipeline(connection, WORLD, there, Filters(rating="not_started")).count == 0
        assert authorities(connection, WORLD)["essex"].worst == line.worst


def test_insight_counts_what_happened(engine: Engine) -> None:
    case = reporting(engine)
    _off_track(case)
    case.complete("A1")
    case.give("VerifyAction", Role.PRINCIPAL_ADVISER, days=1, action="A1")
    period = str(ReportingPeriod.last_ended(case.today))
    with reading(engine) as connection:
        heatmap = ratings(connection, last_quarters(case.today), WORLD)
        [(key, rated)] = heatmap.cells.items()
        times = {time.stage: time for time in stage_times(connection)}
        months = burn_up(connection, case.today)
        asked = {line.slug: line for line in take_up(connection, financial_years(case.today), WORLD)}
    assert (key, rated.worst.slug, rated.of) == (("essex", period), "off_track", 1)
    assert times[Stage.SCOPING].passed == 1
    assert times[Stage.QUARTERLY_REPORTING].median is None
    assert (months[-1].actions, months[-1].settled) == (2, 1)
    assert months[0].actions == 0
    review = asked[case.facts.product]
    assert (review.all, review.running, review.authorities, review.years[-2:]) == (1, 1, 1, (1, 0))


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30))
def test_the_median_of_what_was_counted_is_the_median_of_what_was_there(values: list[int]) -> None:
    assert median(Counter(values)) == statistics.median(values)
