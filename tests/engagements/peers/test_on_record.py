"""The pool as it reads on a day: who is free, where they have been, where they are to go, what they declared."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, insert, update

from config.vocabulary import BlockSource, InterestKind, Role, Stage, TeamRole
from engagements.database import reading, writing
from engagements.peers.on_record import Days, Interest, PeerOnRecord, pool
from engagements.peers.visits import Visited
from engagements.state.people import Peer
from engagements.state.pool import Block, EarlierVisit, Expertise, StandingInterest, Training
from engagements.state.row import Row
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, INTERESTED, KENT_LEAD, LEAD, OPERATIONAL

FIRST, LAST = date(2020, 6, 1), date(2020, 6, 5)


def enter(case: Case, *rows: Row) -> None:
    with writing(case.engine) as connection:
        for row in rows:
            connection.execute(insert(type(row).table), row.__dict__)


def amended(case: Case, peer: str, **values: object) -> None:
    with writing(case.engine) as connection:
        connection.execute(update(Peer.table).where(Peer.table.c.id == peer).values(values))


def found(case: Case, peer: str, on: date | None = None) -> PeerOnRecord:
    with reading(case.engine) as connection:
        everybody = pool(connection, on or case.today, case.world)
    return next(one for one in everybody if one.id == peer)


@pytest.fixture
def team(case_at: CaseAt) -> Case:
    return case_at(Stage.TEAM_ASSIGNMENT)


def test_everything_on_the_registers_is_read_together(team: Case) -> None:
    amended(team, LEAD, rank="Group manager", regions=["London"], most_visits=2, would_observe=True)
    enter(
        team,
        Expertise(peer=LEAD, subject="procurement"),
        Block(peer=LEAD, first=FIRST, last=LAST, source=BlockSource.TYPED),
        Training(peer=LEAD, what="Reviewer", done_on=date(2016, 1, 1), lapses_on=date(2019, 1, 1)),
        Training(peer=LEAD, what="Equality", done_on=date(2016, 1, 1)),
        EarlierVisit(peer=LEAD, service="avon", ended_on=date(2018, 3, 1), team_role=TeamRole.OBSERVER),
    )
    peer = found(team, LEAD)
    assert (peer.rank, peer.regions, peer.most_visits, peer.would_observe) == (
        "Group manager",
        frozenset({"London"}),
        2,
        True,
    )
    assert (peer.expertise, peer.away, peer.lapsed_training) == (
        frozenset({"procurement"}),
        (Days(FIRST, LAST),),
        ("Reviewer",),
    )
    assert peer.visited == (Visited("avon", TeamRole.OBSERVER, date(2018, 3, 1), None),)


def test_a_visit_is_booked_from_the_invitation_until_its_last_day_and_then_it_has_been(team: Case) -> None:
    team.confirm_team()
    first, last = team.facts.visit_from, team.facts.visit_to
    assert first
    assert last
    (booked,) = found(team, LEAD).booked
    assert (booked.ref, booked.service, booked.status) == (team.ref, "essex", "accepted")
    assert booked.phases == (Days(first, last),)
    team.schedule_visit()
    assert found(team, LEAD, last).booked[0].phases == (Days(first, last),)
    over = found(team, LEAD, last + timedelta(days=1))
    assert (over.booked, over.visited) == ((), (Visited("essex", TeamRole.LEAD_PEER, last, team.ref),))


def test_nobody_is_booked_for_a_visit_that_was_withdrawn(team: Case) -> None:
    team.staff()
    team.give("WithdrawRequest", COORDINATOR, reason="Merged with another.")
    peer = found(team, LEAD)
    assert (peer.booked, peer.visited) == ((), ())


def test_whoever_left_is_not_in_the_pool_and_is_away_after_their_last_day(team: Case) -> None:
    amended(team, LEAD, left_on=FIRST)
    assert found(team, LEAD, FIRST).away == (Days(FIRST + timedelta(days=1), date.max),)
    with reading(team.engine) as connection:
        assert LEAD not in {one.id for one in pool(connection, FIRST + timedelta(days=1), team.world)}


def test_interests_are_ones_own_service_what_was_declared_and_whoever_reviewed_it_lately(team: Case) -> None:
    enter(
        team,
        StandingInterest(
            peer=KENT_LEAD, service="avon", kind=InterestKind.FAMILY, declared_on=FIRST, declared_by="x", reason="y"
        ),
        EarlierVisit(peer=INTERESTED, service="kent", ended_on=date(2019, 3, 1), team_role=TeamRole.LEAD_PEER),
    )
    team.give("DeclareInterest", COORDINATOR, peer=KENT_LEAD, kind="commercial", until="2020-12-31", reason="Hoses.")
    assert set(found(team, KENT_LEAD).interests) == {
        Interest("kent", InterestKind.OWN_SERVICE),
        Interest("avon", InterestKind.FAMILY),
        Interest("essex", InterestKind.COMMERCIAL, None, date(2020, 12, 31)),
        Interest("avon", InterestKind.REVIEWED_LATELY, date(2019, 3, 1), date(2021, 3, 1)),
    }


def test_the_number_of_queries_does_not_grow_with_the_pool(team: Case) -> None:
    asked: list[str] = []
    team.staff()
    event.listen(team.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    found(team, LEAD)
    before = len(asked)
    enter(team, *(Expertise(peer=peer, subject="culture") for peer in (LEAD, OPERATIONAL, KENT_LEAD)))
    asked.clear()
    found(team, LEAD)
    assert len(asked) == before


def test_days_overlap_when_they_share_one(team: Case) -> None:
    assert Days(FIRST, LAST).overlaps(Days(LAST, LAST))
    assert not Days(FIRST, LAST).overlaps(Days(LAST + timedelta(days=1), date.max))
    assert str(Days(FIRST, FIRST)) == "1 June 2020"


@pytest.mark.parametrize("who", [Role.PEER, Role.COORDINATOR])
def test_a_former_employers_interest_ends_after_the_configured_years(team: Case, who: Role) -> None:
    team.give("InvitePeer", COORDINATOR, peer=INTERESTED, team_role="observer")
    fields = {"kind": "former_employer", "reason": "I worked there.", "left_on": "2016-02-29"}
    team.give("DeclareInterest", who, fields, peer=INTERESTED)
    years = team.world.matching.former_employer_years
    assert (
        Interest("essex", InterestKind.FORMER_EMPLOYER, None, date(2016 + years, 3, 1))
        in found(team, INTERESTED).interests
    )
    assert found(team, INTERESTED).booked == ()
