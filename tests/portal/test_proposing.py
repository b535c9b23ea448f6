"""Proposing teams in the console: the coordinator is shown who and why, and decides."""

import pytest

from config.vocabulary import Role, Stage
from engagements import political_groups
from engagements.database import reading, writing
from engagements.state.team import Invitation
from tests import cast as people
from tests.builders import Case
from tests.desk import everything
from tests.portal.visits import Visits

LEADERSHIP = "leadership-and-governance-peer-challenge"
READ = "Propose a team (your reading is recorded)"


def places(case: Case) -> dict[str, tuple[str, str]]:
    return {one.peer: (one.team_role, one.status) for one in case.rows(Invitation)}


@pytest.fixture
def page(visits: Visits) -> str:
    visits.case.at_stage(Stage.TEAM_ASSIGNMENT)
    return f"/engagements/{visits.case.ref}/propose-team"


def test_the_best_team_is_shown_with_the_reasons_and_nothing_is_written(visits: Visits, page: str) -> None:
    browser = visits.as_coordinator()
    before = everything(visits.case.engine)
    shown = browser.get(page).text
    assert "The best team" in shown
    assert "Another team" in shown
    assert "Officer peer of Hertfordshire" in shown
    assert "raded good on protecting the public through fire regulation in Round 1" in shown
    assert everything(visits.case.engine) == before


def test_a_team_is_proposed_and_its_peers_invited_by_one_press(visits: Visits, page: str) -> None:
    visits.as_coordinator().press(page, "Propose this team and invite its peers")
    assert {status for _, status in places(visits.case).values()} == {"invited"}
    assert {role for role, _ in places(visits.case).values()} >= {"lead_peer", "operational_peer"}
    assert all(one.lines for one in visits.case.rows(Invitation) if one.team_role == "lead_peer")
    after = visits.as_coordinator().get(page).text
    assert "Every place is taken" in after
    assert "Invited" in after


def test_a_team_may_be_proposed_and_invited_later(visits: Visits, page: str) -> None:
    visits.as_coordinator().press(page, "Propose it, and invite later")
    assert {status for _, status in places(visits.case).values()} == {"proposed"}


def test_whoever_is_left_out_is_in_no_team_until_they_are_put_back(visits: Visits, page: str) -> None:
    browser = visits.as_coordinator()
    without = browser.get(f"{page}?without={people.LEAD}&without=nobody").text
    assert f'href="/people/{people.LEAD}"' not in without
    assert "Left out by you: Lead peer of Hertfordshire" in without
    assert f'href="{page}"' in without


def test_whoever_gave_way_to_another_proposal_may_be_proposed_again(visits: Visits, page: str) -> None:
    browser = visits.as_coordinator()
    browser.press(page, "Propose it, and invite later")
    first = set(places(visits.case))
    without = "&".join(f"without={peer}" for peer in first)
    browser.press(f"{page}?{without}", "Propose it, and invite later")
    assert {places(visits.case)[peer][1] for peer in first} == {"released"}
    browser.press(page, "Propose it, and invite later")
    assert {peer for peer, (_, status) in places(visits.case).items() if status == "proposed"} == first


def test_what_somebody_else_decided_meanwhile_is_not_overwritten(visits: Visits, page: str) -> None:
    browser = visits.as_coordinator()
    form = browser.form(page, f"{page}/give")
    visits.case.give(
        "InvitePeer", Role.COORDINATOR, peer=people.KENT_LEAD, team_role="lead_peer", despite_grades="Yes."
    )
    before = everything(visits.case.engine)
    answer = browser.post(form.action, data=form.filled({"act": "invite"}))
    assert answer.status_code == 422
    assert "Somebody else dealt with" in answer.text
    assert everything(visits.case.engine) == before


def test_an_engagement_that_looks_for_nobody_says_so(visits: Visits) -> None:
    visits.case.request()
    shown = visits.as_coordinator().get(f"/engagements/{visits.case.ref}/propose-team").text
    assert "No team is looked for" in shown
    assert visits.as_coordinator().get("/engagements/ESSEX-1999-9/propose-team").status_code == 404


