"""Proposals for engagements as they stand in the database, and the commands that come of them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from config.vocabulary import BlockSource, PeerKind, Role, Stage, TeamRole
from engagements import political_groups
from engagements.database import reading, writing
from engagements.people import add_person
from engagements.proposing import Proposal
from engagements.proposing.asking import NoTeamWanted, command_for, next_best_for, proposal_for, wanted_by
from engagements.stages.team_assignment import LineNotInScope
from engagements.state.people import Peer
from engagements.state.pool import Block
from engagements.state.team import Invitation
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR, KENT, LEAD, MEMBER, OFFICER, OPERATIONAL, OTHER_OPERATIONAL, PROTECTION


def proposed(case: Case, *refs: str, **given: Any) -> Proposal:
    with reading(case.engine) as connection:
        return proposal_for(connection, refs or (str(case.ref),), case.world, case.today, **given)


def test_hertfordshire_comes_out_for_essex_on_protection(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    best = proposed(case).best
    assert best
    assert {choice.service for choice in best.choices} == {"hertfordshire"}
    assert all(choice.because.startswith("Graded good on protecting the public") for choice in best.choices)


def test_the_command_proposes_what_was_chosen_with_the_lines_of_enquiry(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    best = proposed(case).best
    assert best
    command = command_for(best, str(case.ref))
    assert command
    case.give("ProposeTeam", COORDINATOR, command.model_dump(mode="json"))
    for each in best.choices:
        case.give("InvitePeer", COORDINATOR, peer=each.peer, team_role=each.team_role)
    invited = {one.peer: (one.status, tuple(one.lines)) for one in case.rows(Invitation)}
    assert invited == {each.peer: ("invited", (PROTECTION,)) for each in best.choices}
    again = proposed(case).best
    assert again
    assert command_for(again, str(case.ref)) is None
    case.verify()


def test_a_line_outside_the_scope_is_refused(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    places = [{"peer": LEAD, "team_role": "lead_peer", "lines": ["understanding-risk"]}]
    assert isinstance(case.refused("ProposeTeam", COORDINATOR, places=places), LineNotInScope)


def test_who_declines_is_not_asked_again_and_the_next_best_is_found(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    case.staff()
    case.give("DeclineInvitation", Role.PEER, peer=OPERATIONAL, reason="On leave.")
    with reading(case.engine) as connection:
        found = next_best_for(connection, str(case.ref), OPERATIONAL, case.world, case.today)
        assert found.choice
        assert (found.choice.peer, found.choice.team_role) == (OTHER_OPERATIONAL, TeamRole.OPERATIONAL_PEER)
        assert OPERATIONAL in wanted_by(connection, str(case.ref), case.world, case.today).without


def test_who_withdraws_the_evening_before_is_replaced_for_the_days_as_scheduled(case_at: CaseAt) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    first = case.facts.visit_from
    assert first
    case.give("DeclineInvitation", Role.PEER, on=first - timedelta(days=1), peer=OPERATIONAL, reason="Ill.")
    with reading(case.engine) as connection:
        found = next_best_for(connection, str(case.ref), OPERATIONAL, case.world, case.today)
    assert found.choice
    assert found.choice.peer == OTHER_OPERATIONAL
    assert "free on all" in found.choice.because


def test_whoever_is_away_is_not_proposed(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    first = case.facts.visit_from
    assert first
    with writing(case.engine) as connection:
        block = Block(peer=LEAD, first=first - timedelta(days=3), last=first, source=BlockSource.TYPED)
        connection.execute(insert(Block.table), block.__dict__)
    best = proposed(case).best
    assert best
    assert LEAD not in {choice.peer for choice in best.choices}
    assert OFFICER in {choice.peer for choice in best.choices}


def test_two_engagements_in_the_same_weeks_share_the_pool(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    other = Case(case.engine).at_stage(Stage.TEAM_ASSIGNMENT, authority=KENT)
    best = proposed(case, str(case.ref), str(other.ref)).best
    assert best
    assert {choice.ref for choice in best.choices} == {case.ref, other.ref}
    assert len({choice.peer for choice in best.choices}) == len(best.choices) == 4


def test_no_team_is_wanted_before_the_scope_is_agreed_or_of_whoever_had_no_place(case_at: CaseAt) -> None:
    scoping = case_at(Stage.SCOPING)
    with pytest.raises(NoTeamWanted, match="stands at scoping, and teams are found once the scope is agreed"):
        proposed(scoping)
    case = case_at(Stage.TEAM_ASSIGNMENT)
    with reading(case.engine) as connection, pytest.raises(NoTeamWanted, match="had no place"):
        next_best_for(connection, str(case.ref), LEAD, case.world, case.today)


def test_groups_that_the_coordinator_read_balance_the_team(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT, "leadership-and-governance-peer-challenge")
    with writing(case.engine) as connection:
        other = Peer(id="kent-member", kind=PeerKind.MEMBER, service=KENT, name="A member", email="m@example.org")
        add_person(connection, other)
        for peer in (MEMBER, other.id):
            political_groups.record(connection, peer, "The same group", "coordinator", case.now)
        groups = political_groups.read(connection, str(case.ref), COORDINATOR, case.now)
    best = proposed(case, groups=groups).best
    assert best
    assert sum(choice.peer in (MEMBER, "kent-member") for choice in best.choices) == 1
    assert "same group" not in str(best).casefold()
