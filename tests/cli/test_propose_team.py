"""``peer-support propose-team``: what it proposes, gives and refuses."""

from config.vocabulary import Stage
from engagements import political_groups
from engagements.database import reading, writing
from engagements.state.team import Invitation
from tests.builders import Case
from tests.cast import COORDINATOR, FROM_ESSEX, KENT, LEAD, MEMBER, OFFICER, OPERATIONAL
from tests.cli.conftest import Terminal

GOVERNANCE = "leadership-and-governance-peer-challenge"
AS = f"coordinator:{COORDINATOR.id}"


def looking_for_peers(terminal: Terminal, **given: str) -> Case:
    case = terminal.case().at_stage(Stage.TEAM_ASSIGNMENT, **given)
    terminal.follow(case)
    return case


def test_each_choice_says_why(terminal: Terminal) -> None:
    case = looking_for_peers(terminal)
    said = terminal("propose-team", str(case.ref))
    assert said.code == 0
    assert "The best team" in said.out
    assert "Graded good on protecting the public through fire regulation in Round 1" in said.out
    assert FROM_ESSEX not in said.out
    assert not case.rows(Invitation)


def test_a_proposal_for_programs_has_every_choice(terminal: Terminal) -> None:
    case = looking_for_peers(terminal)
    found = terminal("propose-team", str(case.ref), "--json").json
    best = found["teams"][0]["choices"]
    assert {choice["service"] for choice in best} == {"hertfordshire"}
    assert all(choice["because"] and choice["lines"] for choice in best)
    assert (found["gap"], found["given"]) == (0, [])


def test_a_peer_is_left_out_and_the_team_proposed_in_earnest(terminal: Terminal) -> None:
    case = looking_for_peers(terminal)
    said = terminal("propose-team", str(case.ref), "--without", LEAD, "--without", OPERATIONAL, "--give", "--as", AS)
    assert said.code == 0
    assert {one.status for one in case.rows(Invitation)} == {"proposed"}
    assert OFFICER in {one.peer for one in case.rows(Invitation)}
    assert not {LEAD, OPERATIONAL} & {one.peer for one in case.rows(Invitation)}


def test_where_no_team_is_possible_it_says_what_would_help(terminal: Terminal) -> None:
    case = looking_for_peers(terminal, product=GOVERNANCE)
    said = terminal("propose-team", str(case.ref), "--without", MEMBER)
    assert said.code == 1
    assert "No team is possible." in said.out
    assert "The pool needs one more member peer for member peer" in said.out


def test_political_groups_are_read_for_the_coordinator_who_is_named(terminal: Terminal) -> None:
    case = looking_for_peers(terminal, product=GOVERNANCE)
    with writing(terminal.engine) as connection:
        political_groups.record(connection, MEMBER, "A group", "terminal", case.now)
    assert "A group" not in terminal("propose-team", str(case.ref)).out
    with reading(terminal.engine) as connection:
        assert not political_groups.audit(connection)
    assert "A group" not in terminal("propose-team", str(case.ref), "--as", AS).out
    with reading(terminal.engine) as connection:
        assert [(one.peer, one.ref) for one in political_groups.audit(connection)] == [(MEMBER, case.ref)]


def test_several_engagements_are_proposed_for_together(terminal: Terminal) -> None:
    case = looking_for_peers(terminal)
    other = terminal.case().at_stage(Stage.TEAM_ASSIGNMENT, authority=KENT)
    found = terminal("propose-team", str(case.ref), str(other.ref), "--json").json
    chosen = [choice["peer"] for choice in found["teams"][0]["choices"]]
    assert len(set(chosen)) == len(chosen) == 4


def test_what_cannot_be_proposed_is_refused(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.SCOPING)
    assert "teams are found once the scope is agreed" in terminal.refused("propose-team", str(case.ref))
    assert "There is no engagement" in terminal.refused("propose-team", "NOBODY-1")
    assert "--as coordinator:ID" in terminal.refused("propose-team", str(case.ref), "--give", code=2)
    assert "Name the engagement" in terminal.refused("propose-team", code=2)
