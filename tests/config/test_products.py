"""The products that come with the system."""

from datetime import date
from pathlib import Path

import pytest

from config import products
from config.products import Catalogue, Product, UnknownLineOfEnquiry, UnknownProduct
from config.reference import QUESTIONS
from config.vocabulary import PeerKind, Stage, TeamRole

SHIPPED = Catalogue.shipped()
EVERY = [SHIPPED.products[key] for key in sorted(SHIPPED.products)]
every_product = pytest.mark.parametrize("product", EVERY, ids=lambda product: f"{product.slug}.v{product.version}")


def test_the_offer_has_six_products() -> None:
    assert SHIPPED.slugs() == (
        "equality-framework-peer-challenge",
        "fire-peer-challenge",
        "inspection-peer-support",
        "leadership-and-governance-peer-challenge",
        "service-to-service-peer-review",
        "targeted-peer-support",
    )


@every_product
def test_a_file_is_named_for_the_version_it_holds(product: Product) -> None:
    assert (Path(products.__file__).parent / f"{product.slug}.v{product.version}.toml").is_file()


@every_product
def test_a_product_leads_from_request_to_closure(product: Product) -> None:
    stage, passed = Stage.REQUEST, [Stage.REQUEST]
    while stage is not Stage.CLOSED:
        stage = product.next_stage(stage)
        passed.append(stage)
    assert passed == list(Stage)


@every_product
def test_a_product_was_offered_when_the_essex_case_began(product: Product) -> None:
    assert SHIPPED.latest(product.slug, date(2019, 10, 1)) == product


@every_product
def test_a_team_has_one_lead_peer_and_room_for_an_observer(product: Product) -> None:
    places = {place.team_role: place for place in product.team}
    assert (places[TeamRole.LEAD_PEER].least, places[TeamRole.LEAD_PEER].most) == (1, 1)
    assert places[TeamRole.OBSERVER].least == 0


@every_product
def test_a_member_peers_place_is_only_for_members(product: Product) -> None:
    for place in product.team:
        if place.team_role is TeamRole.MEMBER_PEER:
            assert place.kinds == (PeerKind.MEMBER,)


def test_leadership_is_challenged_with_elected_members() -> None:
    team = SHIPPED.get("leadership-and-governance-peer-challenge", 1).team
    assert next(place.least for place in team if place.team_role is TeamRole.MEMBER_PEER) == 1


def test_inspection_support_is_before_or_after_and_broad_or_narrow() -> None:
    choices = SHIPPED.get("inspection-peer-support", 1).choices
    assert choices == {"timing": ("before", "after"), "breadth": ("broad", "narrow")}


def test_the_equality_challenge_covers_its_five_priority_areas_and_is_paid_for() -> None:
    product = SHIPPED.get("equality-framework-peer-challenge", 1)
    assert [line.title for line in product.lines_of_enquiry] == [
        "Leadership, partnership and organisational commitment",
        "Community knowledge and engagement",
        "Effective service delivery",
        "Employment conditions, health and wellbeing",
        "Recruitment, training and progression",
    ]
    assert product.charge is not None


def test_no_other_product_is_paid_for() -> None:
    assert [product.slug for product in EVERY if product.charge] == ["equality-framework-peer-challenge"]


def test_targeted_support_is_overseen_by_the_regions_principal_adviser() -> None:
    assert "Principal Adviser" in (SHIPPED.get("targeted-peer-support", 1).overseen_by or "")


@pytest.mark.parametrize("slug", ["service-to-service-peer-review", "inspection-peer-support", "targeted-peer-support"])
def test_these_have_a_line_of_enquiry_for_each_inspection_question(slug: str) -> None:
    lines = SHIPPED.get(slug, 1).lines_of_enquiry
    assert [line.questions for line in lines] == [(question,) for question in QUESTIONS]


def test_a_service_may_be_reviewed_on_protection() -> None:
    line = SHIPPED.get("service-to-service-peer-review", 1).line("protecting-the-public-through-fire-regulation")
    assert line.questions == ("protecting the public through fire regulation",)


def test_only_a_service_to_service_review_may_enter_at_its_recommendations() -> None:
    for product in EVERY:
        review = product.slug == "service-to-service-peer-review"
        assert product.enters_at == ((Stage.SCOPING, Stage.RECOMMENDATIONS) if review else (Stage.SCOPING,))


def test_a_stage_that_a_product_does_not_have_leads_nowhere() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        EVERY[0].next_stage(Stage.CLOSED)


def test_an_unknown_line_of_enquiry_is_refused_with_what_may_have_been_meant() -> None:
    with pytest.raises(UnknownLineOfEnquiry, match=r"no line of enquiry 'protecton'\. Did you mean protection"):
        SHIPPED.get("fire-peer-challenge", 1).line("protecton")


def test_an_unknown_product_is_refused_with_what_may_have_been_meant() -> None:
    with pytest.raises(UnknownProduct, match=r"no product 'fire-peer-chalenge'\. Did you mean fire-peer-challenge"):
        SHIPPED.latest("fire-peer-chalenge", date(2024, 1, 1))


def test_an_unknown_version_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownProduct, match=r"no version 7 of fire-peer-challenge: there is 1\."):
        SHIPPED.get("fire-peer-challenge", 7)


def test_a_product_is_not_offered_before_it_takes_effect() -> None:
    with pytest.raises(UnknownProduct, match="is offered from 1 January 2018, not on 31 December 2017"):
        SHIPPED.latest("fire-peer-challenge", date(2017, 12, 31))


def test_the_shipped_catalogue_is_read_once() -> None:
    assert Catalogue.shipped() is SHIPPED
