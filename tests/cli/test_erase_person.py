"""Somebody is erased: their name and address are nowhere any more, and all that happened still is."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cli.erasing import Wish, erase
from config.settings import Settings
from config.vocabulary import PeerKind, Role, Stage
from engagements import saved_forms
from engagements.database import reading, writing
from engagements.people import add_person
from engagements.rebuilding import verified
from engagements.state.people import Peer
from notifications import ledger
from notifications.ledger import NotificationStatus
from notifications.mailbox import messages
from tests import cast as people
from tests.builders import Case
from tests.cli.conftest import Terminal
from tests.cli.planted import ADDRESS, NAME, PLACES, WHO, Planted, plant, said_by
from tests.desk import everything


@pytest.fixture
def planted(terminal: Terminal, data_dir: Path) -> Planted:
    return plant(terminal, data_dir)


def test_before_anything_goes_it_is_said_what_would(planted: Planted) -> None:
    before, there = everything(planted.case.engine), planted.found()
    assert there == PLACES, "The person is to be planted in each of these places, and is not."
    said = planted.erase()
    for words in (
        "texts about them",
        "political group",
        "closure report",
        "visits to the portal",
        "Nothing is erased yet",
    ):
        assert words in said
    assert everything(planted.case.engine) == before
    assert planted.found() == there


def test_nothing_of_them_is_left_anywhere_and_the_journal_still_verifies(planted: Planted) -> None:
    journal = everything(planted.case.engine)['"journal"']
    said = planted.erase("--for-good")
    assert planted.found() == set()
    assert everything(planted.case.engine)['"journal"'] == journal
    assert verified(planted.case.engine, planted.case.world).holds
    for table in ("expertise", "standing_interest", "political_group", "unreachable"):
        assert not everything(planted.case.engine)[f'"{table}"'], table
    assert "Nothing is erased yet" not in said
    assert "Look yourself" not in said


def test_what_happened_stays(planted: Planted) -> None:
    planted.erase("--for-good")
    shown = planted.terminal("papers", "show", "1", "--to", str(planted.terminal.data_dir / "out"))
    assert shown.code == 0
    assert "With thanks to [name erased], who began it." in _plain(planted.terminal.data_dir / "out")
    assert WHO in planted.terminal("people").out
    with reading(planted.case.engine) as connection:
        mine = {message.recipient: message for message in ledger.listed(connection)}
    assert mine[WHO].status is NotificationStatus.ERASED
    assert mine["coordinator"].status is NotificationStatus.SENT
    assert "erased with the person" in planted.terminal.refused("notifications", "resend", str(mine[WHO].id))

    to_others = next(one for one in messages(planted.terminal.data_dir) if one.address == "essex-authority@example.org")
    assert "Until [name erased] is back." in to_others.text
    assert "Until [name erased] is back." in to_others.html
    with reading(planted.case.engine) as connection:
        [kept] = ledger.find(connection, to_others.notification).attachments
    for attached in (kept["content"], to_others.attachments[0].content):
        assert attached == "BEGIN:VCALENDAR\r\nSUMMARY:Talk with [name erased].\r\nEND:VCALENDAR\r\n"


def test_the_rest_of_what_they_typed_goes_where_somebody_says_so(planted: Planted) -> None:
    authority = str(people.contact_of(people.ESSEX, Role.AUTHORITY).id)
    planted.terminal.on(planted.case.today.replace(year=planted.case.today.year + 1))
    kept = planted.terminal("erase-person", authority, "--json").json["gone"]
    assert "texts about them" not in kept
    assert (
        planted.terminal("erase-person", authority, "--texts", "--json").json["gone"][
            "texts about them, or that they typed"
        ]
        > 3
    )


def _plain(folder: Path) -> str:
    """The words of the one Word file in a folder."""
    [word] = folder.glob("*.docx")
    return " ".join(re.sub("<[^>]+>", " ", said_by(word)).split())


def test_whoever_has_a_place_on_a_team_is_released_first(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.TEAM_ASSIGNMENT)
    case.staff()
    terminal.follow(case)
    refusal = terminal.refused("erase-person", people.LEAD, "--for-good")
    assert refusal == (
        f"{people.LEAD} cannot be erased yet. They have a place on the team of {case.ref}: "
        "release them there first (ReleasePeer)."
    )


def test_whoever_still_owes_something_hands_it_on_first(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.FOLLOW_UP_PLAN)
    terminal.follow(case)
    authority = str(people.contact_of(people.ESSEX, Role.AUTHORITY).id)
    assert "they still owe: respond to recommendation. Hand it over (HandOver)" in terminal.refused(
        "erase-person", authority
    )
    case.give("ReassignCoordinator", Role.PRINCIPAL_ADVISER, coordinator=people.OTHER_COORDINATOR.id)
    assert "They coordinate ESSEX-2020-1" in terminal.refused("erase-person", str(people.OTHER_COORDINATOR.id))
    assert terminal("erase-person", str(people.COORDINATOR.id)).code == 0


def test_what_may_mean_somebody_else_of_the_same_name_or_address_stays(terminal: Terminal) -> None:
    case = terminal.case()
    with writing(case.engine) as connection:
        for identifier, address in ((WHO, ADDRESS), ("kent-quill", "another@example.org")):
            peer = Peer(id=identifier, kind=PeerKind.MEMBER, service="kent", name=NAME, email=address)
            add_person(connection, peer)
    case.request(reason=f"{NAME} ({ADDRESS}) asked for it.")
    terminal.follow(case)
    assert "Under the same name or address: kent-quill." in terminal("erase-person", WHO, "--for-good").out
    assert any(f"{NAME} ([address erased]) asked" in row for row in everything(case.engine)['"free_text"'])


def test_a_last_name_alone_is_for_somebody_to_judge(terminal: Terminal) -> None:
    case = terminal.case()
    with writing(case.engine) as connection:
        add_person(connection, Peer(id=WHO, kind=PeerKind.MEMBER, service="kent", name=NAME, email=ADDRESS))
    case.request(reason="As O'Vantage said.")
    terminal.follow(case)
    assert "The last name alone stands in 1 of the texts" in terminal("erase-person", WHO, "--for-good").out
    assert terminal("erase-person", WHO, "--also", "O'Vantage", "--for-good").code == 0
    assert any("As [name erased] said." in row for row in everything(case.engine)['"free_text"'])


def test_everybody_whom_nothing_concerned_for_years_is_due(planted: Planted) -> None:
    terminal, years = planted.terminal, Settings().retention_years
    assert terminal("erase-person", "--due").out.startswith("Nobody is due")
    terminal.on(planted.case.today.replace(year=planted.case.today.year + years, day=28))
    team = {peer for peer, _ in people.TEAMS[planted.case.facts.product]}
    assert {one["person"] for one in terminal("erase-person", "--due", "--json").json["due"]} == {WHO, *team}
    assert terminal("erase-person", "--due", "--for-good").out.strip().endswith(f"Erased: {len(team) + 1}.")
    assert planted.found() == set()
    assert terminal("erase-person", "--due").out.startswith("Nobody is due")


def test_nothing_is_put_on_record_of_whoever_was_erased_and_nobody_else_gets_their_identifier(planted: Planted) -> None:
    planted.erase("--for-good")
    terminal = planted.terminal
    for arguments in (
        ("people", "change-address", WHO, ADDRESS),
        ("people", "political-group", "record", WHO, "The Example Group"),
        ("peers", "trained", WHO, "Chairing", "--on", "2020-01-06"),
    ):
        assert "was erased on" in terminal.refused(*arguments)
    again = ("--kind", "member_peer", "--service", "kent", "--name", NAME, "--email", ADDRESS)
    assert "is on record already" in terminal.refused("people", "add", WHO, *again)
    assert WHO not in terminal("peers", "list").out


def test_it_is_the_same_on_both_databases(engine: Engine, tmp_path: Path) -> None:
    case = Case(engine).at_stage(Stage.SCOPING)
    person = str(people.contact_of(people.ESSEX, Role.AUTHORITY).id)
    with writing(engine) as connection:
        saved_forms.save(
            connection, case.facts.id, "note", "one", {"": {"text": "Ask Essex authority."}}, "x", case.now
        )
    case.give("AddNote", Role.COORDINATOR, text="Ask Essex authority.")
    case.give("WithdrawRequest", Role.COORDINATOR, reason="No longer needed.")
    settings = Settings(data_dir=tmp_path)
    assert erase(engine, settings, case.world, Wish(person), case.now, dry_run=False).overwritten
    tables = {name.strip('"'): rows for name, rows in everything(engine).items()}
    assert any("Ask [name erased]." in row for row in tables["free_text"])
    assert any("Ask [name erased]." in row for row in tables["saved_form"])
    assert not [row for rows in tables.values() for row in rows if "Essex authority" in row or f"{person}@" in row]
    assert verified(engine, case.world).holds


def test_one_person_is_named_or_everybody_who_is_due(terminal: Terminal) -> None:
    for given in ((), (WHO, "--due"), ("--due", "--also", NAME)):
        assert terminal.refused("erase-person", *given, code=2)
    assert "Nobody is on record as nobody" in terminal.refused("erase-person", "nobody")
