"""What stands against a timetable, for any timetable: found whatever the order, and never where nothing is wrong."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from config.calendar import ENGLAND
from config.timetabling import TimetableRules
from config.vocabulary import SessionKind
from engagements.state.team import VisitPhase
from engagements.state.timetable import VisitSession
from engagements.visits.moving_sessions import Days, moved
from engagements.visits.timetabling import Wrong, at_uk_time, problems, uk_time

RULES = TimetableRules.shipped()
MONDAY = date(2020, 3, 23)
PHASE = VisitPhase(engagement_id=1, number=1, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=3))
PEERS = ("ann-lead", "bob-officer", "cat-operational")
PLACES = ("Headquarters", "headquarters, Room 2", "North station", "Online")
LINES = ("protection", "prevention")

Found = set[tuple[Wrong, tuple[int, ...]]]
"""What is wrong, and with which sessions."""


def _session(number: int, day: int, quarter: int, length: int, place: str, peers: set[str], line: str) -> VisitSession:
    start = datetime(2020, 3, 23, 8, tzinfo=UTC) + timedelta(days=day, minutes=15 * quarter)
    return VisitSession(
        engagement_id=1,
        number=number,
        phase=1,
        kind=SessionKind.INTERVIEW,
        title="t.1",
        starts_at=start,
        ends_at=start + timedelta(minutes=15 * length),
        place=place,
        lines=[line],
        peers=sorted(peers),
    )


a_session = st.tuples(
    st.integers(0, 1),
    st.integers(0, 12),
    st.integers(1, 6),
    st.sampled_from(PLACES),
    st.sets(st.sampled_from(PEERS), max_size=2),
    st.sampled_from(LINES),
)
timetables = st.lists(a_session, max_size=7).map(lambda many: [_session(n, *one) for n, one in enumerate(many, 1)])


def found(sessions: list[VisitSession]) -> Found:
    return {
        (one.wrong, tuple(sorted(one.where))) for one in problems(sessions, [PHASE], LINES, frozenset(PEERS), RULES)
    }


def expected(sessions: list[VisitSession]) -> Found:
    """The same from the definitions: each pair by itself, minute by minute."""
    told: Found = {(Wrong.NO_PEER, (one.number,)) for one in sessions if not one.peers}
    told |= {(Wrong.NOT_COVERED, ()) for line in LINES if not any(line in one.lines for one in sessions)}
    for one, other in combinations(sessions, 2):
        where = (one.number, other.number)
        gap = max(one.starts_at, other.starts_at) - min(one.ends_at, other.ends_at)
        sites = {place.place.casefold().partition(",")[0] for place in (one, other)}
        far = len(sites) == 2 and "online" not in sites
        if set(one.peers) & set(other.peers):
            if gap < timedelta(0):
                told.add((Wrong.PEER_TWICE, where))
            elif far and gap < timedelta(minutes=RULES.journey):
                told.add((Wrong.JOURNEY, where))
        if gap < timedelta(0) and one.place.casefold() == other.place.casefold() != "online":
            told.add((Wrong.PLACE_TWICE, where))
    return told


@settings(max_examples=150, derandomize=True, deadline=None)
@given(timetables)
def test_whoever_or_whatever_is_needed_twice_is_found_and_nothing_else(sessions: list[VisitSession]) -> None:
    assert found(sessions) == expected(sessions)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(timetables, st.randoms(use_true_random=False))
def test_the_order_of_the_sessions_changes_nothing(sessions: list[VisitSession], order: Random) -> None:
    shuffled = order.sample(sessions, len(sessions))
    in_order, in_another = (problems(s, [PHASE], LINES, frozenset(PEERS), RULES) for s in (sessions, shuffled))
    assert in_another == in_order


@settings(max_examples=50, derandomize=True, deadline=None)
@given(timetables, st.integers(0, 6))
def test_a_cancelled_session_stands_against_nothing(sessions: list[VisitSession], which: int) -> None:
    if which < len(sessions):
        cancelled = sessions[which].amended({"cancelled_on": MONDAY})
        rest = sessions[:which] + sessions[which + 1 :]
        assert found([*rest, cancelled]) == found(rest)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(timetables, st.integers(1, 120), st.integers(0, 5))
def test_sessions_that_move_with_their_phase_fit_as_well_as_before(
    sessions: list[VisitSession], later: int, lasts: int
) -> None:
    first = ENGLAND.after(MONDAY, later)
    last = ENGLAND.after(first, lasts)
    kept, lost = moved(sessions, [PHASE], [Days(2, first, last)], ENGLAND)
    assert {one.session.number for one in kept} | {one.number for one in lost} == {one.number for one in sessions}
    after = [one.session.amended(one.facts()) for one in kept]
    assert all(first <= one.starts_at.date() <= last for one in after)
    clocks = {one.number: uk_time(one.starts_at) for one in sessions}
    assert all(uk_time(one.starts_at) == clocks[one.number] for one in after)
    here = {problem for problem in found([one.session for one in kept]) if problem[0] is not Wrong.NOT_COVERED}
    there = {
        (one.wrong, tuple(sorted(one.where)))
        for one in problems(
            after,
            [VisitPhase(engagement_id=1, number=2, starts_on=first, ends_on=last)],
            (),
            frozenset(PEERS),
            RULES,
        )
    }
    assert there == here


def test_a_time_in_england_is_the_same_by_the_clock_in_winter_and_in_summer() -> None:
    winter, summer = at_uk_time(date(2020, 1, 6), "09:30"), at_uk_time(date(2020, 7, 6), "09:30")
    assert (winter.hour, summer.hour) == (9, 8)
    assert uk_time(winter) == uk_time(summer)
