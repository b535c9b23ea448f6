"""Hard rules, one at a time: who is not proposed, and what is said of them."""

from datetime import date
from typing import Any

import pytest

from config.products import LineOfEnquiry
from config.vocabulary import InterestKind, PeerKind, TeamRole
from engagements.peers.periods import Days, Interest
from engagements.peers.visits import Booked, Visited
from tests.engagements.proposing.pools import (
    A_MONTH_LATER,
    CULTURE,
    FOUR_DAYS,
    line,
    peer,
    place,
    places_of,
    proposed,
    wanted,
)

OPERATIONAL = peer("operational", kind=PeerKind.OPERATIONAL)
SPARE = peer("spare", "cumbria", lapsed_training=("Safeguarding",))
"""A lead peer whom anybody else is preferred to."""


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (
            {"away": (Days(date(2020, 1, 22), date(2020, 1, 30)),)},
            "but is not free (22 January 2020 to 23 January 2020).",
        ),
        (
            {"booked": (Booked("KEN-9", "kent", (Days(date(2020, 1, 23), date(2020, 1, 24)),), "accepted"),)},
            "but is to be on the team of KEN-9 on days of this visit.",
        ),
        ({"regions": frozenset({"North West"})}, "but would not travel to East of England."),
        ({"most_visits": 0}, "but goes on no more visits in 2020 (at most 0 a year)."),
        (
            {"interests": (Interest("essex", InterestKind.FAMILY),)},
            "but has an interest in the authority (family).",
        ),
    ],
)
def test_whom_one_rule_keeps_away_is_a_near_miss(told: dict[str, Any], why: str) -> None:
    proposal = proposed(wanted(), pool=[peer("lead", **told), SPARE, OPERATIONAL])
    assert places_of(proposal) == {"spare": TeamRole.LEAD_PEER, "operational": TeamRole.OPERATIONAL_PEER}
    [miss] = proposal.near_misses
    assert (miss.peer, miss.team_role) == ("lead", TeamRole.LEAD_PEER)
    assert miss.because.endswith(why)


def test_nobody_reviews_their_own_service_or_is_told_that_they_nearly_did() -> None:
    proposal = proposed(wanted(), pool=[peer("lead", "essex"), SPARE, OPERATIONAL])
    assert "lead" not in places_of(proposal)
    assert proposal.near_misses == ()


def test_an_interest_that_ended_keeps_nobody_away() -> None:
    ended = Interest("essex", InterestKind.FORMER_EMPLOYER, None, date(2020, 1, 19))
    assert "lead" in places_of(proposed(wanted(), pool=[peer("lead", interests=(ended,)), SPARE, OPERATIONAL]))


def test_a_peer_is_free_on_all_days_of_every_phase() -> None:
    away_for_the_second = peer("lead", away=(Days(A_MONTH_LATER.last, A_MONTH_LATER.last),))
    pool = [away_for_the_second, SPARE, OPERATIONAL]
    assert "lead" in places_of(proposed(wanted(), pool=pool))
    assert "lead" not in places_of(proposed(wanted(phases=(FOUR_DAYS, A_MONTH_LATER)), pool=pool))


def test_visits_of_the_year_count_and_those_of_the_year_before_do_not() -> None:
    been = [Visited("kent", TeamRole.LEAD_PEER, date(2020, 1, day), None) for day in (17, 10, 3)]
    before = [Visited("kent", TeamRole.LEAD_PEER, date(2019, 12, day), None) for day in (17, 10, 3)]
    assert "lead" not in places_of(proposed(wanted(), pool=[peer("lead", visited=tuple(been)), SPARE, OPERATIONAL]))
    experienced = peer("lead", visited=tuple(before))
    assert "lead" in places_of(proposed(wanted(), pool=[experienced, OPERATIONAL]))


