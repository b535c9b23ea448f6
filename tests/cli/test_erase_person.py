"""Somebody is erased: their name and address are nowhere any more, and all that happened still is."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from config.settings import Settings
from config.vocabulary import InterestKind, PeerKind, Role, Stage
from documents import ledger as papers
from documents.drafting import Wanted, drafted
from documents.kinds import Kind
from documents.making import keep
from engagements import outbox, political_groups, queries, saved_forms
from engagements.database import reading, writing
from engagements.journal import Actor
from engagements.peers.given import GivenInterest
from engagements.peers.keeping import declare, expert_in
from engagements.people import add_person, mark_unreachable
from engagements.rebuilding import verified
from engagements.state.people import Peer, Unreachable
from notifications import ledger
from notifications.delivery import deliver
from notifications.drafting import draft
from notifications.ledger import NotificationStatus
from notifications.mailbox import messages
from notifications.pages import Pages
from notifications.sending import Sender
from portal import sessions
from portal.visitors import Door
from tests import cast as people
from tests.builders import Case
from tests.cli.conftest import Terminal
from tests.desk import everything

WHO, NAME, ADDRESS = "hertfordshire-quill", "Councillor Quilla O'Vantage", "q.ovantage@example.org"
"""Invented. Nobody else's name has these letters."""
TYPED = "My sister sits on that board."
WRITTEN = ("vantage", "my sister sits")
"""By what a careful reader would know them again."""
CALENDAR = {
    "name": "visit.ics",
    "media": "text/calendar; charset=utf-8; method=REQUEST",
    "content": "BEGIN:VCALENDAR\r\nSUMMARY:Talk with Quilla O'Van\r\n tage.\r\nEND:VCALENDAR\r\n",
}
"""A file that goes with each message, with a name in a line that is broken within it."""

PLACES = {
    "peer",
    "political_group",
    "unreachable",
    "standing_interest",
    "free_text",
    "notification",
    "saved_form",
    "portal_session",
    "papers",
    "mailbox",
    "peer-support.sqlite3",
}
"""Where the planted person is before: tables, and what lies in the data directory."""


@dataclass
class Planted:
    """An engagement that is closed, and somebody who was on record everywhere in it."""

    terminal: Terminal
    case: Case

    def erase(self, *arguments: str) -> str:
        said = self.terminal("erase-person", WHO, *arguments)
        assert (said.code, said.err) == (0, "")
        return said.out

    def found(self) -> set[str]:
        """Where anything of them stands: tables, and what lies in the data directory."""
        tables = {name.strip('"') for name, rows in everything(self.case.engine).items() if _tells("\n".join(rows))}
        folder = self.terminal.data_dir
        files = (file for file in folder.rglob("*") if file.is_file())
        return tables | {
            file.relative_to(folder).parts[0].removesuffix("-wal") for file in files if _tells(_said(file))
        }


def _tells(text: str) -> bool:
    return any(words in text.lower() for words in WRITTEN)


def _said(file: Path) -> str:
    """What a file says to whoever opens it with the right program, or with none."""
    content = file.read_bytes()
    if file.suffix == ".docx":
        with ZipFile(BytesIO(content)) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if file.suffix == ".eml":
        mail = message_from_bytes(content, policy=default)
        texts = (part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
        return "\n".join([*map(str, mail.values()), *texts])
    return content.decode("utf-8", "replace")


@pytest.fixture
def planted(terminal: Terminal, data_dir: Path) -> Planted:
    case = terminal.case()
    peer = Peer(id=WHO, kind=PeerKind.MEMBER, service="hertfordshire", name=NAME, email=ADDRESS)
    with writing(case.engine) as connection:
        add_person(connection, peer)
        political_groups.record(connection, WHO, "The Vantage Group", "coordinator", case.now)
    case.at_stage(Stage.TEAM_ASSIGNMENT, product="leadership-and-governance-peer-challenge")
    case.give("InvitePeer", Role.COORDINATOR, peer=WHO, team_role="member_peer")
    _told(case, "peer-invited", Role.PEER)
    case.give("DeclineInvitation", Role.PEER, peer=WHO, reason=TYPED)
    _told(case, "invitation-declined", Role.COORDINATOR)
    case.give(
        "AddNote", Role.COORDINATOR, text=f"Cllr O\N{RIGHT SINGLE QUOTATION MARK}Vantage rang ({ADDRESS.upper()})."
    )
    case.give("PutOnHold", Role.COORDINATOR, reason="Until Quilla O'Vantage is back.")
    _told(case, "engagement-put-on-hold", Role.AUTHORITY)
    case.give("Resume", Role.COORDINATOR, days=1)
    case.at_stage(Stage.QUARTERLY_REPORTING)
    case.settle()
    case.board_approves_closure()
    case.give("CloseEngagement", Role.COORDINATOR, summary="With thanks to Quilla\nO'Vantage, who began it.")
    _besides(case, data_dir)
    terminal.follow(case)
    return Planted(terminal, case)


def _told(case: Case, template: str, audience: Role) -> None:
    """The message of the event that happened last, as its flow writes it, sent to the mailbox."""
    settings = Settings()
    with writing(case.engine) as connection:
        [followed] = outbox.followed(connection, [queries.timeline(connection, str(case.ref))[-1].position])
        messages = draft(connection, followed, audience, template, case.world, Pages(settings.portal_url))
        ledger.record(connection, [message.amended({"attachments": [CALENDAR]}) for message in messages])
    while deliver(case.engine, case.world, Sender(settings), lambda: case.now, "relay", 50):
        pass


def _besides(case: Case, data_dir: Path) -> None:
    """Two forms, theirs and another's that names them; a visit to the portal; mail that came back; and a paper."""
    with writing(case.engine) as connection:
        number = case.facts.id
        for subject, by in (("theirs", WHO), ("another", "essex-clerk")):
            saved_forms.save(connection, number, "note", subject, {"": {"text": f"{NAME} again"}}, by, case.now)
        mark_unreachable(connection, Unreachable(person=WHO, address=ADDRESS, since=case.today, reason=f"No {ADDRESS}"))
        expert_in(connection, WHO, ["governance"])
        family = GivenInterest(service="kent", kind=InterestKind.FAMILY, reason=TYPED)
        declare(connection, WHO, family, Actor(Role.PEER, WHO), case.now, case.world)
        sessions.begin(connection, case.now, name=NAME, doors=[Door.GUEST], hats={Role.PEER: WHO})
        last = queries.timeline(connection, str(case.ref))[-1]
        wanted = Wanted(Kind.CLOSURE_REPORT, str(case.ref), last.at, last.sequence)
        [paper] = drafted(connection, wanted, case.world)
        papers.record(connection, [keep(paper, data_dir)])


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
    return " ".join(re.sub("<[^>]+>", " ", _said(word)).split())


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


def test_one_person_is_named_or_everybody_who_is_due(terminal: Terminal) -> None:
    for given in ((), (WHO, "--due"), ("--due", "--also", NAME)):
        assert terminal.refused("erase-person", *given, code=2)
    assert "Nobody is on record as nobody" in terminal.refused("erase-person", "nobody")
