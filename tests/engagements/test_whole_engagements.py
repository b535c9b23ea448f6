"""Every product, from request to closure, on both databases."""

import pytest
from sqlalchemy import Engine

from config.products import Catalogue
from config.vocabulary import Stage, Status
from tests.builders import Case


@pytest.mark.parametrize("product", Catalogue.shipped().slugs())
def test_an_engagement_goes_from_request_to_closure_and_the_journal_rebuilds_it(engine: Engine, product: str) -> None:
    case = Case(engine)
    for stage in Catalogue.shipped().latest(product, case.today).stages:
        case.at_stage(stage, product=product)
        assert case.obligations(), f"Nobody is awaited when {product} enters {stage}."
    case.at_stage(Stage.CLOSED)
    assert case.facts.status is Status.CLOSED
    assert [due.kind for due in case.obligations()] == ["check_back"]
    verdict = case.verify()
    assert verdict.problems == []
    assert (verdict.engagements, verdict.events) == (1, case.facts.version)
