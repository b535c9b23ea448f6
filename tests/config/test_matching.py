"""The rules of matching: figures and regions are checked when they are read."""

from itertools import combinations
from pathlib import Path

import pytest

from config.matching import MalformedMatching, MatchingRules
from config.reference import ReferenceData


def test_regions_are_near_both_ways_and_every_region_has_a_neighbour() -> None:
    rules = MatchingRules.shipped()
    regions = {service.region for service in ReferenceData.shipped().services()}
    for one, other in combinations(sorted(regions), 2):
        assert rules.nearness(one, other) == rules.nearness(other, one) < rules.nearness(one, one) == 1
    assert all(any(rules.nearness(one, other) == 0.5 for other in regions) for one in regions)
    assert rules.nearness("North East", "South West") == 0


@pytest.mark.parametrize(
    ("shipped", "given", "told"),
    [
        ("turn = 25", "turn = -1", "weights.turn: Input should be greater than or equal to 0."),
        ("visits_a_year = 3", 'visits_a_year = "few"', "visits_a_year: Input should be a valid integer."),
        ("lines_each = 4", "", "lines_each: this field is missing."),
        ('region = "London"', 'region = "Lundon"', "there is no region 'Lundon' in England. Did you mean London?"),
    ],
)
def test_malformed_rules_are_refused(tmp_path: Path, shipped: str, given: str, told: str) -> None:
    file = tmp_path / "matching.toml"
    file.write_text(MatchingRules.SHIPPED.read_text(encoding="utf-8").replace(shipped, given), encoding="utf-8")
    with pytest.raises(MalformedMatching) as refused:
        MatchingRules.load(file)
    assert str(refused.value).startswith("matching.toml: ")
    assert told in str(refused.value)
