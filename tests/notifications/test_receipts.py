"""Whoever of an authority does something, or which peer, gets a receipt with a number."""

import pytest
from sqlalchemy import update

from config.vocabulary import Role, Stage
from engagements import outbox, queries
from engagements.database import reading, writing
from engagements.engagement import World
from engagements.handling import Outcome
from engagements.journal import Actor
from engagements.people import absent
from engagements.state.people import Contact
from notifications.drafting import draft
from notifications.ledger import Notification
from notifications.receipts import RECEIPT, RECEIVED, gets_a_receipt, whose
from notifications.wording import ROLES
from tests.builders import Case, CaseAt
from tests.notifications.story import PAGES, Story

Q1 = "2020-21-Q1"


def receipts(case: Case, outcome: Outcome) -> list[Notification]:
    with reading(case.engine) as connection:
        found = outbox.followed(connection, outcome.positions)
        return [
            message
            for followed in found
            if gets_a_receipt(followed)
            for message in draft(connection, followed, whose(followed)[0], RECEIPT, World.shipped(), PAGES)
        ]


@pytest.fixture
def case(case_at: CaseAt) -> Case:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=case.today.replace(month=10, day=5), period=Q1)
    return case


def test_a_return_is_receipted_with_a_number_the_time_and_what_was_filed(case: Case) -> None:
    updates = [{"action": "A1", "rating": "at_risk", "text": "One inspector left."}, {"action": "A2"}]
    outcome = case.give("FileReturn", Role.AUTHORITY, period=Q1, updates=updates)
    [receipt] = receipts(case, outcome)
    assert receipt.recipient == "essex-authority"
    assert receipt.subject == f"{case.ref}: we have received your return for April to June 2020"
    assert f"- Receipt number: {case.ref}-{outcome.version:04}" in receipt.text
    assert "- Received at 10:00 on 5 October 2020, UK time" in receipt.text
    assert "- A1: at risk" in receipt.text
    assert "Filing" not in receipt.text
    [again] = receipts(case, case.give("FileNilReturn", Role.AUTHORITY, days=1, period=Q1))
    assert "- Filing 2 for this quarter; it takes the place of the one before" in again.text
    assert "You reported that nothing is exceptional." in again.text
    assert receipts(case, outcome)[0].text == receipt.text  # whenever it is followed


def test_the_receipt_goes_to_the_deputy_who_did_it(case: Case) -> None:
    with writing(case.engine) as connection:
        absent(connection, "essex-authority", case.today, deputy="essex-clerk")
    [receipt] = receipts(case, case.give("FileNilReturn", Actor(Role.AUTHORITY, "essex-clerk"), period=Q1))
    assert (receipt.recipient, receipt.audience) == ("essex-clerk", Role.AUTHORITY)


def test_whoever_is_gone_gets_none_and_nobody_else_does(case: Case) -> None:
    outcome = case.give("FileNilReturn", Role.AUTHORITY, period=Q1)
    with writing(case.engine) as connection:
        connection.execute(update(Contact.table).where(Contact.table.c.id == "essex-authority").values(email=""))
    assert receipts(case, outcome) == []


def test_the_lga_signs_in_and_gets_no_receipt(story: Story) -> None:
    roles = {whose(followed)[0] for followed in story.events if gets_a_receipt(followed)}
    assert Role.COORDINATOR not in roles
    declared = [followed for followed in story.of("InterestDeclared") if gets_a_receipt(followed)]
    assert declared == []  # the coordinator declared it
    assert roles <= set(ROLES)


def test_every_receipt_is_called_something(story: Story) -> None:
    given = {type(followed.event) for followed in story.events}
    assert set(RECEIVED) <= given


def test_a_peer_who_answers_gets_one(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    lead = "hertfordshire-lead"
    case.give("InvitePeer", Role.COORDINATOR, peer=lead, team_role="lead_peer")
    [receipt] = receipts(case, case.give("AcceptInvitation", Role.PEER, peer=lead))
    assert (receipt.recipient, receipt.audience) == (lead, Role.PEER)
    assert "we have received your acceptance: you are on the team" in receipt.subject


def test_scrutiny_members_are_told_where_there_are_any(story: Story, case_at: CaseAt) -> None:
    with reading(story.engine) as connection:
        [approved] = story.of("PlanApproved")[-1:]
        [message] = draft(connection, approved, Role.SCRUTINY_MEMBER, "for-scrutiny", story.world, PAGES)
    page = f"Read how the plan stands: {PAGES.url}/to-do/{approved.engagement.ref}/scrutiny\n"
    assert page in message.text
    case = case_at(Stage.FOLLOW_UP_PLAN)
    with writing(case.engine) as connection:
        connection.execute(Contact.table.delete().where(Contact.table.c.role == Role.SCRUTINY_MEMBER))
    case.plan()
    with reading(case.engine) as connection:
        [followed] = outbox.followed(connection, [queries.timeline(connection, str(case.ref))[-1].position])
        assert draft(connection, followed, Role.SCRUTINY_MEMBER, "for-scrutiny", case.world, PAGES) == []
