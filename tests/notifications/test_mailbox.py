"""The mailbox keeps each message as a mail program would get it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from notifications.letter import Attachment, Letter, MalformedAddress
from notifications.mailbox import mailbox_in, messages, read, store
from notifications.outcome import Delivered, Permanent, Temporary
from notifications.sending import Sender
from tests.notifications.conftest import SettingsWith, decide

NOW = datetime(2020, 1, 6, 10, tzinfo=UTC)
LETTER = Letter(
    notification=7,
    sender="Peer Support <peer-support@example.org>",
    address="authority@example.org",
    subject="ESSEX-2020-1: „Größe” — a subject beyond ASCII that is longer than any one line of a header may be",
    text="Dear all,\n\n.a line with a dot\n\nFrom here — “quoted” 🔥\n" + "long " * 300 + "\n",
    html="<p>Dear all,</p>\n<p>“quoted” 🔥</p>\n",
    at=NOW,
)


def test_a_message_is_read_as_it_was_stored(tmp_path: Path) -> None:
    stored = read(store(mailbox_in(tmp_path), LETTER))
    assert (stored.notification, stored.at, stored.address) == (7, NOW, "authority@example.org")
    assert (stored.subject, stored.text, stored.html) == (LETTER.subject, LETTER.text, LETTER.html)
    assert list(messages(tmp_path)) == [stored]


def test_what_is_attached_is_read_as_it_was_stored_to_the_last_line_ending(tmp_path: Path) -> None:
    content = "BEGIN:VCALENDAR\r\nSUMMARY:Größe — „quoted” 🔥\r\n.\r\nEND:VCALENDAR\r\n"
    first = Attachment("Größe.ics", "text/calendar; method=REQUEST; charset=utf-8", content)
    second = replace(first, name="2.ics", media="text/calendar; method=CANCEL; charset=utf-8")
    stored = read(store(mailbox_in(tmp_path), replace(LETTER, attachments=(first, second))))
    assert stored.attachments == (first, second)
    assert (stored.text, stored.html) == (LETTER.text, LETTER.html)


def test_messages_lie_in_the_order_of_sending(tmp_path: Path) -> None:
    for number, minutes in ((1, 5), (2, 0), (3, 61)):
        store(mailbox_in(tmp_path), replace(LETTER, notification=number, at=NOW + timedelta(minutes=minutes)))
    assert [message.notification for message in messages(tmp_path)] == [2, 1, 3]


def test_a_message_that_is_sent_twice_lies_there_twice(tmp_path: Path) -> None:
    store(mailbox_in(tmp_path), LETTER)
    store(mailbox_in(tmp_path), LETTER)
    assert len(list(messages(tmp_path))) == 2


def test_an_unfinished_file_is_no_message(tmp_path: Path) -> None:
    folder = mailbox_in(tmp_path)
    folder.mkdir()
    (folder / "20200106T100000.000000Z-00000007-x.part").write_bytes(b"Subject: half")
    assert list(messages(tmp_path)) == []


def test_an_empty_mailbox_needs_no_folder(tmp_path: Path) -> None:
    assert list(messages(tmp_path / "nowhere")) == []


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "ä@example.org", "@x"],
)
def test_a_malformed_address_is_refused_and_nothing_is_stored(tmp_path: Path, address: str) -> None:
    with pytest.raises(MalformedAddress, match="not an address"):
        store(mailbox_in(tmp_path), replace(LETTER, address=address))
    assert not mailbox_in(tmp_path).exists()


def test_without_channels_messages_go_to_the_mailbox(
    sqlite: Engine, tmp_path: Path, settings_with: SettingsWith
) -> None:
    case, [message] = decide(sqlite)
    settings = settings_with()
    assert Sender(settings).send(message, case.now) == Delivered()
    [stored] = messages(settings.data_dir)
    assert (stored.subject, stored.text, stored.html) == (message.subject, message.text, message.html)
    assert (stored.notification, stored.at) == (message.id, case.now)
    malformed = Sender(settings).send(message.amended({"address": "nobody"}), case.now)
    assert malformed == Permanent("'nobody' is not an address that mail can be sent to.", True)


def test_a_mailbox_that_cannot_be_written_is_tried_again(sqlite: Engine, settings_with: SettingsWith) -> None:
    case, [message] = decide(sqlite)
    settings = settings_with()
    settings.data_dir.mkdir()
    mailbox_in(settings.data_dir).write_text("a file where the folder should be")
    outcome = Sender(settings).send(message, case.now)
    assert isinstance(outcome, Temporary)
    assert outcome.reason.startswith(f"The mailbox {mailbox_in(settings.data_dir)} cannot be written: ")
