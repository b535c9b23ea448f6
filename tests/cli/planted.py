"""Somebody who is on record everywhere, to be erased; and where anything of them is found."""

from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from config.settings import Settings
from config.vocabulary import InterestKind, PeerKind, Role, Stage
from documents import ledger as papers
from documents.drafting import drafted
from documents.kinds import Kind
from documents.making import keep
from documents.wanted import Wanted
from engagements import outbox, political_groups, queries, saved_forms
from engagements.database import writing
from engagements.journal import Actor
from engagements.peers.given import GivenInterest
from engagements.peers.keeping import declare, expert_in
from engagements.people import add_person, mark_unreachable
from engagements.state.people import Peer, Unreachable
from notifications import ledger
from notifications.delivery import deliver
from notifications.drafting import draft
from notifications.pages import Pages
from notifications.sending import Sender
from portal import sessions
from portal.visitors import Door
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
            file.relative_to(folder).parts[0].removesuffix("-wal") for file in files if _tells(said_by(file))
        }


def _tells(text: str) -> bool:
    return any(words in text.lower() for words in WRITTEN)


def said_by(file: Path) -> str:
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


def plant(terminal: Terminal, data_dir: Path) -> Planted:
    """Close an engagement in which they were on record everywhere."""
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