def test_several_engagements_are_proposed_for_together_and_nobody_is_wanted_twice(visits: Visits) -> None:
    first = visits.case.at_stage(Stage.TEAM_ASSIGNMENT)
    second = Case(first.engine).at_stage(Stage.TEAM_ASSIGNMENT)
    browser = visits.as_coordinator()
    assert "Propose for those chosen" in browser.get("/propose-teams").text
    both = f"/propose-teams?ref={first.ref}&ref={second.ref}&ref={first.ref}"
    for case in (first, second):
        browser.press(both, f"Propose the team for {case.ref} and invite its peers")
    assert len(places(first)) == len(places(second)) == 2
    assert not places(first).keys() & places(second).keys()
    assert browser.get("/propose-teams?ref=ESSEX-1999-9").status_code == 404


def test_where_political_groups_are_balanced_they_are_read_after_the_press_of_a_button_alone(visits: Visits) -> None:
    visits.case.at_stage(Stage.TEAM_ASSIGNMENT, product=LEADERSHIP)
    with writing(visits.case.engine) as connection:
        political_groups.record(connection, people.MEMBER, "The Example Group", "coordinator", visits.case.now)
    browser = visits.as_coordinator()
    before = everything(visits.case.engine)
    page = f"/engagements/{visits.case.ref}/propose-team"
    assert "The best team" not in browser.get(page).text
    assert everything(visits.case.engine) == before
    shown = browser.press(page, READ).text
    assert "The best team" in shown
    assert "The Example Group" not in shown
    with reading(visits.case.engine) as connection:
        assert [one.peer for one in political_groups.audit(connection)] == [people.MEMBER]
    visits.case.give("ReassignCoordinator", Role.PRINCIPAL_ADVISER, coordinator=people.OTHER_COORDINATOR.id)
    for address in (page, f"/propose-teams?ref={visits.case.ref}"):
        refused = browser.press(address, READ)
        assert refused.status_code == 422
        assert "read by the coordinator of" in refused.text


@pytest.fixture
def left(visits: Visits) -> str:
    """The operational peer has declined; the page that says who could come instead."""
    case = visits.case.at_stage(Stage.TEAM_ASSIGNMENT)
    case.staff()
    case.give("DeclineInvitation", Role.PEER, peer=people.OPERATIONAL, reason="My daughter marries that week.")
    return f"/engagements/{case.ref}/next-best/{people.OPERATIONAL}"


def test_when_a_peer_withdraws_the_next_best_is_shown_and_the_coordinator_decides(visits: Visits, left: str) -> None:
    browser = visits.as_coordinator()
    before = everything(visits.case.engine)
    assert left in browser.get(f"/engagements/{visits.case.ref}/team").text
    shown = browser.get(left).text
    assert "My daughter marries that week." in shown
    assert "Other operational peer of Hertfordshire" in shown
    assert everything(visits.case.engine) == before
    browser.press(left, "Invite Other operational peer of Hertfordshire")
    assert places(visits.case)[people.OTHER_OPERATIONAL] == ("operational_peer", "invited")
    assert places(visits.case)[people.LEAD] == ("lead_peer", "accepted")


def test_a_place_that_is_taken_again_waits_for_nobody(visits: Visits, left: str) -> None:
    browser = visits.as_coordinator()
    for peer in (people.LEAD, "nobody"):
        assert "No place waits for somebody else" in browser.get(left.replace(people.OPERATIONAL, peer)).text
    assert browser.get(left.replace(str(visits.case.ref), "ESSEX-1999-9")).status_code == 404


def test_where_nobody_could_come_it_says_why(visits: Visits, left: str) -> None:
    visits.case.give("InvitePeer", Role.COORDINATOR, peer=people.OTHER_OPERATIONAL, team_role="operational_peer")
    decline = {"peer": people.OTHER_OPERATIONAL, "reason": "Not I."}
    visits.case.give("DeclineInvitation", Role.PEER, decline)
    assert "No team can be proposed as things stand." in visits.as_coordinator().get(left).text


def test_only_who_builds_teams_proposes_them(visits: Visits, left: str) -> None:
    for browser in (visits.as_principal_adviser(), visits.as_operator(), visits.as_guest(), visits.as_peer()):
        for page in (left, f"/engagements/{visits.case.ref}/propose-team", "/propose-teams"):
            assert browser.get(page).status_code == 403
