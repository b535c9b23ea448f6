"""Proposals as coordinators read them: why somebody was chosen, what stands in the way, several engagements at once."""

from dataclasses import replace
from datetime import date

from config.vocabulary import PeerKind, TeamRole
from engagements.peers.periods import Days
from engagements.peers.visits import Visited
from engagements.proposing import next_best
from tests.engagements.proposing.pools import (
    CULTURE,
    FOUR_DAYS,
    PROTECTION,
    REFERENCE,
    RULES,
    line,
    peer,
    place,
    places_of,
    proposed,
    standing,
    wanted,
)

LEAD, OPERATIONAL = peer("lead"), peer("operational", kind=PeerKind.OPERATIONAL)


def test_each_choice_is_explained_in_a_sentence() -> None:
    went = (Visited("kent", TeamRole.OFFICER_PEER, date(2018, 11, 10), None),)
    lead = replace(LEAD, visited=went, expertise=frozenset({PROTECTION}), lapsed_training=("Safeguarding",))
    best = proposed(wanted(), pool=[lead, OPERATIONAL]).best
    assert best
    assert best.choices[0].because == (
        "Graded good on protecting the public through fire regulation in Round 1 "
        "(read from the inspectorate's summary); "
        "expert in protecting the public through fire regulation; free on all four days; "
        "last went 14 months before the visit; "
        "from the same region; training lapsed: Safeguarding."
    )


def test_a_weekend_within_a_visit_is_no_day_of_it() -> None:
    friday_to_tuesday = wanted(phases=(Days(date(2020, 3, 20), date(2020, 3, 24)),))
    assert friday_to_tuesday.days == 3


def test_every_reviewer_has_a_line_of_enquiry() -> None:
    best = proposed(wanted(), pool=[LEAD, OPERATIONAL]).best
    assert best
    assert [choice.lines for choice in best.choices] == [(line().slug,), (line().slug,)]


def test_a_line_of_enquiry_goes_to_the_service_that_is_good_at_it() -> None:
    good_at_culture = peer("officer", "cambridgeshire")
    places = (place(TeamRole.LEAD_PEER), place(TeamRole.OFFICER_PEER, 0, 2))
    best = proposed(wanted(places=places, lines=(line(), line(CULTURE))), pool=[LEAD, good_at_culture]).best
    assert best
    assert {choice.peer: choice.lines for choice in best.choices}["officer"][-1] == line(CULTURE).slug


def test_turns_are_fair() -> None:
    lately = replace(peer("went-lately"), visited=(Visited("kent", TeamRole.LEAD_PEER, date(2019, 12, 10), None),))
    long_ago = replace(
        lately, id="went-long-ago", visited=(Visited("kent", TeamRole.LEAD_PEER, date(2017, 1, 9), None),)
    )
    assert "went-long-ago" in places_of(proposed(wanted(), pool=[lately, long_ago, OPERATIONAL]))


def test_nobody_is_wanted_twice_in_the_same_days() -> None:
    one, other = wanted("ESS-1"), wanted("KEN-2", "kent", phases=(Days(FOUR_DAYS.last, FOUR_DAYS.last),))
    pool = [LEAD, OPERATIONAL]
    assert proposed(one, pool=pool).best
    together = proposed(one, other, pool=pool)
    assert together.impossible
    more = [peer("lead-2", "cambridgeshire"), peer("operational-2", "merseyside", PeerKind.OPERATIONAL)]
    best = proposed(one, other, pool=[*pool, *more]).best
    assert best
    assert len({choice.peer for choice in best.choices}) == len(best.of("ESS-1")) + len(best.of("KEN-2")) == 4


def test_where_nobody_may_come_it_is_said_why_and_which_change_would_help() -> None:
    away = replace(LEAD, away=(FOUR_DAYS,))
    impossible = proposed(wanted(), pool=[away, OPERATIONAL]).impossible
    assert impossible
    assert (impossible.rule, impossible.sentence) == (
        "free",
        "ESS-1 needs one for lead peer, and nobody may come: the pool holds one not free on the days of the visit.",
    )
    assert impossible.change == "If Lead (lead) were free on the days of the visit, a team would be possible."


def test_an_empty_pool_needs_people() -> None:
    impossible = proposed(wanted(), pool=[OPERATIONAL]).impossible
    assert impossible
    assert impossible.change == (
        "The pool needs one more officer peer for lead peer of ESS-1, free on 20 January 2020 to 23 January 2020."
    )


def test_the_next_best_takes_the_place_and_everybody_else_stays() -> None:
    lines = (line(), line(CULTURE))
    stays = standing("lead", TeamRole.LEAD_PEER, line(CULTURE).slug)
    asked = wanted(lines=lines, standing=(stays,))
    gone, second = OPERATIONAL, replace(OPERATIONAL, id="second", name="Second")
    pool = [LEAD, gone, second, peer("another-lead", "merseyside")]
    found = next_best(asked, "operational", TeamRole.OPERATIONAL_PEER, pool, RULES, REFERENCE)
    assert found.choice
    assert (found.choice.peer, found.choice.team_role) == ("second", TeamRole.OPERATIONAL_PEER)
    assert found.changes == ("Second would look at Protecting the public through fire regulation.",)


def test_where_nobody_can_take_the_place_it_is_said_why() -> None:
    asked = wanted(standing=(standing("lead", TeamRole.LEAD_PEER),))
    found = next_best(asked, "operational", TeamRole.OPERATIONAL_PEER, [LEAD, OPERATIONAL], RULES, REFERENCE)
    assert found.choice is None
    assert found.impossible
    assert "needs one for operational peer, and nobody may come" in found.impossible.sentence


def test_who_holds_a_place_keeps_it_whatever_became_of_their_days() -> None:
    away = replace(LEAD, away=(FOUR_DAYS,))
    asked = wanted(standing=(standing("lead", TeamRole.LEAD_PEER, line().slug, status="invited"),))
    best = proposed(asked, pool=[away, peer("other-lead"), OPERATIONAL]).best
    assert best
    assert {choice.peer: choice.status for choice in best.choices} == {"lead": "invited", "operational": None}
    assert best.choices[0].because.startswith("Invited already; ")
