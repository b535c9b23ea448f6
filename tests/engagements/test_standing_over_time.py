"""What is kept beside the plan and the stages, so that an overview of ten thousand engagements can be counted."""

from datetime import timedelta

from sqlalchemy import Engine, select

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.periods import ReportingPeriod
from engagements.rebuilding import verified
from engagements.state.engagement import StagePassed
from engagements.state.plan import Action, QuarterlyReturn
from tests.builders import Case


def test_every_stage_that_was_left_is_known_with_its_days(engine: Engine) -> None:
    case = Case(engine)
    case.request()
    case.give("AcceptRequest", Role.PRINCIPAL_ADVISER, days=2)
    begun = case.facts.stage_since
    case.agree_scope()
    passed = StagePassed.table.c
    with reading(engine) as connection:
        found = connection.execute(select(passed.stage, passed.days).order_by(passed.sequence)).all()
    assert begun is not None
    assert case.facts.stage_since is not None
    assert [row.stage for row in found] == [Stage.REQUEST, Stage.SCOPING]
    assert found[-1].days == (case.facts.stage_since - begun).days
    assert verified(engine, case.world).holds


def test_an_engagement_knows_the_ratings_of_its_open_actions_and_of_no_others(engine: Engine) -> None:
    case = Case(engine).at_stage(Stage.QUARTERLY_REPORTING)
    assert case.facts.open_ratings == "not_started"
    case.complete("A1")
    assert case.facts.open_ratings == "not_started"
    case.give("RejectEvidence", Role.PRINCIPAL_ADVISER, action="A1", reason="It shows a draft.")
    assert case.facts.open_ratings == "at_risk not_started"
    case.settle()
    assert case.facts.open_ratings == ""
    assert verified(engine, case.world).holds


def test_a_return_keeps_what_it_left_the_open_actions_rated_and_since_when(engine: Engine) -> None:
    case = Case(engine).at_stage(Stage.QUARTERLY_REPORTING)
    ended = ReportingPeriod.of(case.today)
    case.give("OpenPeriod", Role.SYSTEM, on=ended.last_day + timedelta(days=1), period=str(ended))
    updates = [{"action": "A1", "rating": "off_track", "text": "Nobody to do it."}, {"action": "A2"}]
    case.give("FileReturn", Role.AUTHORITY, days=3, period=str(ended), updates=updates)
    [filed] = case.rows(QuarterlyReturn)
    assert (filed.authority, filed.ratings) == (case.facts.authority, "not_started off_track")
    first, second = case.rows(Action)
    assert first.rated_on == case.today
    assert second.rated_on < case.today