def test_a_service_graded_below_good_sends_no_reviewer_for_that() -> None:
    graded_below = peer("lead", "bedfordshire")
    proposal = proposed(wanted(), pool=[graded_below, OPERATIONAL])
    assert proposal.impossible
    assert proposal.impossible.rule == "matched"
    assert "one from services graded below good on what the scope asks about" in proposal.impossible.sentence
    assert proposal.impossible.change == (
        "If Lead (lead) were asked despite the grades of their service, with the reason, a team would be possible."
    )


def test_a_member_leads_on_what_they_know_and_not_on_what_the_inspectorate_grades() -> None:
    places = (place(TeamRole.LEAD_PEER, kinds=(PeerKind.MEMBER,)),)
    graded, own = line(CULTURE), LineOfEnquiry(slug="own-1", title="Our control room")
    member, expert = (
        peer("member", kind=PeerKind.MEMBER),
        peer("expert", kind=PeerKind.MEMBER, expertise=frozenset({CULTURE})),
    )
    asked = wanted(places=places, lines=(graded, own))
    impossible = proposed(asked, pool=[member]).impossible
    assert impossible
    assert impossible.rule == "lines"
    assert places_of(proposed(asked, pool=[member, expert])) == {"expert": TeamRole.LEAD_PEER}


def test_who_waits_for_a_first_visit_observes_and_nobody_else_does() -> None:
    places = (*wanted().places, place(TeamRole.OBSERVER, 0))
    waits = peer("waits", would_observe=True)
    proposal = proposed(wanted(places=places), pool=[waits, SPARE, OPERATIONAL, peer("another", "cambridgeshire")])
    assert places_of(proposal)["waits"] is TeamRole.OBSERVER
    assert proposal.best
    observer = next(choice for choice in proposal.best.choices if choice.peer == "waits")
    assert (observer.lines, observer.because.startswith("Would like a first visit")) == ((), True)
    without = proposed(wanted(places=places), pool=[SPARE, OPERATIONAL, peer("another", "cambridgeshire")])
    assert TeamRole.OBSERVER not in places_of(without).values()


MEMBERS = [
    peer(f"member-{letter}", service, PeerKind.MEMBER)
    for letter, service in zip("abc", ("kent", "avon", "cumbria"), strict=True)
]
TWO_MEMBERS = (place(TeamRole.MEMBER_PEER, 2, 2),)


def test_political_balance_holds_where_the_product_asks_for_it() -> None:
    asked: dict[str, Any] = {
        "places": TWO_MEMBERS,
        "lines": (),
        "groups": {"member-a": "1", "member-b": "1", "member-c": "2"},
    }
    assert set(places_of(proposed(wanted(**asked, most_of_one_group=1), pool=MEMBERS))) >= {"member-c"}
    assert proposed(wanted(**asked, most_of_one_group=1), pool=MEMBERS[:2]).impossible
    assert len(places_of(proposed(wanted(**asked), pool=MEMBERS[:2]))) == 2


def test_a_member_who_said_nothing_could_be_of_any_group() -> None:
    asked = wanted(places=TWO_MEMBERS, lines=(), most_of_one_group=1, groups={"member-a": "1"})
    impossible = proposed(asked, pool=MEMBERS).impossible
    assert impossible
    assert impossible.rule == "balance"


def test_nobodys_political_group_is_told() -> None:
    groups = {"member-a": "group 1", "member-b": "group 1", "member-c": "group 2"}
    asked = wanted(places=TWO_MEMBERS, lines=(), most_of_one_group=1, groups=groups)
    for pool in (MEMBERS, MEMBERS[:2]):
        told = str(proposed(asked, pool=pool))
        assert "group 1" not in told
        assert "group 2" not in told


def test_all_but_an_observer_come_from_one_service_where_the_product_asks_for_it() -> None:
    pool = [peer("lead", "cambridgeshire"), SPARE, OPERATIONAL, peer("herts-lead")]
    chosen = places_of(proposed(wanted(one_service=True), pool=pool))
    assert set(chosen) == {"herts-lead", "operational"}
    impossible = proposed(wanted(one_service=True), pool=[peer("lead", "cambridgeshire"), OPERATIONAL]).impossible
    assert impossible
    assert impossible.rule == "one_service"
