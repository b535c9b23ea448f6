"""Properties of every proposal: it breaks no hard rule, it is the best there is, and it is always the same."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagements.peers.on_record import PeerOnRecord
from engagements.proposing import Wanted
from tests.engagements.proposing.judging import broken, most_points
from tests.engagements.proposing.pools import RULES, engagements, pools, proposed

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
FEWER = settings(FEW, max_examples=12)


@st.composite
def asked(draw: Any, most: int, together: int = 1) -> tuple[tuple[Wanted, ...], tuple[PeerOnRecord, ...]]:
    pool = draw(pools(most))
    return tuple(draw(engagements(f"ESS-{number + 1}", pool)) for number in range(together)), pool


@FEW
@given(asked(25, together=2))
def test_no_proposed_team_breaks_a_hard_rule(
    drawn: tuple[tuple[Wanted, ...], tuple[PeerOnRecord, ...]],
) -> None:
    wanted, pool = drawn
    for some in (wanted[:1], wanted):
        for team in proposed(*some, pool=pool).teams:
            assert not list(broken(some, pool, team.choices, RULES))


@FEW
@given(asked(5))
def test_no_team_is_better_than_the_one_proposed(drawn: tuple[tuple[Wanted, ...], tuple[PeerOnRecord, ...]]) -> None:
    [wanted], pool = drawn
    proposal = proposed(wanted, pool=pool, alternatives=0)
    assert (proposal.best.points if proposal.best else None) == most_points(wanted, pool, RULES)


@FEW
@given(asked(25))
def test_without_one_of_its_rules_the_best_team_is_no_worse(
    drawn: tuple[tuple[Wanted, ...], tuple[PeerOnRecord, ...]],
) -> None:
    [wanted], pool = drawn
    best = proposed(wanted, pool=pool, alternatives=0).best
    if best is None:
        return
    eased = [
        proposed(replace(wanted, one_service=False), pool=pool, alternatives=0),
        proposed(replace(wanted, most_of_one_group=None), pool=pool, alternatives=0),
        proposed(replace(wanted, without=frozenset()), pool=pool, alternatives=0),
        proposed(wanted, pool=[replace(peer, away=(), booked=()) for peer in pool], alternatives=0),
        proposed(wanted, pool=[replace(peer, interests=()) for peer in pool], alternatives=0),
        proposed(wanted, pool=[replace(peer, regions=frozenset()) for peer in pool], alternatives=0),
        proposed(wanted, pool=[replace(peer, most_visits=None) for peer in pool], alternatives=0, visits_a_year=50),
        proposed(wanted, pool=pool, alternatives=0, lines_each=50),
    ]
    assert all(other.best and other.best.points >= best.points for other in eased)


@FEWER
@given(asked(25, together=2), st.randoms(use_true_random=False))
def test_the_same_pool_in_any_order_gives_the_same_proposal(
    drawn: tuple[tuple[Wanted, ...], tuple[PeerOnRecord, ...]], random: Any
) -> None:
    wanted, pool = drawn
    shuffled = list(pool)
    random.shuffle(shuffled)
    assert proposed(*wanted, pool=shuffled) == proposed(*wanted, pool=pool)


@FEWER
@given(asked(25))
def test_teams_come_in_the_order_of_their_points_and_differ(
    drawn: tuple[tuple[Wanted, ...], tuple[PeerOnRecord, ...]],
) -> None:
    wanted, pool = drawn
    teams = proposed(*wanted, pool=pool).teams
    assert [team.points for team in teams] == sorted((team.points for team in teams), reverse=True)
    chosen = [{choice.peer for choice in team.choices} for team in teams]
    for index, team in enumerate(chosen):
        assert all(
            len(team - other) >= min(RULES.differ_in, len(other)) - max(len(other) - len(team), 0)
            for other in chosen[:index]
        )
