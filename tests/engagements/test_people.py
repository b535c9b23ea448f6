"""Who holds a role on an engagement, on a day."""

from datetime import date

import pytest
from sqlalchemy import delete

from config.vocabulary import PeerKind, Role, Stage
from engagements.database import reading, writing
from engagements.people import AlreadyOnRecord, add_person, holders
from engagements.state.people import Contact, Peer
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR, KENT, LEAD, OFFICER, OPERATIONAL, OTHER_COORDINATOR


def held(case: Case, role: Role, on: date | None = None, peer: str = "") -> list[str]:
    with reading(case.engine) as connection:
        found = holders(connection, case.facts, role, on or case.today, case.world.reference, peer)
    assert all(person.role is role for person in found)
    return [person.id for person in found]


@pytest.mark.parametrize(
    "role", [Role.AUTHORITY, Role.CHIEF_FIRE_OFFICER, Role.CHAIR, Role.CLERK, Role.GOVERNANCE_BODY, Role.PAYER]
)
def test_an_authoritys_roles_are_held_by_its_own_contacts(case_at: CaseAt, role: Role) -> None:
    assert held(case_at(Stage.SCOPING), role) == [f"essex-{role.replace('_', '-')}"]


@pytest.mark.parametrize(("role", "through"), [(Role.GOVERNANCE_BODY, "essex-clerk"), (Role.PAYER, "essex-authority")])
def test_a_board_is_reached_through_its_clerk_and_a_payer_through_the_authority(
    case_at: CaseAt, role: Role, through: str
) -> None:
    case = case_at(Stage.SCOPING)
    with writing(case.engine) as connection:
        connection.execute(delete(Contact.table).where(Contact.table.c.role == role))
    assert held(case, role) == [through]


def test_a_principal_adviser_serves_their_own_regions(case_at: CaseAt) -> None:
    assert held(case_at(Stage.SCOPING), Role.PRINCIPAL_ADVISER) == [ADVISER.id]
    kent = case_at(Stage.REQUEST)
    kent.request(authority=KENT)
    assert held(kent, Role.PRINCIPAL_ADVISER) == ["adviser-south-east"]


def test_every_coordinator_is_asked_until_one_has_the_engagement(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    assert held(case, Role.COORDINATOR) == [COORDINATOR.id, OTHER_COORDINATOR.id]
    case.give("ReassignCoordinator", ADVISER, coordinator=OTHER_COORDINATOR.id)
    assert held(case, Role.COORDINATOR) == [OTHER_COORDINATOR.id]


def test_the_peers_are_those_who_accepted(case_at: CaseAt) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.give("InvitePeer", COORDINATOR, peer=OFFICER, team_role="observer")
    assert held(case, Role.PEER) == [LEAD, OPERATIONAL]
    assert held(case, Role.LEAD_PEER) == [LEAD]
    assert held(case, Role.PEER, peer=OFFICER) == [OFFICER]  # asked by name, to answer


def test_a_role_is_held_from_its_first_day_to_its_last(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    chair = Contact(id="essex-chair-0", role=Role.CHAIR, name="Chair", email="chair@example.org", authority="essex")
    with writing(case.engine) as connection:
        add_person(connection, chair.amended({"holds_to": date(2019, 4, 30)}))
        add_person(connection, chair.amended({"id": "essex-chair-2", "holds_from": date(2021, 5, 1)}))
    assert held(case, Role.CHAIR, date(2019, 4, 30)) == ["essex-chair", "essex-chair-0"]
    assert held(case, Role.CHAIR, date(2019, 5, 1)) == ["essex-chair"]
    assert held(case, Role.CHAIR, date(2021, 5, 1)) == ["essex-chair", "essex-chair-2"]


def test_an_identifier_stands_for_one_person(case: Case) -> None:
    peer = Peer(id=LEAD, kind=PeerKind.OFFICER, service="kent", name="Somebody else", email="else@example.org")
    with pytest.raises(AlreadyOnRecord), writing(case.engine) as connection:
        add_person(connection, peer)
    with reading(case.engine) as connection:
        stands = connection.execute(Peer.table.select().where(Peer.table.c.id == LEAD)).one()
    assert stands.service == "hertfordshire"
