"""The national report: over all engagements, as of a quarter's end, by what is known when it is made."""

from datetime import date

import pytest
from sqlalchemy import Engine

from config.vocabulary import Role, Stage
from documents.facts.data import as_data
from documents.facts.national import NationalReport
from documents.kinds import Kind
from documents.overseeing import national_report
from documents.portable import pdf
from engagements.database import reading
from engagements.periods import ReportingPeriod
from tests.builders import Case
from tests.cast import COORDINATOR
from tests.desk import at_ten
from tests.documents.reading import in_word, lines, marks

Q1, Q2 = "2020-21-Q1", "2020-21-Q2"
LOOKED_AT = date(2020, 11, 30)


@pytest.fixture
def country(engine: Engine) -> Case:
    """Essex has been off track for two quarters and is silent, Kent asked in the second; one withdrew its request."""
    essex, kent, withdrawn = Case(engine), Case(engine, begins=date(2020, 7, 6)), Case(engine)
    essex.at_stage(Stage.QUARTERLY_REPORTING)
    withdrawn.request()
    withdrawn.give("WithdrawRequest", Role.AUTHORITY, days=1, reason="We ask again next year.")
    kent.request("equality-framework-peer-challenge", "kent")
    essex.give("OpenPeriod", Role.SYSTEM, {"period": Q1}, on=date(2020, 7, 1))
    updates = [
        {"action": "A1", "rating": "off_track", "text": "Two inspectors left."},
        {"action": "A2", "rating": "on_track"},
    ]
    essex.give("FileReturn", Role.AUTHORITY, {"period": Q1, "updates": updates}, on=date(2020, 7, 10))
    essex.give("AcceptReturn", COORDINATOR, {"period": Q1}, days=2)
    essex.give("OpenPeriod", Role.SYSTEM, {"period": Q2}, on=date(2020, 10, 1))
    return essex


def report(case: Case, period: str, on: date = LOOKED_AT) -> NationalReport:
    with reading(case.engine) as connection:
        facts = national_report(connection, ReportingPeriod.parse(period), at_ten(on), case.world).facts
    assert isinstance(facts, NationalReport)
    return facts


def test_engagements_are_counted_by_stage_and_region_as_of_the_quarters_end(country: Case) -> None:
    first, second = report(country, Q1), report(country, Q2)
    assert [(r.region, r.quarterly_reporting, r.request, r.ended, r.total) for r in first.regions] == [
        ("East of England", "1", "0", "1", "2")
    ]
    assert [(r.region, r.request, r.total) for r in second.regions] == [
        ("East of England", "0", "2"),
        ("South East", "1", "1"),
    ]


def test_who_has_not_sent_a_return_is_named_once_it_is_late_enough(country: Case) -> None:
    [silent] = report(country, Q2).silent
    assert (silent.authority, silent.period) == ("Essex County Fire and Rescue Service", "July to September 2020")
    assert silent.engagement == country.ref
    assert report(country, Q2, on=date(2020, 10, 2)).silent == ()
    assert report(country, Q1).silent == ()


def test_what_is_exceptional_for_several_quarters_repeats(country: Case) -> None:
    assert report(country, Q1).repeating == ()
    repeating = {one.what: one.quarters for one in report(country, Q2).repeating}
    assert repeating["Off track"] == "April to June 2020, and since"


def test_time_in_each_stage_is_counted_from_the_journal(country: Case) -> None:
    times = {one.stage: one for one in report(country, Q2).times}
    assert (times["Request"].passed, times["Request"].there_now) == ("1", "1")
    assert times["Quarterly reporting"].median == "none yet"
    assert times["Quarterly reporting"].there_now == "1"
    assert int(times["Challenge visit"].longest) > 20


def test_take_up_is_counted_by_product(country: Case) -> None:
    products = {
        one.product: (one.quarter, one.all, one.running, one.authorities) for one in report(country, Q2).products
    }
    assert products["Service-to-service peer review"] == ("0", "2", "1", "1")
    assert ("1", "1", "1", "1") in products.values()


def test_it_can_be_read_in_both_forms(country: Case) -> None:
    facts = report(country, Q2)
    said = lines(in_word(Kind.NATIONAL_REPORT, facts))
    assert "Committee\tFire Services Management Committee" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in marks(pdf(Kind.NATIONAL_REPORT, as_data(facts), at_ten(LOOKED_AT)))


def test_before_anybody_asked_for_support_it_says_so(engine: Engine) -> None:
    said = lines(in_word(Kind.NATIONAL_REPORT, report(Case(engine), Q1)))
    for nothing in (
        "Every authority has sent its return.",
        "No exception repeats.",
        "There are no engagements yet.",
        "Nobody has asked for support yet.",
    ):
        assert nothing in said
