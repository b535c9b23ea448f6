"""Rating scales: data with an order, and a clear refusal of one that cannot be used."""

from pathlib import Path

import pytest

from config.products import Catalogue, MalformedProduct
from config.ratings import MalformedScale, RatingScale, UnknownRating
from config.ratings.scale import SHIPPED, scales

STANDARD = scales()["standard"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copied = tmp_path / "standard.toml"
    copied.write_bytes((SHIPPED / "standard.toml").read_bytes())
    return copied


def refusal(file: Path) -> str:
    with pytest.raises(MalformedScale) as refused:
        RatingScale.load(file)
    return str(refused.value)


def test_every_product_names_a_scale_that_there_is() -> None:
    assert {product.ratings.slug for product in Catalogue.shipped().products.values()} == {"standard"}


def test_a_return_rates_an_open_action_and_leaves_completion_to_its_command() -> None:
    assert STANDARD.for_returns == ("on_track", "not_started", "at_risk", "off_track")
    assert [rating.slug for rating in STANDARD.ratings if rating.exceptional] == ["off_track"]


def test_every_rating_says_what_it_means() -> None:
    assert all(rating.definition.endswith(".") for rating in STANDARD.ratings)


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ("not_started", "on_track", False),
        ("on_track", "not_started", True),
        ("not_started", "at_risk", True),
        ("at_risk", "off_track", True),
        ("off_track", "at_risk", False),
        ("complete", "at_risk", True),
        ("at_risk", "at_risk", False),
    ],
)
def test_the_order_of_the_scale_says_what_is_worse(before: str, after: str, worse: bool) -> None:
    assert STANDARD.worsens(before, after) is worse


def test_an_unknown_rating_is_told_with_those_there_are() -> None:
    words = r"'amber': use on_track, not_started, at_risk, off_track\."
    with pytest.raises(UnknownRating, match=words):
        STANDARD.worsens("on_track", "amber")
    with pytest.raises(UnknownRating, match="Did you mean off_track"):
        STANDARD.rating("of_track")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param('slug = "standard"', 'slug = "other"', "slug: other belongs in a file other.toml.", id="its file"),
        pytest.param('slug = "at_risk"', 'slug = "on_track"', "on_track is there twice.", id="a rating twice"),
        pytest.param(
            '"not_started"', '"not_begun"', "starts_with names 'not_begun', which is no rating", id="no start"
        ),
        pytest.param('complete = "complete"', 'complete = "transferred_to_bau"', "are both transferred", id="one part"),
        pytest.param('starts_with = "not_started"', 'starts_with = "complete"', "is open no longer.", id="begins done"),
        pytest.param("exceptional = true", "", "no rating is exceptional", id="nothing exceptional"),
        pytest.param('slug = "at_risk"', 'slug = "at_risk"\nexceptional = true', "", id="two exceptional ones"),
        pytest.param('slug = "on_track"', 'slug = "on_track"\nexceptional = true', "from good to bad.", id="no order"),
        pytest.param('slug = "at_risk"', 'slug = "At risk"', "ratings.4.slug: String should match", id="a bad slug"),
        pytest.param('name = "At risk"', 'colour = "red"', "ratings.4.name: this field is missing.", id="no name"),
        pytest.param("[[ratings]]", "[[ratings", "this is not a TOML file: ", id="not TOML"),
    ],
)
def test_a_malformed_scale_is_refused_with_file_field_and_reason(file: Path, old: str, new: str, told: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    if not told:
        assert RatingScale.load(file)
        return
    assert refusal(file).startswith("standard.toml: ")
    assert told in refusal(file)


def test_a_scale_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    assert refusal(tmp_path / "standard.toml") == "standard.toml: this file cannot be read: No such file or directory."


def test_a_product_names_a_scale_that_exists(tmp_path: Path) -> None:
    products = Path(SHIPPED).parent / "products"
    for name in ("clocks.toml", "lines_of_enquiry.toml", "service-to-service-peer-review.v1.toml"):
        (tmp_path / name).write_bytes((products / name).read_bytes())
    file = tmp_path / "service-to-service-peer-review.v1.toml"
    file.write_text('ratings = "standart"\n' + file.read_text())
    with pytest.raises(MalformedProduct, match=r"ratings: there is no rating scale 'standart'\. Did you mean standard"):
        Catalogue.load(tmp_path)
