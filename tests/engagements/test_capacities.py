"""In which roles somebody may act on an engagement, and what is theirs to do."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update

from config.vocabulary import Role, Stage
from engagements.authorising import authorise
from engagements.capacities import owed_by, roles_of
from engagements.database import reading, writing
from engagements.engagement import Engagement
from engagements.journal import Actor
from engagements.loading import facts_of
from engagements.messages import Command
from engagements.people import AlreadyOnRecord, absent, add_person, back
from engagements.refusals import NotAllowed, UnknownPerson
from engagements.stages.throughout import AddNote
from engagements.state.people import Contact, Peer
from engagements.step import Step
from tests.builders import Case, CaseAt
from tests.cast import ADVISER_SOUTH_EAST, COORDINATOR, INTERESTED, LEAD, OPERATIONAL, OTHER_COORDINATOR, OUTSIDER

AUTHORITY, CLERK, CHIEF = "essex-authority", "essex-clerk", "essex-chief-fire-officer"


def roles(case: Case, person: str, on: date | None = None) -> set[Role]:
    with reading(case.engine) as connection:
        found = roles_of(connection, person, case.facts, on or case.today, case.world)
    assert len(found) == len(set(found))
    return set(found)


def owed(case: Case, person: str) -> list[tuple[str, str]]:
    with reading(case.engine) as connection:
        return [(one.kind, one.subject) for _, one in owed_by(connection, person, case.today, case.world)]


def amended(case: Case, person: str, **values: Any) -> None:
    with writing(case.engine) as connection:
        connection.execute(update(Contact.table).where(Contact.table.c.id == person).values(values))


def without(case: Case, role: Role) -> None:
    with writing(case.engine) as connection:
        connection.execute(delete(Contact.table).where(Contact.table.c.role == role))


def test_a_contact_acts_in_their_own_role(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    assert roles(case, AUTHORITY) == {Role.AUTHORITY}
    assert roles(case, CLERK) == {Role.CLERK}
    assert roles(case, COORDINATOR.id or "") == roles(case, OTHER_COORDINATOR.id or "") == {Role.COORDINATOR}
    assert roles(case, ADVISER_SOUTH_EAST.id or "") == {Role.PRINCIPAL_ADVISER}


@pytest.mark.parametrize(
    ("role", "through"), [(Role.GOVERNANCE_BODY, CLERK), (Role.PAYER, AUTHORITY)], ids=["board", "payer"]
)
def test_whom_a_role_is_reached_through_acts_in_it_where_nobody_holds_it(
    case_at: CaseAt, role: Role, through: str
) -> None:
    case = case_at(Stage.SCOPING)
    assert role not in roles(case, through)
    without(case, role)
    assert role in roles(case, through)
    assert role not in roles(case, CHIEF)


def test_a_deputy_acts_while_the_other_is_absent(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    case.wait(days=5).give("HoldScopingMeeting", COORDINATOR, held_on=case.today, summary="Protection.")
    case.propose_scope()
    with writing(case.engine) as connection:
        absent(connection, AUTHORITY, case.today, deputy=CHIEF)
    assert roles(case, CHIEF) == {Role.CHIEF_FIRE_OFFICER, Role.AUTHORITY}
    assert owed(case, CHIEF) == owed(case, AUTHORITY) == [("agree_scope", "")]
    with writing(case.engine) as connection:
        back(connection, AUTHORITY)
    assert roles(case, CHIEF) == {Role.CHIEF_FIRE_OFFICER}
    assert owed(case, CHIEF) == []


def test_a_deputy_acts_when_the_other_is_late_since_they_get_a_copy(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    amended(case, AUTHORITY, deputy=CHIEF)
    case.wait(days=5).give("HoldScopingMeeting", COORDINATOR, held_on=case.today, summary="Protection.")
    case.propose_scope()
    due_on = case.due("agree_scope")
    assert due_on
    assert Role.AUTHORITY not in roles(case, CHIEF, due_on)
    case.wait(on=case.world.calendar.after(due_on, 1))
    assert Role.AUTHORITY in roles(case, CHIEF)
    case.give("AgreeScope", Actor(Role.AUTHORITY, CHIEF))
    assert Role.AUTHORITY not in roles(case, CHIEF)


def test_nobody_acts_out_of_office(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    amended(case, AUTHORITY, deputy=CHIEF, absent_from=case.today)
    amended(case, CHIEF, holds_to=date(2020, 1, 7))
    assert roles(case, CHIEF) == set()
    assert roles(case, CHIEF, date(2020, 1, 7)) == {Role.CHIEF_FIRE_OFFICER}


def test_a_peer_acts_once_asked_and_the_lead_leads_once_they_accepted(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    assert roles(case, LEAD) == set()
    for peer, team_role in ((LEAD, "lead_peer"), (OPERATIONAL, "operational_peer")):
        case.give("InvitePeer", COORDINATOR, peer=peer, team_role=team_role)
    assert roles(case, LEAD) == roles(case, OPERATIONAL) == {Role.PEER}
    assert owed(case, LEAD) == [("answer_invitation", LEAD)]
    for peer in (LEAD, OPERATIONAL):
        case.give("AcceptInvitation", Role.PEER, peer=peer)
    assert roles(case, LEAD) == {Role.PEER, Role.LEAD_PEER}
    assert roles(case, OPERATIONAL) == {Role.PEER}
    assert owed(case, LEAD) == []
    case.give("ConfirmTeam", COORDINATOR)
    case.schedule_visit()
    assert owed(case, LEAD) == [("present_feedback", "")]
    assert owed(case, OPERATIONAL) == []


def test_an_outsider_acts_in_no_role(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    kent = [
        f"kent-{role}" for role in ("authority", "clerk", "chair", "chief-fire-officer", "governance-body", "payer")
    ]
    for outsider in (OUTSIDER.id, *kent, INTERESTED, "nobody", ""):
        assert roles(case, str(outsider)) == set()
    amended(case, AUTHORITY, deputy="kent-authority", absent_from=case.today)
    assert roles(case, "kent-authority") == set()
    for outsider in (OUTSIDER.id, *kent, INTERESTED, "nobody"):
        assert owed(case, str(outsider)) == []


def test_a_command_is_taken_from_exactly_these(case_at: CaseAt) -> None:
    """Whoever is on record, in every role: one way to answer the question, and no other."""
    case = case_at(Stage.CHALLENGE_VISIT)
    without(case, Role.GOVERNANCE_BODY)
    amended(case, AUTHORITY, deputy=CHIEF, absent_from=case.today)
    amended(case, "essex-chair", holds_to=date(2019, 12, 31))
    asked = Step(AddNote, tuple(Stage), tuple(Role), lambda *_: [])
    with reading(case.engine) as connection:
        people = [row.id for kind in (Contact, Peer) for row in connection.execute(kind.table.select())]
        engagement = Engagement(facts_of(connection, str(case.ref)), case.world)
        for person in [*people, "nobody"]:
            accepted = set()
            for role in set(Role) - {Role.SYSTEM}:
                try:
                    authorise(connection, asked, Command.model_construct(), Actor(role, person), engagement, case.today)
                except (NotAllowed, UnknownPerson):
                    continue
                accepted.add(role)
            assert accepted == roles(case, person), person


def test_a_command_is_given_in_a_role_that_is_reached_through_ones_own(case_at: CaseAt) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    case.respond()
    case.propose_plan()
    board = {"board": "Performance and Resources Board", "met_on": case.today}
    refusal = case.refused("ApprovePlan", Actor(Role.GOVERNANCE_BODY, CLERK), board)
    assert str(refusal) == "Contact essex-clerk is on record as clerk, not as governance body."
    without(case, Role.GOVERNANCE_BODY)
    case.give("ApprovePlan", Actor(Role.GOVERNANCE_BODY, CLERK), board)


def test_a_deputy_asks_for_support_in_the_others_absence(case: Case) -> None:
    amended(case, AUTHORITY, deputy=CHIEF, absent_from=case.today)
    asked = {"authority": "essex", "product": "targeted-peer-support", "reason": "Prevention."}
    assert isinstance(case.refused("RequestSupport", Actor(Role.AUTHORITY, CLERK), asked), NotAllowed)
    unknown = case.refused(
        "RequestSupport", Actor(Role.COORDINATOR, ADVISER_SOUTH_EAST.id), {**asked, "authority": "x"}
    )
    assert isinstance(unknown, NotAllowed)
    case.give("RequestSupport", Actor(Role.AUTHORITY, CHIEF), asked)


def test_an_identifier_is_of_a_contact_or_of_a_peer(case: Case) -> None:
    peer = Contact(id=LEAD, role=Role.CLERK, name="Clerk", email="clerk@example.org", authority="essex")
    with writing(case.engine) as connection, pytest.raises(AlreadyOnRecord):
        add_person(connection, peer)
