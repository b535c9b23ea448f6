"""How long a step may take."""

from datetime import date

import pytest
from pydantic import ValidationError

from config.calendar import ENGLAND
from config.products import Catalogue, Clock, ClockName

CHALLENGES = (
    "equality-framework-peer-challenge",
    "fire-peer-challenge",
    "leadership-and-governance-peer-challenge",
)


def clock(amount: int, unit: str) -> Clock:
    return Clock.model_validate({"amount": amount, "unit": unit, "source": "assumption"})


@pytest.mark.parametrize(
    ("amount", "unit", "reached"),
    [
        (5, "working days", date(2024, 4, 8)),  # Good Friday and Easter Monday do not count
        (28, "days", date(2024, 4, 25)),
        (6, "weeks", date(2024, 5, 9)),
        (5, "months", date(2024, 8, 28)),
    ],
)
def test_only_working_days_heed_the_calendar(amount: int, unit: str, reached: date) -> None:
    assert clock(amount, unit).after(date(2024, 3, 28), ENGLAND) == reached
    assert clock(amount, unit).before(reached, ENGLAND) == date(2024, 3, 28)


def test_a_month_ends_with_the_month_it_reaches() -> None:
    assert clock(1, "months").after(date(2023, 1, 31), ENGLAND) == date(2023, 2, 28)
    assert clock(1, "months").after(date(2024, 1, 31), ENGLAND) == date(2024, 2, 29)
    assert clock(3, "months").before(date(2024, 5, 31), ENGLAND) == date(2024, 2, 29)


def test_months_cross_the_turn_of_the_year() -> None:
    assert clock(5, "months").after(date(2023, 12, 15), ENGLAND) == date(2024, 5, 15)
    assert clock(10, "months").before(date(2024, 5, 15), ENGLAND) == date(2023, 7, 15)
    assert clock(12, "months").after(date(2023, 12, 31), ENGLAND) == date(2024, 12, 31)


def test_a_clock_does_not_change() -> None:
    with pytest.raises(ValidationError):
        clock(5, "days").amount = 6  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "amount", "unit"),
    [
        ("triage", 5, "working days"),
        ("scoping_meeting", 15, "working days"),
        ("scope_agreement", 10, "working days"),
        ("charge_agreement", 10, "working days"),
        ("invitation_answer", 5, "working days"),
        ("notice_to_peers", 6, "weeks"),
        ("team_confirmed", 20, "working days"),
        ("timetable", 5, "working days"),
        ("self_assessment", 15, "working days"),
        ("report_draft", 15, "working days"),
        ("accuracy_check", 10, "working days"),
        ("report_final", 10, "working days"),
        ("publication", 3, "months"),
        ("response", 20, "working days"),
        ("plan", 5, "months"),
        ("plan_for_cause_of_concern", 28, "days"),
        ("plan_approval", 20, "working days"),
        ("quarterly_return", 15, "working days"),
        ("query_answer", 5, "working days"),
        ("return_acceptance", 10, "working days"),
        ("extension_decision", 5, "working days"),
        ("evidence_check", 10, "working days"),
        ("progress_review", 10, "months"),
    ],
)
def test_a_product_promises_these_times(name: str, amount: int, unit: str) -> None:
    promised = Catalogue.shipped().get("fire-peer-challenge", 1).clock(ClockName(name))
    assert (promised.amount, promised.unit) == (amount, unit)


def test_an_equality_report_is_drafted_within_three_weeks() -> None:
    draft = Catalogue.shipped().get("equality-framework-peer-challenge", 1).clock(ClockName.REPORT_DRAFT)
    assert (draft.amount, draft.unit) == (3, "weeks")
    assert draft.source == "Equality Framework peer challenge guidance"


@pytest.mark.parametrize("name", [ClockName.PUBLICATION, ClockName.PLAN, ClockName.PROGRESS_REVIEW])
def test_what_the_corporate_guidance_says_of_challenges_is_an_assumption_elsewhere(name: ClockName) -> None:
    catalogue = Catalogue.shipped()
    for slug in catalogue.slugs():
        source = catalogue.get(slug, 1).clock(name).source
        if slug in CHALLENGES:
            assert source == "corporate peer challenge guidance"
        else:
            assert source == "assumption, after the corporate peer challenge guidance"


def test_every_other_figure_is_called_an_assumption() -> None:
    by_guidance = {ClockName.PUBLICATION, ClockName.PLAN, ClockName.PROGRESS_REVIEW}
    sourced = by_guidance | {ClockName.PLAN_FOR_CAUSE_OF_CONCERN, ClockName.BOARD_PAPERS}
    product = Catalogue.shipped().get("fire-peer-challenge", 1)
    assert {product.clock(name).source for name in ClockName if name not in sourced} == {"assumption"}
