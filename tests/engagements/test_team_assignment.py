"""Who reviews whom."""

from datetime import date

import pytest

from config.vocabulary import PeerKind, Role, Stage, TeamRole
from engagements.matching import HasAnInterest, OwnService, PeerNotMatched
from engagements.stages.team_assignment import AlreadyOnTeam, NotInvited, PlaceNotOnTeam, TeamNotComplete
from engagements.state.team import Invitation
from tests.builders import Case, CaseAt
from tests.cast import (
    COORDINATOR,
    FROM_ESSEX,
    INTERESTED,
    KENT_LEAD,
    KENT_OFFICER,
    KENT_OPERATIONAL,
    LEAD,
    MEMBER,
    OFFICER,
    OPERATIONAL,
    OTHER_OPERATIONAL,
)


@pytest.fixture
def team(case_at: CaseAt) -> Case:
    """A review of protection at Essex, whose team is to be found."""
    return case_at(Stage.TEAM_ASSIGNMENT)


def standing(case: Case) -> dict[str, str]:
    return {invitation.peer: invitation.status for invitation in case.rows(Invitation)}


def test_the_team_is_confirmed_twenty_working_days_before_the_visit(team: Case) -> None:
    assert team.facts.visit_from == date(2020, 3, 20)
    assert team.due("confirm_team") == date(2020, 2, 21)


def test_nobody_reviews_their_own_service(team: Case) -> None:
    for name, fields in (
        ("InvitePeer", {"peer": FROM_ESSEX, "team_role": "lead_peer", "despite_grades": "We know them well."}),
        ("ProposeTeam", {"places": [{"peer": FROM_ESSEX, "team_role": "observer"}]}),
    ):
        refusal = team.refused(name, COORDINATOR, fields)
        assert isinstance(refusal, OwnService)
        assert str(refusal).endswith("A peer never reviews their own service.")


def test_a_peer_is_matched_by_question_not_by_pillar(team: Case) -> None:
    """Kent's whole pillar was good and its protection was not; with Hertfordshire it was the other way round."""
    effectiveness = {
        service: next(r.grade for r in team.world.reference.results(service, 1) if r.question is None)
        for service in ("kent", "hertfordshire")
    }
    assert effectiveness == {"kent": "good", "hertfordshire": "requires_improvement"}
    refusal = team.refused("InvitePeer", COORDINATOR, peer=KENT_LEAD, team_role="lead_peer")
    assert isinstance(refusal, PeerNotMatched)
    assert "requires improvement on protecting the public through fire regulation" in str(refusal)
    team.give("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")


def test_a_coordinator_may_invite_despite_grades_and_says_why(team: Case) -> None:
    reason = "They rebuilt the function since."
    team.give("InvitePeer", COORDINATOR, peer=KENT_LEAD, team_role="lead_peer", despite_grades=reason)
    assert standing(team) == {KENT_LEAD: "invited"}


def test_members_and_observers_are_not_matched_by_question(team: Case) -> None:
    team.give("InvitePeer", COORDINATOR, peer=KENT_OFFICER, team_role="observer")
    assert standing(team) == {KENT_OFFICER: "invited"}


def test_a_peer_with_an_interest_is_not_asked_again(team: Case) -> None:
    team.give("InvitePeer", COORDINATOR, peer=INTERESTED, team_role="observer")
    team.give("DeclareInterest", Role.PEER, peer=INTERESTED, reason="My partner works there.")
    assert standing(team) == {INTERESTED: "released"}
    assert not any(owed.kind == "answer_invitation" for owed in team.obligations())
    refusal = team.refused("InvitePeer", COORDINATOR, peer=INTERESTED, team_role="observer")
    assert isinstance(refusal, HasAnInterest)


def test_an_interest_counts_in_every_engagement_of_the_authority(team: Case) -> None:
    team.give("DeclareInterest", COORDINATOR, peer=INTERESTED, reason="Their partner works there.")
    team.request()
    team.at_stage(Stage.TEAM_ASSIGNMENT)
    refusal = team.refused("InvitePeer", COORDINATOR, peer=INTERESTED, team_role="observer")
    assert isinstance(refusal, HasAnInterest)


def test_an_interest_declared_meanwhile_elsewhere_keeps_a_peer_off_the_team(team: Case) -> None:
    here = team.ref
    team.staff()
    team.give("InvitePeer", COORDINATOR, peer=OFFICER, team_role="observer")
    team.request()
    team.at_stage(Stage.TEAM_ASSIGNMENT)
    for peer in (LEAD, OFFICER):
        team.give("DeclareInterest", COORDINATOR, peer=peer, reason="A business of theirs.")
    team.ref = here
    refusal = team.refused("AcceptInvitation", Role.PEER, peer=OFFICER)
    assert isinstance(refusal, HasAnInterest)
    team.give("DeclineInvitation", Role.PEER, peer=OFFICER, reason="A business of mine.")
    refusal = team.refused("ConfirmTeam", COORDINATOR)
    assert isinstance(refusal, HasAnInterest)
    assert f"Release peer {LEAD}" in str(refusal)


