"""When a place on a team becomes free, its coordinator hears who could come instead, and why."""

from datetime import timedelta

import pytest

from config.vocabulary import Role, Stage
from engagements import outbox, queries
from engagements.database import writing
from engagements.events import AboutAPeer, Event
from engagements.stages.team_assignment import InvitationDeclined
from engagements.sweeping import sweep_clocks
from notifications.drafting import draft
from notifications.ledger import Notification
from notifications.pages import Pages
from tests import cast as people
from tests.builders import Case

NEXT = "The next best for the place (operational peer) is Other operational peer of Hertfordshire"


def told(case: Case, template: str, role: Role = Role.COORDINATOR, of: type[Event] = AboutAPeer) -> list[Notification]:
    """The messages of the last event of a kind."""
    with writing(case.engine) as connection:
        events = [one for one in queries.timeline(connection, str(case.ref)) if isinstance(one.event, of)]
        [followed] = outbox.followed(connection, [events[-1].position])
        return draft(connection, followed, role, template, case.world, Pages("http://127.0.0.1:8000"))


@pytest.fixture
def case(case: Case) -> Case:
    case.at_stage(Stage.TEAM_ASSIGNMENT).staff()
    return case


def test_the_next_best_is_named_with_the_reason_and_the_page_where_to_decide(case: Case) -> None:
    case.give("DeclineInvitation", Role.PEER, peer=people.OPERATIONAL, reason="I cannot come.")
    for message in told(case, "invitation-declined"):
        assert NEXT in message.text
        assert "raded good on protecting the public through fire regulation" in message.text
        assert "Nobody has been asked: you decide." in message.text
        assert f"/engagements/{case.ref}/next-best/{people.OPERATIONAL}" in message.text


def test_so_it_is_when_a_peer_withdraws_the_evening_before_the_visit(case: Case) -> None:
    case.give("ConfirmTeam", Role.COORDINATOR, days=1)
    case.schedule_visit()
    assert case.facts.visit_from
    eve = {"peer": people.OPERATIONAL, "reason": "I have caught a cold."}
    first_day = case.facts.visit_from
    assert first_day
    case.give("DeclineInvitation", Role.PEER, eve, on=first_day - timedelta(days=1))
    [message] = [one for one in told(case, "invitation-declined") if one.recipient == people.COORDINATOR.id]
    assert NEXT in message.text
    assert "I have caught a cold." in message.text


def test_so_it_is_when_they_are_released_have_an_interest_or_do_not_answer(case: Case) -> None:
    case.give("ReleasePeer", Role.COORDINATOR, peer=people.OPERATIONAL, reason="Needed at home.")
    assert all(NEXT in message.text for message in told(case, "peer-released"))
    [to_them] = told(case, "peer-released", Role.PEER)
    assert "next best" not in to_them.text
    case.give("InvitePeer", Role.COORDINATOR, peer=people.OPERATIONAL, team_role="operational_peer")
    case.wait(days=30)
    list(sweep_clocks(case.engine, case.world, case.now))
    assert all(NEXT in message.text for message in told(case, "invitation-lapsed"))
    case.give("InvitePeer", Role.COORDINATOR, peer=people.OPERATIONAL, team_role="operational_peer")
    case.give("DeclareInterest", Role.PEER, peer=people.OPERATIONAL, kind="family", reason="My sister works there.")
    assert all(NEXT in message.text for message in told(case, "interest-declared"))


def test_where_nobody_could_come_it_says_what_stands_in_the_way(case: Case) -> None:
    for peer in (people.OPERATIONAL, people.OTHER_OPERATIONAL):
        if peer == people.OTHER_OPERATIONAL:
            case.give("InvitePeer", Role.COORDINATOR, peer=peer, team_role="operational_peer")
        case.give("DeclineInvitation", Role.PEER, peer=peer, reason="I cannot come.")
    for message in told(case, "invitation-declined"):
        assert "Nobody in the pool can take the place (operational peer) as things stand." in message.text


def test_where_political_groups_are_balanced_nobody_is_named_before_they_are_read(case: Case) -> None:
    other = Case(case.engine).at_stage(Stage.TEAM_ASSIGNMENT, product="leadership-and-governance-peer-challenge")
    other.staff()
    other.give("DeclineInvitation", Role.PEER, peer=people.MEMBER, reason="I cannot come.")
    for message in told(other, "invitation-declined"):
        assert "is proposed once you read the political groups" in message.text
        assert "The next best" not in message.text


def test_nothing_is_said_of_a_place_that_nobody_waits_for(case: Case) -> None:
    case.give("DeclineInvitation", Role.PEER, peer=people.LEAD, reason="I cannot come.")
    case.give("InvitePeer", Role.COORDINATOR, peer=people.OFFICER, team_role="lead_peer")
    messages = told(case, "invitation-declined", of=InvitationDeclined)
    assert messages
    assert all("next-best" not in message.text for message in messages)
