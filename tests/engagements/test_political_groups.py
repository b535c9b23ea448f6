"""Political groups: special-category data, read by who builds a team alone, and each reading on record."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from config.vocabulary import PeerKind, Role
from engagements import political_groups
from engagements.database import reading, writing
from engagements.events import Event
from engagements.journal import Actor
from engagements.messages import Command
from engagements.people import NobodyOfThatName
from engagements.political_groups import NoSuchGroup, NotAMemberPeer, PoliticalGroupReading
from engagements.refusals import NotAllowed, UnknownEngagement
from engagements.state.people import Peer
from engagements.state.row import DERIVED
from tests import cast as people
from tests.architecture.sources import OUR_FOLDERS, place, python_files
from tests.builders import Case
from tests.desk import everything

GROUP = "The Example Group"


@pytest.fixture
def asked(case: Case) -> Case:
    """Support is asked for, and the cast's one member peer told of their group."""
    case.request()
    with writing(case.engine) as connection:
        political_groups.record(connection, people.MEMBER, f" {GROUP} ", "coordinator", case.now)
    return case


def read(case: Case, by: Actor = people.COORDINATOR, ref: str = "") -> dict[str, str]:
    with writing(case.engine) as connection:
        return political_groups.read(connection, ref or str(case.ref), by, case.now)


def audit(case: Case, peer: str | None = None) -> list[PoliticalGroupReading]:
    with reading(case.engine) as connection:
        return list(political_groups.audit(connection, peer))


def test_who_builds_the_team_reads_them_and_that_is_on_record(asked: Case) -> None:
    assert read(asked) == {people.MEMBER: GROUP}
    [one] = audit(asked)
    assert (one.peer, one.read_by, one.ref) == (people.MEMBER, "coordinator:coordinator", asked.ref)
    assert one.read_at == asked.now
    assert audit(asked, people.LEAD) == []


OTHERS = (
    people.ADVISER,
    people.contact_of(people.ESSEX, Role.AUTHORITY),
    Actor(Role.PEER, people.LEAD),
    Actor(Role.COORDINATOR),
)


@pytest.mark.parametrize("who", OTHERS, ids=str)
def test_nobody_else_reads_them(asked: Case, who: Actor) -> None:
    before = everything(asked.engine)
    with pytest.raises(NotAllowed):
        read(asked, who)
    assert everything(asked.engine) == before


def test_another_engagements_coordinator_does_not_read_them(asked: Case) -> None:
    asked.accept()
    asked.give("ReassignCoordinator", Role.PRINCIPAL_ADVISER, coordinator=people.OTHER_COORDINATOR.id)
    assert read(asked, people.OTHER_COORDINATOR)
    with pytest.raises(NotAllowed):
        read(asked)


def test_they_are_read_for_an_engagement_that_there_is(asked: Case) -> None:
    with pytest.raises(UnknownEngagement):
        read(asked, ref="ESSEX-1999-9")


def test_the_authoritys_own_members_are_not_among_them(asked: Case) -> None:
    own = Peer(id="essex-member", kind=PeerKind.MEMBER, service="essex", name="A member", email="m@example.org")
    with writing(asked.engine) as connection:
        connection.execute(insert(Peer.table), own.__dict__)
        political_groups.record(connection, own.id, GROUP, "coordinator", asked.now)
    assert read(asked) == {people.MEMBER: GROUP}


def test_a_reading_that_is_not_recorded_shows_nothing(asked: Case) -> None:
    """Both are one transaction: where it is undone, nothing was shown."""
    with asked.engine.connect() as connection:
        assert political_groups.read(connection, str(asked.ref), people.COORDINATOR, asked.now)
        connection.rollback()
    assert audit(asked) == []


@pytest.mark.parametrize("peer", [people.LEAD, people.OPERATIONAL])
def test_they_are_held_for_member_peers_alone(asked: Case, peer: str) -> None:
    with writing(asked.engine) as connection, pytest.raises(NotAMemberPeer):
        political_groups.record(connection, peer, GROUP, "coordinator", asked.now)


@pytest.mark.parametrize("peer", ["essex-chair", "nobody"])
def test_they_are_held_for_nobody_else(asked: Case, peer: str) -> None:
    with writing(asked.engine) as connection, pytest.raises(NobodyOfThatName):
        political_groups.record(connection, peer, GROUP, "coordinator", asked.now)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb"])
def test_a_group_has_a_name(asked: Case, name: str) -> None:
    with writing(asked.engine) as connection, pytest.raises(NoSuchGroup):
        political_groups.record(connection, people.MEMBER, name, "coordinator", asked.now)


def test_a_group_can_be_forgotten_and_who_read_it_cannot(asked: Case) -> None:
    read(asked)
    with writing(asked.engine) as connection:
        assert political_groups.forget(connection, people.MEMBER)
        assert not political_groups.forget(connection, people.MEMBER)
    assert read(asked) == {}
    assert len(audit(asked)) == 1


# Never in a message, an event or a paper

MAY_KNOW = {
    "engagements/proposing/asking.py",  # teams are balanced by opaque tokens; each reading is on record
    "portal/console/proposals.py",
    "cli/propose_team.py",
    "engagements/peers/enrolling.py",  # who is no member any more has none
    "engagements/erasing/registers.py",
    "cli/erasing.py",
    "engagements/political_groups.py",
    "portal/console/political_groups.py",
    "portal/console/pages.py",
    "cli/political_groups.py",
    "cli/people.py",
    "cli/migrations/tables.py",
}
FORGET_THEM = {"cli/erasing.py", "engagements/erasing/registers.py", "engagements/peers/enrolling.py"}
"""They take one off the record, and read none."""


def speaks_of_them() -> Iterator[str]:
    for file in python_files():
        if place(file).startswith("tests/"):
            continue
        if "political_group" in file.read_text(encoding="utf-8"):
            yield place(file)


def test_only_who_builds_teams_knows_of_them() -> None:
    unexpected = set(speaks_of_them()) - MAY_KNOW - FORGET_THEM
    assert not unexpected, f"{unexpected} deals with political groups, which only who builds a team reads."


def test_no_command_event_or_message_has_a_place_for_them() -> None:
    for kind in (*Command.COMMANDS.values(), *Event.EVENTS.values()):
        assert not [name for name in kind.model_fields if "political" in name], kind.__name__
    assert political_groups.PoliticalGroup not in DERIVED
    texts = [*(OUR_FOLDERS["notifications"]).rglob("*"), *(OUR_FOLDERS["documents"]).rglob("*")]
    for file in (file for file in texts if file.suffix in {".md", ".html", ".j2", ".typ", ".txt"}):
        assert "political_group" not in Path(file).read_text(encoding="utf-8"), file
