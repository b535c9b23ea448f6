"""A rehearsal plays an engagement ahead by the code that plays it in earnest, and touches nothing."""

from datetime import date, timedelta

import pytest

from config.products import Catalogue
from config.vocabulary import Role, Stage
from engagements.chasing import planned
from engagements.database import reading
from engagements.engagement import World
from engagements.rebuilding import verified
from engagements.rehearsal.answering import Reply
from engagements.rehearsal.beginning import peers_to_be_found, throw_away, with_copy_of
from engagements.rehearsal.diary import Calendar, Line, What
from engagements.rehearsal.manner import Manner
from engagements.rehearsal.rehearsing import Rehearsal
from engagements.rehearsal.summary import summary_of
from engagements.stages.request import RequestSupport
from tests.builders import REVIEW, Case, CaseAt
from tests.cast import CHOICES, ESSEX
from tests.desk import everything

BEGINS = date(2026, 1, 5)
TWO_YEARS = timedelta(days=730)
NUDGED = (What.REMINDED, What.CHASED, What.ESCALATED)
Q1 = "2020-21-Q1"


def from_request(manner: Manner, product: str = REVIEW) -> list[Line]:
    """Two years of a new engagement."""
    world, engine = World.shipped(), throw_away()
    calendar = Calendar(world)
    rehearsal = Rehearsal(engine, world, manner, calendar, peers_to_be_found(engine, world, ESSEX))
    request = RequestSupport(
        authority=ESSEX, product=product, choices=CHOICES.get(product, {}), reason="A second look."
    )
    rehearsal.begin(Reply(request, Role.AUTHORITY), BEGINS)
    list(rehearsal.days(BEGINS, BEGINS + TWO_YEARS))
    assert verified(engine, world).problems == []
    return calendar.lines


def ahead(case: Case, manner: Manner, until: date) -> list[Line]:
    """A case of the cast from where it stands."""
    with reading(case.engine) as connection:
        engine = with_copy_of(connection, str(case.ref))
    calendar = Calendar(case.world)
    pool = peers_to_be_found(engine, case.world, case.authority)
    list(Rehearsal(engine, case.world, manner, calendar, pool).days(case.today, until))
    assert verified(engine, case.world).problems == []
    return calendar.lines


@pytest.fixture
def case(case_at: CaseAt) -> Case:
    """It stands in the spring of 2020, with a plan approved."""
    return case_at(Stage.QUARTERLY_REPORTING)


def of_return(lines: list[Line], period: str = Q1) -> list[tuple[date, What]]:
    return [(line.on, line.what) for line in lines if (line.kind, line.subject) == ("file_return", period)]


def test_if_nobody_answers_the_return_ends_listed_and_is_asked_for_by_mail_no_more(case: Case) -> None:
    happened = of_return(ahead(case, Manner(late=None), date(2021, 6, 30)))
    assert happened == [
        (date(2020, 7, 1), What.ASKED),
        (date(2020, 7, 7), What.REMINDED),
        (date(2020, 7, 16), What.REMINDED),
        (date(2020, 7, 21), What.REMINDED),
        (date(2020, 7, 22), What.LAPSED),
        (date(2020, 7, 24), What.CHASED),
        (date(2020, 7, 28), What.ESCALATED),
        (date(2020, 8, 4), What.ESCALATED),
        (date(2020, 8, 11), What.LISTED),
    ]


def test_every_quarter_is_asked_for_whether_or_not_the_one_before_was_answered(case: Case) -> None:
    lines = ahead(case, Manner(late=None), date(2021, 4, 30))
    opened = [line.subject for line in lines if line.what is What.PERIOD_OPENED]
    assert opened == ["2020-21-Q1", "2020-21-Q2", "2020-21-Q3", "2020-21-Q4"]


@pytest.mark.parametrize("product", Catalogue.shipped().slugs())
def test_if_everybody_answers_in_time_it_closes_and_nobody_is_chased_after_a_due_date(product: str) -> None:
    lines = from_request(Manner(late=0), product)
    late = [line for line in lines if line.due_on and line.on > line.due_on and line.what is not What.ASKED]
    assert late == []
    assert summary_of(lines).closes_on
    assert {line.stage for line in lines if line.stage} == set(Stage)


def test_whoever_is_late_is_chased_until_they_answer_and_then_no_more() -> None:
    lines = from_request(Manner(late=0.5))
    answered = {(line.kind, line.subject, line.due_on): line.on for line in lines if line.what is What.ANSWERED}
    nudged = [line for line in lines if line.what in NUDGED]
    after = [line for line in nudged if line.on > answered.get((line.kind, line.subject, line.due_on), line.on)]
    assert after == []
    assert any(line.what is What.CHASED for line in nudged)


def test_the_same_seed_gives_the_same_calendar_and_another_seed_another() -> None:
    calendars = [from_request(Manner(late=0.25, seed=seed)) for seed in (7, 7, 8)]
    assert calendars[0] == calendars[1] != calendars[2]


def test_rehearsing_an_engagement_changes_nothing_in_its_database(case: Case) -> None:
    before = everything(case.engine)
    assert ahead(case, Manner(late=0.25), case.today + TWO_YEARS)
    assert everything(case.engine) == before


def test_a_rehearsal_nudges_as_the_dry_run_says_for_the_day(case: Case) -> None:
    lines = ahead(case, Manner(late=None), case.today + timedelta(days=60))
    nudges = [line for line in lines if line.what in NUDGED]
    on = nudges[0].on
    with reading(case.engine) as connection:
        expected = planned(connection, case.world, on)
    assert sorted((line.kind, line.subject, line.rung) for line in nudges if line.on == on) == sorted(
        (climb.obligation.kind, climb.obligation.subject, rung.key) for climb in expected for rung in climb.rungs
    )


def test_a_nudge_names_the_person_whom_it_would_reach(case: Case) -> None:
    lines = ahead(case, Manner(late=None), date(2020, 8, 30))
    [to_the_chief] = [one for one in lines if one.kind == "file_return" and one.rung == "+5"]
    assert [told.person for told in to_the_chief.told] == ["essex-chief-fire-officer"]


def test_what_waits_on_hold_is_asked_of_nobody(case: Case) -> None:
    case.give("PutOnHold", Role.COORDINATOR, reason="A major incident.")
    assert ahead(case, Manner(late=None), case.today + timedelta(days=365)) == []


def test_after_closing_somebody_still_checks_back_on_what_went_to_business_as_usual(case_at: CaseAt) -> None:
    closed = case_at(Stage.CLOSED)
    lines = ahead(closed, Manner(late=0), closed.today + TWO_YEARS)
    assert [(line.kind, line.what) for line in lines if line.what is What.ANSWERED] == [("check_back", What.ANSWERED)]
    assert not summary_of(lines).closes_on
