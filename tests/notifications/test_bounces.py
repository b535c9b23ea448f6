"""Returned mail: a bounce finds its message and its person; a delay changes nothing; nothing is lost or done twice."""

import mailbox
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.people import change_address, unreachable
from notifications import ledger
from notifications.bounces import Dealt, ReturnedMail, Verdict, read_returned
from notifications.delivery import deliver
from notifications.ledger import CONTACT_UNREACHABLE, Notification
from notifications.returned_from import NothingThere
from notifications.sending import Sender
from tests.builders import Case
from tests.notifications.chased import (
    AUTHORITY,
    LATE,
    REMINDED,
    chased,
    composed,
    delivered,
    digests,
    with_a_return_owed,
)
from tests.notifications.conftest import SettingsWith, decide

SAMPLES = Path(__file__).parent / "returned"
FAILED = (
    "rfc3464-failed",
    "exchange-online-headers-only",
    "exchange-5.5",
    "postfix-old",
    "qmail",
    "exim-without-original",
    "truncated",
)
OTHERS = {
    "delayed": Verdict.DELAYED,
    "out-of-office": Verdict.AUTOREPLY,
    "a-persons-answer": Verdict.NO_BOUNCE,
    "of-somebody-unknown": Verdict.UNKNOWN,
    "garbage": Verdict.UNREADABLE,
}


@pytest.fixture
def sent(engine: Engine, settings_with: SettingsWith) -> Case:
    """The authority was sent a message, and it seemed to arrive."""
    case, _ = decide(engine)
    deliver(engine, case.world, Sender(settings_with()), lambda: case.now, "relay", 50)
    case.now += timedelta(minutes=5)
    return case


def returned(folder: Path, sample: str, number: int = 1) -> Path:
    """The sample as it comes back of a message."""
    content = (SAMPLES / f"{sample}.eml").read_bytes().replace(b"{number}", str(number).encode())
    folder.mkdir(exist_ok=True)
    file = folder / f"{sample}-{number}.eml"
    file.write_bytes(content)
    return file


def read(case: Case, place: Path, settings_with: SettingsWith, now: datetime | None = None) -> list[Dealt]:
    return list(read_returned(case.engine, case.world, settings_with(), place, now or case.now))


def message(case: Case, number: int = 1) -> Notification:
    with reading(case.engine) as connection:
        return ledger.find(connection, number)


def out_of_reach(case: Case) -> set[str]:
    with reading(case.engine) as connection:
        return set(unreachable(connection))


@pytest.mark.parametrize("sample", FAILED)
def test_a_bounce_finds_its_message_and_its_person(
    sent: Case, tmp_path: Path, settings_with: SettingsWith, sample: str
) -> None:
    [dealt] = read(sent, returned(tmp_path / "mail", sample), settings_with)
    assert (dealt.verdict, dealt.notification) == (Verdict.FAILED, 1)
    assert message(sent).status.value == "failed"
    assert message(sent).outcome.startswith("It came back: ")
    assert out_of_reach(sent) == {AUTHORITY}
    with reading(sent.engine) as connection:
        [notice] = [one for one in ledger.listed(connection) if one.template == CONTACT_UNREACHABLE]
    assert notice.recipient == "coordinator"


@pytest.mark.parametrize(("sample", "verdict"), OTHERS.items())
def test_what_is_no_failure_of_ours_is_named_and_changes_nothing(
    sent: Case, tmp_path: Path, settings_with: SettingsWith, sample: str, verdict: Verdict
) -> None:
    file = returned(tmp_path / "mail", sample)
    [dealt] = read(sent, file, settings_with)
    assert (dealt.name, dealt.verdict, dealt.notification) == (file.name, verdict, None)
    assert message(sent).status.value == "sent"
    assert out_of_reach(sent) == set()
    assert file.exists()


