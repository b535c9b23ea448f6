"""``notifications`` and ``mailbox`` show what people were told, and send again what did not arrive."""

from config.vocabulary import Role
from engagements.database import writing
from notifications.ledger import Notification, NotificationStatus, record
from notifications.letter import Letter
from notifications.mailbox import mailbox_in, store
from tests.cli.conftest import Terminal
from tests.desk import MONDAY, at_ten

NOW = at_ten(MONDAY)


def told(terminal: Terminal, **statuses: NotificationStatus) -> None:
    """Messages on a new engagement, by recipient."""
    terminal.case().request()
    drafts = [
        Notification(
            cause=1,
            engagement_id=1,
            audience=Role.CLERK,
            recipient=recipient,
            template="request-arrived",
            address=f"{recipient}@example.org",
            subject=f"News for {recipient}",
            text="Dear reader",
            html="<p>Dear reader</p>",
            status=status,
            not_before=NOW,
            decided_at=NOW,
            outcome="The mail server refused the recipient." if status is NotificationStatus.FAILED else "",
        )
        for recipient, status in statuses.items()
    ]
    with writing(terminal.engine) as connection:
        record(connection, drafts)


def test_at_first_nobody_has_been_told_anything(terminal: Terminal) -> None:
    assert terminal("notifications").out == "Nobody has been told anything yet.\n"
    assert terminal("notifications", "--attention").out == "Nothing waits for a person.\n"


def test_the_ledger_says_who_was_told_and_what_waits_for_a_person(terminal: Terminal) -> None:
    told(terminal, sent=NotificationStatus.SENT, failed=NotificationStatus.FAILED)
    _, first, second = terminal("notifications").out.splitlines()
    assert first.split("  ")[0].strip() == "1"
    assert "News for sent" in first
    assert "The mail server refused the recipient." in second
    assert [one["id"] for one in terminal("notifications", "--attention", "--json").json] == [2]
    assert [one["id"] for one in terminal("notifications", "list", "--ref", "ESSEX-2020-1", "--json").json] == [1, 2]
    assert "There is no engagement" in terminal.refused("notifications", "--attention", "--ref", "ESSEX-1999-1")


def test_what_failed_is_sent_again_by_hand_and_says_who_decided(terminal: Terminal) -> None:
    told(terminal, failed=NotificationStatus.FAILED)
    said = terminal("notifications", "resend", "1", "--by", "coordinator")
    assert said.out == "Notification 1 goes to failed@example.org again.\n"
    [entry] = terminal("notifications", "--json").json
    assert (entry["status"], entry["resent_by"]) == ("pending", "coordinator")
    assert "without you doing anything" in terminal.refused("notifications", "resend", "1")
    assert "There is no notification 7" in terminal.refused("notifications", "resend", "7")


def test_the_mailbox_lists_messages_and_shows_one_as_its_reader_sees_it(terminal: Terminal) -> None:
    assert "peer-support up" in terminal("mailbox").out
    sender = "Peer Support <sender@example.org>"
    sent = Letter(3, sender, "clerk@example.org", "A plan", "Dear clerk,\nread.", "<p>", NOW)
    store(mailbox_in(terminal.data_dir), sent)
    line = terminal("mailbox").out.splitlines()[1]
    assert line.split() == ["1", "6", "January", "2020", "clerk@example.org", "A", "plan"]
    shown = terminal("mailbox", "show", "1").out
    assert "Subject: A plan\n" in shown
    assert "\nDear clerk,\nread.\n" in shown
    [stored] = terminal("mailbox", "list", "--json").json
    assert (stored["notification"], stored["address"]) == (3, "clerk@example.org")
    assert "There is no message 2; the mailbox holds 1." in terminal.refused("mailbox", "show", "2")
