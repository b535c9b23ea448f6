"""The reference data that comes with the system."""

from collections import Counter
from datetime import date

import pytest

from config.reference import QUESTIONS, WELSH_SERVICES, NotInEngland, ReferenceData, UnknownQuestion, UnknownService
from config.vocabulary import GovernanceType, Grade, Pillar

REFERENCE = ReferenceData.shipped()
PROTECTION = "protecting the public through fire regulation"
RESULTS = [result for service in REFERENCE.services() for result in REFERENCE.results(service.slug)]


def test_there_were_45_services_before_hampshire_and_the_isle_of_wight_merged_and_44_since() -> None:
    assert len(REFERENCE.services(on=date(2021, 3, 31))) == 45
    assert len(REFERENCE.services(on=date(2021, 4, 1))) == 44
    assert len(REFERENCE.services()) == 46


def test_a_service_that_ended_names_its_successor() -> None:
    hampshire = REFERENCE.service("hampshire")
    successor = REFERENCE.service(hampshire.successor or "")
    assert successor.slug == "hampshire-and-isle-of-wight"
    assert (hampshire.exists_on(date(2021, 3, 31)), successor.exists_on(date(2021, 3, 31))) == (True, False)
    assert (hampshire.exists_on(date(2021, 4, 1)), successor.exists_on(date(2021, 4, 1))) == (False, True)


def test_every_successor_is_a_service_we_know() -> None:
    for service in REFERENCE.services():
        assert service.successor is None or REFERENCE.service(service.successor)


def test_dorset_and_wiltshire_did_not_exist_before_april_2016() -> None:
    assert not REFERENCE.service("dorset-and-wiltshire").exists_on(date(2016, 3, 31))


@pytest.mark.parametrize(
    ("slug", "day", "shown"),
    [
        ("essex", date(2017, 9, 30), "not known"),
        ("essex", date(2017, 10, 1), "police, fire and crime commissioner (as of 1 October 2017)"),
        ("essex", date(2021, 4, 26), "police, fire and crime commissioner (as of 1 April 2019)"),
        ("cumbria", date(2023, 3, 31), "county council (as of 1 April 2019)"),
        ("cumbria", date(2023, 4, 1), "police, fire and crime commissioner (as of 1 April 2023)"),
        ("north-yorkshire", date(2024, 5, 6), "police, fire and crime commissioner (as of 1 April 2019)"),
        ("north-yorkshire", date(2024, 5, 7), "mayor (as of 7 May 2024)"),
        ("kent", date(2019, 3, 31), "not known"),
        ("kent", date(2020, 1, 1), "combined fire authority (as of 1 April 2019, not verified)"),
        ("kent", date(2025, 1, 1), "combined fire authority (as of 1 June 2024, not verified)"),
        ("hampshire", date(2021, 4, 1), "not known"),
        ("hampshire-and-isle-of-wight", date(2022, 1, 1), "not known"),
    ],
)
def test_governance_is_what_was_known_on_the_day(slug: str, day: date, shown: str) -> None:
    assert REFERENCE.service(slug).governance_on(day).shown == shown


def test_every_service_has_a_governance_earliest_first() -> None:
    for service in REFERENCE.services():
        dates = [fact.as_of for fact in service.governance]
        assert dates
        assert dates == sorted(set(dates))


def test_surreys_authority_is_the_county_and_that_is_verified() -> None:
    known = REFERENCE.service("surrey").governance_on(date(2020, 1, 1))
    assert (known.type, known.verified, known.as_of) == (GovernanceType.COUNTY, True, date(2019, 4, 1))


def test_hertfordshire_was_good_at_protection_in_a_pillar_that_required_improvement() -> None:
    protection = REFERENCE.grade("hertfordshire", PROTECTION)
    pillars = {
        result.pillar: result.grade for result in REFERENCE.results("hertfordshire", round=1) if not result.question
    }
    assert protection is not None
    assert protection.grade is Grade.GOOD
    assert protection.shown == "good (read from the inspectorate's summary)"
    assert pillars[Pillar.EFFECTIVENESS] is Grade.REQUIRES_IMPROVEMENT


def test_a_grade_that_was_not_found_is_shown_as_such() -> None:
    result = REFERENCE.grade("avon", "managing performance and developing leaders")
    assert result is not None
    assert (result.grade, result.verified, result.shown) == (None, False, "not found")


def test_a_grade_that_a_page_gives_is_shown_plainly() -> None:
    effectiveness = next(result for result in REFERENCE.results("avon") if result.pillar is Pillar.EFFECTIVENESS)
    assert effectiveness.shown == "requires improvement"
    assert effectiveness.verified


def test_the_figures_of_the_register_are_all_here() -> None:
    held = Counter((result.round, result.question is not None, result.grade is not None) for result in RESULTS)
    assert held == {(1, False, True): 135, (1, True, True): 462, (1, True, False): 33, (2, False, True): 125}


def test_a_grade_is_missing_exactly_where_it_was_not_found() -> None:
    assert {result.read_from for result in RESULTS if result.grade is None} == {"not found"}
    assert "not found" not in {result.read_from for result in RESULTS if result.grade}


def test_questions_and_their_pillars_are_those_of_the_inspections() -> None:
    assert {result.question: result.pillar for result in RESULTS if result.question} == QUESTIONS


def test_a_round_that_holds_no_result_for_a_question_gives_none() -> None:
    assert REFERENCE.grade("essex", PROTECTION, round=2) is None
    assert REFERENCE.grade("hampshire-and-isle-of-wight", PROTECTION) is None


def test_a_question_that_was_never_graded_is_refused() -> None:
    with pytest.raises(UnknownQuestion, match=f"Did you mean {PROTECTION}"):
        REFERENCE.grade("essex", "protecting the public through fire regulations")


def test_an_unknown_service_is_refused_with_what_may_have_been_meant() -> None:
    with pytest.raises(UnknownService, match=r"no fire and rescue service 'esex' in England\. Did you mean essex"):
        REFERENCE.service("esex")


@pytest.mark.parametrize("slug", ["", "nowhere", "x" * 1_000_000, "essex\n", "\x00"])
def test_a_refusal_is_short_and_printable_whatever_was_asked(slug: str) -> None:
    with pytest.raises(UnknownService) as refused:
        REFERENCE.results(slug)
    assert len(str(refused.value)) < 200
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("name", [*WELSH_SERVICES, *WELSH_SERVICES.values(), "South Wales"])
def test_a_welsh_service_is_refused_because_it_is_not_inspected(name: str) -> None:
    with pytest.raises(NotInEngland, match="is in Wales; HMICFRS does not inspect it"):
        REFERENCE.service(name)


def test_the_shipped_data_is_read_once() -> None:
    assert ReferenceData.shipped() is REFERENCE