def test_mail_that_is_broken_holds_nothing_up(sent: Case, tmp_path: Path, settings_with: SettingsWith) -> None:
    folder = tmp_path / "mail"
    for sample in ("broken-parts", "garbage", "rfc3464-failed"):
        returned(folder, sample)
    assert [dealt.verdict for dealt in read(sent, folder, settings_with)][1:] == [Verdict.UNREADABLE, Verdict.FAILED]


def test_what_a_filter_refused_says_nothing_of_the_address(
    sent: Case, tmp_path: Path, settings_with: SettingsWith
) -> None:
    [dealt] = read(sent, returned(tmp_path / "mail", "policy"), settings_with)
    assert dealt.verdict is Verdict.FAILED
    assert message(sent).status.value == "failed"
    assert out_of_reach(sent) == set()


def test_a_returned_message_is_dealt_with_once(sent: Case, tmp_path: Path, settings_with: SettingsWith) -> None:
    file = returned(tmp_path / "mail", "qmail")
    assert len(read(sent, file, settings_with)) == 1
    shutil.copy(file, file.with_name("again.eml"))
    assert read(sent, file.parent, settings_with) == []
    [second] = read(sent, returned(tmp_path / "mail", "postfix-old"), settings_with)  # of the same message
    assert second.remark.startswith("That was known.")
    with reading(sent.engine) as connection:
        assert len([one for one in ledger.listed(connection) if one.template == CONTACT_UNREACHABLE]) == 1
        assert len(connection.execute(select(ReturnedMail.table)).all()) == 2


def test_returned_mail_is_found_wherever_it_lies(sent: Case, tmp_path: Path, settings_with: SettingsWith) -> None:
    content = returned(tmp_path / "mail", "delayed").read_bytes()
    maildir = mailbox.Maildir(tmp_path / "maildir", create=True)
    maildir.add(content + b"\n1")
    mbox = mailbox.mbox(tmp_path / "mbox", create=True)
    mbox.add(content + b"\n2")
    mbox.add(content + b"\n3")
    mbox.close()
    before = (tmp_path / "mbox").read_bytes()
    assert len(read(sent, tmp_path / "maildir", settings_with)) == 1
    assert [dealt.name for dealt in read(sent, tmp_path / "mbox", settings_with)] == [
        "mbox, message 1",
        "mbox, message 2",
    ]
    assert (tmp_path / "mbox").read_bytes() == before
    assert len(list(maildir)) == 1
    maildir.close()
    with pytest.raises(NothingThere, match="cannot be read: No such file"):
        read(sent, tmp_path / "nowhere", settings_with)


def test_a_digest_that_comes_back_is_passed_on_and_later_ones_go_elsewhere(
    engine: Engine, tmp_path: Path, settings_with: SettingsWith
) -> None:
    case = with_a_return_owed(Case(engine))
    sender = Sender(settings_with())
    chased(case, REMINDED)
    delivered(case, sender)
    [digest] = digests(case)
    case.now += timedelta(hours=1)
    [dealt] = read(case, returned(tmp_path / "mail", "rfc3464-failed", digest.id or 0), settings_with)
    assert dealt.verdict is Verdict.FAILED
    composed(case, left_over=True)
    delivered(case, sender, hour=10)
    [put] = digests(case, "coordinator")
    assert (put.status.value, put.list_of, put.audience) == ("sent", AUTHORITY, Role.COORDINATOR)
    chased(case, LATE)
    assert [one.recipient for one in digests(case)] == [AUTHORITY, "coordinator", "coordinator"]


def test_a_bounce_of_an_address_that_was_changed_meanwhile_closes_nobody_off(
    sent: Case, tmp_path: Path, settings_with: SettingsWith
) -> None:
    with writing(sent.engine) as connection:
        change_address(connection, AUTHORITY, "new@example.org")
    read(sent, returned(tmp_path / "mail", "rfc3464-failed"), settings_with)
    assert out_of_reach(sent) == set()
