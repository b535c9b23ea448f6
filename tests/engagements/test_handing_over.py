"""Not me: what somebody of the authority owes is handed to another of its contacts."""

from datetime import date

import pytest
from sqlalchemy import func, select

from config.vocabulary import Role, Stage
from engagements.capacities import owed_by, roles_of
from engagements.database import reading, writing
from engagements.directory import Directory
from engagements.engagement import NotOnRecord
from engagements.introducing import introduce
from engagements.journal import Actor
from engagements.people import absent
from engagements.refusals import Malformed, NotAllowed
from engagements.stages.handing_over import HasItAlready, NotToBeHandedOver
from engagements.stages.relief import NotOwed
from engagements.state.engagement import Obligation
from engagements.state.people import Contact
from engagements.sweeping import open_periods
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR, LEAD

Q1 = "2020-21-Q1"
RETURN = {"kind": "file_return", "subject": Q1}
AUTHORITY, CLERK, CHAIR, CHIEF = "essex-authority", "essex-clerk", "essex-chair", "essex-chief-fire-officer"


@pytest.fixture
def case(case_at: CaseAt) -> Case:
    case = case_at(Stage.QUARTERLY_REPORTING).wait(on=date(2020, 7, 1))
    list(open_periods(case.engine, case.world, case.now))
    return case


def theirs(case: Case, person: str) -> list[str]:
    with reading(case.engine) as connection:
        return [one.kind for _, one in owed_by(connection, person, case.today, case.world) if one.kind == "file_return"]


def roles(case: Case, person: str) -> tuple[Role, ...]:
    with reading(case.engine) as connection:
        return roles_of(connection, person, case.facts, case.today, case.world)


@pytest.mark.parametrize("who", [Actor(Role.AUTHORITY, AUTHORITY), Actor(Role.CHIEF_FIRE_OFFICER, CHIEF), COORDINATOR])
def test_what_was_handed_over_is_somebody_elses_to_do(case: Case, who: Actor) -> None:
    case.give("HandOver", who, RETURN, to=CLERK)
    assert theirs(case, CLERK) == ["file_return"]
    assert theirs(case, AUTHORITY) == []
    assert roles(case, CLERK) == (Role.AUTHORITY, Role.CLERK)
    with reading(case.engine) as connection:
        directory = Directory.read(connection, case.world.reference, [case.facts])
    for asked in (directory.holders, directory.told):
        assert [one.id for one in asked(case.facts, Role.AUTHORITY, case.today, handed_to=CLERK)] == [CLERK]
    case.give("FileNilReturn", Actor(Role.AUTHORITY, CLERK), period=Q1)
    assert roles(case, CLERK) == (Role.CLERK,)
    assert case.verify().problems == []


def test_it_can_be_handed_on_and_back(case: Case) -> None:
    case.give("HandOver", Role.AUTHORITY, RETURN, to=CLERK)
    assert isinstance(case.refused("HandOver", COORDINATOR, RETURN, to=CLERK), HasItAlready)
    case.give("HandOver", Actor(Role.AUTHORITY, CLERK), RETURN, to=AUTHORITY)
    assert (theirs(case, CLERK), theirs(case, AUTHORITY)) == ([], ["file_return"])


def test_whoever_stands_in_for_the_new_one_has_it_in_their_absence(case: Case) -> None:
    case.give("HandOver", Role.AUTHORITY, RETURN, to=CLERK)
    with writing(case.engine) as connection:
        absent(connection, CLERK, case.today, deputy=CHAIR)
    assert theirs(case, CHAIR) == ["file_return"]
    assert Role.AUTHORITY in roles(case, CHAIR)


def test_it_falls_back_to_the_role_when_the_new_one_leaves_office(case: Case) -> None:
    case.give("HandOver", Role.AUTHORITY, RETURN, to=CLERK)
    with writing(case.engine) as connection:
        connection.execute(Contact.table.update().where(Contact.table.c.id == CLERK).values(holds_to=case.today))
    case.wait(days=1)
    assert (theirs(case, CLERK), theirs(case, AUTHORITY)) == ([], ["file_return"])


