"""Who holds a role on an engagement, on a day."""

from datetime import date

import pytest
from sqlalchemy import delete

from config.vocabulary import PeerKind, Role, Stage
from engagements.database import reading, writing
from engagements.directory import Directory
from engagements.people import (
    AlreadyOnRecord,
    absent,
    add_person,
    back,
    change_address,
    holders,
    mark_unreachable,
    mend,
    unreachable,
)
from engagements.state.people import Contact, Peer, Unreachable
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


CHAIR = "essex-chair"


def reached(case: Case, role: Role = Role.CHAIR, on: date | None = None, peer: str = "") -> str | None:
    """Who is written to first, and that they are reached in the role that was asked for."""
    with reading(case.engine) as connection:
        directory = Directory.read(connection, case.world.reference, [case.facts])
    person = directory.reached(case.facts, role, on or case.today, peer)
    assert person is None or person.role is role
    return person.id if person else None


def with_a_second_chair(case: Case, second: str = "essex-a-vice-chair", **values: object) -> None:
    chair = Contact(id=second, role=Role.CHAIR, name="Vice chair", email=f"{second}@example.org", authority="essex")
    with writing(case.engine) as connection:
        add_person(connection, chair.amended({"turn": 2, **values}))


def fails(case: Case, *people: str) -> None:
    with writing(case.engine) as connection:
        for person in people:
            address = f"{person}@example.org"
            mark_unreachable(connection, Unreachable(person=person, address=address, since=case.today, reason="550"))


def test_holders_of_a_role_take_their_turns(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    with_a_second_chair(case)
    assert held(case, Role.CHAIR) == [CHAIR, "essex-a-vice-chair"]
    assert reached(case) == CHAIR


def test_who_is_away_is_stood_in_for_by_their_deputy_for_those_days(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    with_a_second_chair(case)
    with writing(case.engine) as connection:
        absent(connection, CHAIR, date(2020, 3, 2), date(2020, 3, 6), "essex-clerk")
    days = [date(2020, 3, day) for day in (1, 2, 6, 7)]
    assert [reached(case, on=day) for day in days] == [CHAIR, "essex-clerk", "essex-clerk", CHAIR]
    assert held(case, Role.CHAIR, days[1]) == [CHAIR, "essex-a-vice-chair"]  # they hold it all the same
    with writing(case.engine) as connection:
        back(connection, CHAIR)
    assert reached(case, on=days[1]) == CHAIR


def test_a_deputy_who_is_away_or_unreachable_leaves_it_to_the_next_holder(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    with_a_second_chair(case)
    with writing(case.engine) as connection:
        absent(connection, CHAIR, case.today, None, "essex-clerk")
    fails(case, "essex-clerk")
    assert reached(case) == "essex-a-vice-chair"


def test_mail_waits_for_who_is_away_rather_than_go_to_nobody(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    with writing(case.engine) as connection:
        absent(connection, CHAIR, case.today)
    assert reached(case) == CHAIR
    fails(case, CHAIR)
    assert reached(case) is None


def test_who_cannot_be_reached_is_passed_over_until_mended_or_given_another_address(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    with_a_second_chair(case)
    fails(case, CHAIR)
    assert reached(case) == "essex-a-vice-chair"
    with writing(case.engine) as connection:
        mend(connection, CHAIR)
    assert reached(case) == CHAIR
    fails(case, CHAIR)
    with writing(case.engine) as connection:
        assert set(unreachable(connection)) == {CHAIR}
        change_address(connection, CHAIR, "the-chair@example.org")
        assert unreachable(connection) == {}
    assert reached(case) == CHAIR
    fails(case, CHAIR)  # a late return from the address that they had before
    assert reached(case) == CHAIR


def test_an_address_is_entered_as_failed_once(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    failed = Unreachable(person=CHAIR, address="essex-chair@example.org", since=case.today, reason="550")
    with writing(case.engine) as connection:
        assert mark_unreachable(connection, failed)
        assert not mark_unreachable(connection, failed.amended({"reason": "551"}))
        assert mark_unreachable(connection, failed.amended({"address": "the-chair@example.org"}))


def test_roles_pass_to_whoever_may_act_in_them(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    case.give("ReassignCoordinator", ADVISER, coordinator=OTHER_COORDINATOR.id)
    fails(case, "other-coordinator", "essex-governance-body", "essex-payer")
    assert reached(case, Role.COORDINATOR) == COORDINATOR.id
    assert reached(case, Role.GOVERNANCE_BODY) == "essex-clerk"
    assert reached(case, Role.PAYER) == "essex-authority"


def test_nobody_answers_an_invitation_for_a_peer(case_at: CaseAt) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    assert reached(case, Role.PEER, peer=OPERATIONAL) == OPERATIONAL
    fails(case, OPERATIONAL)
    assert reached(case, Role.PEER, peer=OPERATIONAL) is None
    assert reached(case, Role.PEER) == LEAD


def test_a_copy_goes_to_the_deputy_or_else_to_the_next_holder(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)

    def copied() -> list[str]:
        with reading(case.engine) as connection:
            directory = Directory.read(connection, case.world.reference, [case.facts])
        [chair] = [one for one in directory.holders(case.facts, Role.CHAIR, case.today) if one.id == CHAIR]
        return [person.id for person in directory.deputies_of(chair, case.facts, case.today)]

    assert copied() == []
    with_a_second_chair(case)
    assert copied() == ["essex-a-vice-chair"]
    with writing(case.engine) as connection:
        absent(connection, CHAIR, date(2019, 1, 1), date(2019, 1, 2), "essex-clerk")
    assert copied() == ["essex-clerk"]
    fails(case, "essex-clerk")
    assert copied() == ["essex-a-vice-chair"]


def test_a_directory_of_many_answers_as_one_of_each(case_at: CaseAt) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    with reading(case.engine) as connection:
        essex = case.facts
        kent = essex.amended({"id": 999, "authority": "kent", "coordinator": OTHER_COORDINATOR.id})
        directory = Directory.read(connection, case.world.reference, [essex, kent])
        for facts in (essex, kent):
            for role in set(Role) - {Role.SYSTEM}:
                found = directory.holders(facts, role, case.today)
                assert found == holders(connection, facts, role, case.today, case.world.reference)