def test_a_peer_who_declines_is_replaced(team: Case) -> None:
    team.give("InvitePeer", COORDINATOR, peer=OPERATIONAL, team_role="operational_peer")
    assert team.due("answer_invitation", OPERATIONAL) == team.world.calendar.after(team.today, 5)
    team.give("DeclineInvitation", Role.PEER, peer=OPERATIONAL, reason="On leave.")
    team.give("InvitePeer", COORDINATOR, peer=OTHER_OPERATIONAL, team_role="operational_peer")
    assert standing(team) == {OPERATIONAL: "declined", OTHER_OPERATIONAL: "invited"}


def test_a_peer_may_still_withdraw_after_accepting_and_be_asked_again(team: Case) -> None:
    team.staff()
    team.give("DeclineInvitation", Role.PEER, peer=LEAD, reason="A major incident at home.")
    assert isinstance(team.refused("ConfirmTeam", COORDINATOR), TeamNotComplete)
    team.give("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")
    team.give("AcceptInvitation", Role.PEER, peer=LEAD)
    team.give("ConfirmTeam", COORDINATOR)


def test_only_an_invitation_that_stands_is_answered(team: Case) -> None:
    team.give("ProposeTeam", COORDINATOR, places=[{"peer": LEAD, "team_role": "lead_peer"}])
    for name, fields in (("AcceptInvitation", {}), ("DeclineInvitation", {"reason": "On leave."})):
        refusal = team.refused(name, Role.PEER, {"peer": LEAD, **fields})
        assert isinstance(refusal, NotInvited)
        assert "the coordinator can invite them" in str(refusal)


def test_peers_proposed_and_not_yet_invited_give_way_to_the_next_proposal(team: Case) -> None:
    for peer in (LEAD, OFFICER):
        team.give("ProposeTeam", COORDINATOR, places=[{"peer": peer, "team_role": "lead_peer"}])
    assert standing(team) == {LEAD: "released", OFFICER: "proposed"}


def test_a_team_has_no_more_places_than_the_product_gives(team: Case) -> None:
    team.give("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")
    refusal = team.refused("InvitePeer", COORDINATOR, peer=OFFICER, team_role="lead_peer")
    assert str(refusal) == ("All places for lead_peer are taken (1). Release a peer first, or choose another place.")
    assert isinstance(refusal, PlaceNotOnTeam)
    team.give("ReleasePeer", COORDINATOR, peer=LEAD, reason="A better match was found.")
    team.give("InvitePeer", COORDINATOR, peer=OFFICER, team_role="lead_peer")


@pytest.mark.parametrize(
    ("peer", "team_role", "kind"),
    [
        (MEMBER, TeamRole.LEAD_PEER, PeerKind.MEMBER),  # this product is led by officers and operational peers
        (MEMBER, TeamRole.MEMBER_PEER, PeerKind.MEMBER),  # it has no place for members
        (OPERATIONAL, TeamRole.OFFICER_PEER, PeerKind.OPERATIONAL),
    ],
)
def test_a_place_is_for_the_kinds_of_peer_that_the_product_names(
    team: Case, peer: str, team_role: TeamRole, kind: PeerKind
) -> None:
    refusal = team.refused("InvitePeer", COORDINATOR, peer=peer, team_role=team_role)
    assert isinstance(refusal, PlaceNotOnTeam)
    assert str(refusal).endswith(f"peer {peer} is {kind}.")


def test_a_peer_holds_one_place(team: Case) -> None:
    twice = [{"peer": LEAD, "team_role": "lead_peer"}, {"peer": LEAD, "team_role": "observer"}]
    assert isinstance(team.refused("ProposeTeam", COORDINATOR, places=twice), AlreadyOnTeam)
    team.give("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")
    assert isinstance(team.refused("InvitePeer", COORDINATOR, peer=LEAD, team_role="observer"), AlreadyOnTeam)
    assert isinstance(team.refused("ProposeTeam", COORDINATOR, places=twice[1:]), AlreadyOnTeam)


def test_a_team_is_confirmed_once_everyone_has_answered_and_every_place_is_filled(team: Case) -> None:
    assert "needs 1 for lead_peer and has 0" in str(team.refused("ConfirmTeam", COORDINATOR))
    team.staff()
    team.give("InvitePeer", COORDINATOR, peer=KENT_OPERATIONAL, team_role="observer")
    assert f"Not answered yet: {KENT_OPERATIONAL}" in str(team.refused("ConfirmTeam", COORDINATOR))
    team.give("DeclineInvitation", Role.PEER, peer=KENT_OPERATIONAL, reason="On leave.")
    team.give("ConfirmTeam", COORDINATOR)
    assert team.facts.stage is Stage.CHALLENGE_VISIT
    assert [owed.kind for owed in team.obligations()] == ["schedule_visit"]