@pytest.mark.parametrize("stranger", ["kent-authority", "avon-authority", "coordinator", LEAD, "nobody"])
def test_it_stays_within_the_authority(case: Case, stranger: str) -> None:
    """In the same words, whether there is such a person elsewhere or not."""
    refusal = case.refused("HandOver", Role.AUTHORITY, RETURN, to=stranger)
    assert isinstance(refusal, NotOnRecord)
    told = f"The authority has no contact {stranger} in office. Hand it to one of its contacts."
    assert str(refusal) == told


def test_nobody_hands_over_what_is_not_theirs(case: Case) -> None:
    refusal = case.refused("HandOver", Role.CLERK, RETURN, to=CHAIR)
    assert isinstance(refusal, NotAllowed)
    assert str(refusal) == "HandOver is given by whoever owes it, which is the authority."
    assert isinstance(case.refused("HandOver", ADVISER, RETURN | {"subject": "2020-21-Q2"}, to=CLERK), NotOwed)


@pytest.mark.parametrize(
    ("owed", "told"),
    [("hold_scoping_meeting", "give the engagement to another coordinator"), ("answer_invitation", "decline")],
)
def test_what_peers_and_the_lga_owe_is_not_handed_over(case_at: CaseAt, owed: str, told: str) -> None:
    peers = owed == "answer_invitation"
    case = case_at(Stage.TEAM_ASSIGNMENT if peers else Stage.SCOPING)
    if peers:
        case.give("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")
    subject = LEAD if peers else ""
    refusal = case.refused("HandOver", COORDINATOR, {"kind": owed, "subject": subject}, to=CLERK)
    assert isinstance(refusal, NotToBeHandedOver)
    assert told in str(refusal)


def test_the_journal_holds_identifiers_only(case: Case) -> None:
    with writing(case.engine) as connection:
        new = introduce(connection, "essex", Role.AUTHORITY, "Head of Finance", "Finance.Head@example.org")
    case.give("HandOver", Role.AUTHORITY, RETURN, to=new.id)
    assert new.id == "essex-authority-2"
    assert "inance" not in case.events()[-1].facts()
    [owed] = [one for one in case.rows(Obligation) if one.kind == "file_return"]
    assert owed.handed_to == new.id


def test_somebody_new_comes_after_those_who_hold_the_role(case: Case) -> None:
    with writing(case.engine) as connection:
        first = introduce(connection, "essex", Role.AUTHORITY, "Head of Finance", "finance@example.org")
        second = introduce(connection, "essex", Role.AUTHORITY, "Head of People", "people@example.org")
        again = introduce(connection, "essex", Role.AUTHORITY, "Somebody else", "FINANCE@example.org")
        directory = Directory.read(connection, case.world.reference, [case.facts])
    assert (first.turn, second.turn, again) == (2, 3, first)
    held = [one.id for one in directory.holders(case.facts, Role.AUTHORITY, case.today)]
    assert held == [AUTHORITY, first.id, second.id]


def test_nobody_learns_whether_an_address_is_known_elsewhere(case: Case) -> None:
    with writing(case.engine) as connection:
        new = introduce(connection, "essex", Role.CLERK, "Clerk", "kent-clerk@example.org")
    assert (new.id, new.authority, new.name) == ("essex-clerk-2", "essex", "Clerk")


@pytest.mark.parametrize(
    ("name", "email", "told"),
    [
        ("", "a@example.org", "name"),
        ("x" * 81, "a@example.org", "name"),
        ("Clerk\x00", "a@example.org", "name"),
        ("Clerk", "nobody", "email: this is not a mail address"),
        ("Clerk", "a@example.org\nBcc: b@example.org", "email: this is not a mail address"),
        ("Clerk", "a@example.org, b@example.org", "email: this is not a mail address"),
        ("Clerk", f"{'a' * 250}@example.org", "email: this is not a mail address"),
    ],
)
def test_only_a_real_looking_address_is_put_on_record(case: Case, name: str, email: str, told: str) -> None:
    with writing(case.engine) as connection:
        before = connection.execute(select(func.count()).select_from(Contact.table)).scalar()
        with pytest.raises(Malformed, match=told):
            introduce(connection, "essex", Role.CLERK, name, email)
        assert connection.execute(select(func.count()).select_from(Contact.table)).scalar() == before
