"""Interests keep peers off a team while they hold: of every kind, declared here, elsewhere, or in no engagement."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from config.vocabulary import InterestKind, Role, Stage, TeamRole
from engagements.database import writing
from engagements.matching import HasAnInterest, PeerHasLeft
from engagements.refusals import Malformed
from engagements.stages.interests import InterestIsOver
from engagements.state.people import Peer
from engagements.state.pool import EarlierVisit, StandingInterest
from engagements.state.row import Row
from engagements.state.team import InterestDeclaration
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, FROM_ESSEX, INTERESTED, KENT_OFFICER

OBSERVE = {"peer": INTERESTED, "team_role": "observer"}


@pytest.fixture
def team(case_at: CaseAt) -> Case:
    return case_at(Stage.TEAM_ASSIGNMENT)


def enter(case: Case, row: Row) -> None:
    with writing(case.engine) as connection:
        connection.execute(insert(type(row).table), row.__dict__)


def standing(kind: InterestKind, since: date | None = None, until: date | None = None) -> StandingInterest:
    return StandingInterest(
        peer=INTERESTED,
        service="essex",
        kind=kind,
        since=since,
        until=until,
        declared_on=date(2019, 1, 1),
        declared_by="peer:avon-interested",
        reason="A brother.",
    )


def visit_from(case: Case) -> date:
    assert case.facts.visit_from
    return case.facts.visit_from


@pytest.mark.parametrize("kind", InterestKind)
def test_an_interest_of_any_kind_declared_outside_engagements_keeps_a_peer_away(team: Case, kind: InterestKind) -> None:
    enter(team, standing(kind))
    assert isinstance(team.refused("InvitePeer", COORDINATOR, OBSERVE), HasAnInterest)


def test_an_interest_that_ends_before_the_visit_keeps_nobody_away(team: Case) -> None:
    enter(team, standing(InterestKind.COMMERCIAL, until=visit_from(team) - timedelta(days=1)))
    team.give("InvitePeer", COORDINATOR, OBSERVE)


def test_an_interest_that_ends_on_the_first_day_of_the_visit_still_holds(team: Case) -> None:
    enter(team, standing(InterestKind.COMMERCIAL, until=visit_from(team)))
    refusal = team.refused("InvitePeer", COORDINATOR, OBSERVE)
    assert "for commercial reasons" in str(refusal)


def test_an_interest_that_begins_after_the_visit_keeps_nobody_away(team: Case) -> None:
    enter(team, standing(InterestKind.NEIGHBOUR, since=date(2030, 1, 1)))
    team.give("InvitePeer", COORDINATOR, OBSERVE)


def test_peers_of_a_service_that_the_authoritys_people_reviewed_lately_keep_away(team: Case) -> None:
    def earlier(service: str, on: date) -> EarlierVisit:
        return EarlierVisit(peer=FROM_ESSEX, service=service, ended_on=on, team_role=TeamRole.LEAD_PEER)

    enter(team, earlier("kent", date(2015, 3, 2)))
    team.give("InvitePeer", COORDINATOR, peer=KENT_OFFICER, team_role="observer")
    enter(team, earlier("avon", date(2019, 3, 1)))
    refusal = team.refused("InvitePeer", COORDINATOR, OBSERVE)
    assert isinstance(refusal, HasAnInterest)
    assert "reviewed avon" in str(refusal)


def test_a_peer_who_leaves_the_pool_before_the_visit_is_over_is_not_asked(team: Case) -> None:
    with writing(team.engine) as connection:
        connection.execute(update(Peer.table).where(Peer.table.c.id == INTERESTED).values(left_on=visit_from(team)))
    assert isinstance(team.refused("InvitePeer", COORDINATOR, OBSERVE), PeerHasLeft)


def test_a_peer_may_have_interests_of_several_kinds_each_declared_once(team: Case) -> None:
    for kind in ("family", "commercial"):
        team.give("DeclareInterest", Role.COORDINATOR, peer=INTERESTED, kind=kind, reason="A brother.")
    refusal = team.refused("DeclareInterest", Role.COORDINATOR, peer=INTERESTED, kind="family", reason="Again.")
    assert isinstance(refusal, HasAnInterest)
    assert [one.kind for one in team.rows(InterestDeclaration)] == ["commercial", "family"]
    assert team.verify().holds


@pytest.mark.parametrize(
    ("fields", "refused_as"),
    [
        ({"kind": "former_employer"}, Malformed),
        ({"kind": "former_employer", "left_on": "2019-01-01", "until": "2021-01-01"}, Malformed),
        ({"kind": "family", "left_on": "2019-01-01"}, Malformed),
        ({"kind": "friendship"}, Malformed),
        ({"kind": "former_employer", "left_on": "2009-01-01"}, InterestIsOver),
        ({"kind": "commercial", "until": "2020-01-31"}, InterestIsOver),
    ],
)
def test_an_interest_without_its_dates_or_that_is_over_is_refused(
    team: Case, fields: dict[str, Any], refused_as: type[Exception]
) -> None:
    refusal = team.refused("DeclareInterest", Role.COORDINATOR, peer=INTERESTED, reason="A reason.", **fields)
    assert isinstance(refusal, refused_as)
